"""What forms of editing send: places, positions and words; nonsense is refused in words."""

from __future__ import annotations

import re

import pytest
from django.core.exceptions import ValidationError
from django.http import QueryDict
from hypothesis import given as cases
from hypothesis import strategies as st

from claims.views import given
from claims.views.editable import cuts

TEXT = "Prices  rose in May, and\nthe café 🍵 closed. Prices rose again."


def test_places_are_pairs_of_offsets():
    assert given.places(QueryDict("place=3-9&place=0-2"), TEXT) == [(3, 9), (0, 2)]
    assert given.places(QueryDict("start=3&end=9"), TEXT) == [(3, 9)]


def test_the_words_at_a_place_are_those_that_were_seen():
    start = TEXT.index("and")
    seen = QueryDict(mutable=True)
    seen.update({"place": f"{start}-{start + 12}", "quote": "and\r\nthe café"})
    assert given.places(seen, TEXT) == [(start, start + 12)]
    seen["quote"] = "and\n\nthe café"
    assert given.places(seen, TEXT) == [(start, start + 12)]
    seen["quote"] = "and the cafe"
    with pytest.raises(ValidationError, match="Other words"):
        given.places(seen, TEXT)


@pytest.mark.parametrize(
    "query", ["", "place=", "place=3", "place=a-b", "place=-1-4", "place=3-99999999999", "place=²-³"]
)
def test_what_is_no_place_is_refused(query):
    with pytest.raises(ValidationError):
        given.places(QueryDict(query), TEXT)


def test_numbers_come_once_and_in_order():
    assert given.numbers(QueryDict("position=7&position=2&position=7"), "position") == [2, 7]
    with pytest.raises(ValidationError, match="Choose a sentence"):
        given.numbers(QueryDict(""), "position")


def test_ids_that_are_none_are_refused():
    with pytest.raises(ValidationError, match="not known"):
        given.ids(QueryDict("claim=nonsense"), "claim")
    with pytest.raises(ValidationError, match="at least one"):
        given.ids(QueryDict(""), "claim")


def test_words_are_found_nearest_to_the_claim_whatever_their_white_space():
    first, second = given.places_of_words(TEXT, "prices rose", 0), given.places_of_words(TEXT, "prices rose", 60)
    assert (TEXT[slice(*first)], TEXT[slice(*second)]) == ("Prices  rose", "Prices rose")
    assert first[0] == 0 < second[0]
    assert TEXT[slice(*given.places_of_words(TEXT, "and the café 🍵", 0))] == "and\nthe café 🍵"
    with pytest.raises(ValidationError, match="do not stand there"):
        given.places_of_words(TEXT, "again", 0, (0, 20))
    with pytest.raises(ValidationError, match="Type the words"):
        given.places_of_words(TEXT, "  ", 0)


@cases(st.text(alphabet="ab é🍵\n,.", min_size=1, max_size=60), st.data())
def test_words_of_the_text_are_found_in_it(text, data):
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    words = text[start:end]
    if not words.strip():
        return
    found = given.places_of_words(text, words, start)
    assert text[slice(*found)].split() == words.split()


def test_clauses_are_told_from_words():
    found = cuts(TEXT, [(0, len(TEXT) - 19)])
    clauses = [TEXT[cut.at :].split(maxsplit=1)[0] for cut in found if cut.between_clauses]
    assert clauses == ["and"]
    assert [TEXT[cut.at :].split(maxsplit=1)[0] for cut in found] == [
        "rose",
        "in",
        "May,",
        "and",
        "the",
        "café",
        "🍵",
        "closed.",
    ]


@cases(
    st.lists(st.text(alphabet="aé🍵,“”", min_size=1, max_size=5), max_size=8), st.sampled_from([" ", "\n", "  "])
)
def test_a_cut_leaves_words_on_both_sides(words, between):
    text = between.join(words)
    for cut in cuts(text, [(0, len(text))]):
        assert text[: cut.at].strip()
        assert text[cut.at :].strip()
        assert re.match(r"\s", text[cut.at - 1])
    assert len(cuts(text, [(0, len(text))])) == max(len(text.split()) - 1, 0)
