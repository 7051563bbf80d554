"""What the words for an unnamed source tell: how specific, how it knows, how many."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.measures.describing import (
    MOST_SPECIFIC,
    firsthand,
    names_document,
    passive,
    specificity,
    told_count,
)


@pytest.mark.parametrize(
    ("words", "level"),
    [
        ("a source", 0),
        ("the source", 0),
        ("a source familiar", 0),
        ("a source familiar with the matter", 0),
        ("Two people familiar with the matter", 0),
        ("people with knowledge of the situation", 0),
        ("Sources", 0),
        ("insiders", 0),
        ("critics", 0),
        ("some", 0),
        ("", 0),
        ("a former one", 0),
        ("an official", 1),
        ("a nurse", 1),
        ("a source in the Kremlin", 1),
        ("a person briefed on the talks", 1),
        ("a source familiar with how the vote was counted", 0),
        ("a source familiar with talks at the Ministry of Ports", 0),
        ("a senior official", 2),
        ("a police officer", 2),
        ("an executive at the bank", 2),
        ("a retired ship's pilot", 2),
        ("a Harbour Authority engineer who inspected the lock", 3),
        ("two senior White House officials who attended the meeting", 3),
    ],
)
def test_how_specific_a_description_is(words, level):
    assert specificity(words).level == level


def test_every_step_shows_the_words_that_made_it():
    assert specificity("two senior White House officials who attended the meeting").reasons == (
        ("role", "officials"),
        ("body", "White House"),
        ("rank", "senior"),
        ("way of knowing", "who attended"),
    )


def test_a_stock_phrase_is_named_as_such():
    assert specificity("a source familiar with the matter").reasons == (
        ("stock phrase", "familiar with the matter"),
    )


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("a person with direct knowledge of the talks", "direct knowledge"),
        ("an official who was in the room", "who was in the room"),
        ("a diplomat who has seen the letter", "who has seen"),
        ("documents\nreviewed by the Courier", "reviewed by"),
        ("an aide who requested anonymity", ""),
        ("a source familiar with the matter", ""),
    ],
)
def test_how_the_source_knows(words, told):
    assert firsthand(words) == told


@pytest.mark.parametrize(
    ("words", "count"),
    [
        ("two people", 2),
        ("Three current and former employees", 3),
        ("half a dozen officials", 6),
        ("14 members of the crew", 14),
        ("both lawyers", 2),
        ("one person who has seen two letters", 1),
        ("officials", 0),
        ("a source", 0),
        ("an official with two phones", 0),
        ("an aide of ten years' standing", 0),
    ],
)
def test_how_many_the_words_say_there_are(words, count):
    assert told_count(words)[0] == count


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ("the indictment", True),
        ("Ward's decree", True),
        ("a 2019 study", True),
        ("an Interior Ministry report", True),
        ("its annual report", True),
        ("a report", False),
        ("A report", False),
        ("Documents", False),
        ("Court documents", False),
        ("leaked e-mails", False),
        ("", False),
    ],
)
def test_which_documents_could_be_found(words, named):
    assert names_document(words) is named


@pytest.mark.parametrize("wording", ["it is understood", "It was widely believed", "reportedly", "is said to be"])
def test_passive_wording_is_seen(wording):
    assert passive(wording)


@pytest.mark.parametrize("wording", ["said", "it said", "the company was told", "understood the risk"])
def test_active_wording_is_not_taken_for_passive(wording):
    assert not passive(wording)


@given(st.text(max_size=80))
def test_any_text_has_an_answer_made_of_its_own_words(text):
    flat = " ".join(text.split())
    found = specificity(text)
    assert 0 <= found.level <= MOST_SPECIFIC
    assert all(words in text or words in flat for _, words in found.reasons)
    assert told_count(text)[1] in flat
