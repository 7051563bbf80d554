"""The sourcing grade: the table of the docstring, chains, and that naming a voice never lowers it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.measures.grade import GRADES, KINDS, NAMED, Grade, Voice, grade, rank
from claims.splitting.spans import SourceKind

SOURCE = Voice("anonymous", "a source familiar")
OFFICIAL = Voice("unnamed_person", "a senior official")
PERSON = Voice("person", "Ada Quill")


def test_the_kinds_are_those_of_the_splitter():
    assert {str(kind) for kind in SourceKind} == KINDS


@pytest.mark.parametrize(
    ("voice", "letter"),
    [
        (PERSON, "A"),
        (Voice("organisation", "a spokesman for Harbour Lines"), "A"),
        (Voice("person", "Ada Quill", on_record=True), "A"),
        (Voice("person", "Ada Quill", on_record=False), "C"),
        (Voice("document", "the harbour board's decree of 4 May"), "B"),
        (Voice("document", "a report"), "E"),
        (Voice("document", "court papers"), "D"),
        (Voice("document", "e-mails reviewed by the Courier"), "C"),
        (Voice("document", "internal e-mails seen by this newspaper"), "C"),
        (OFFICIAL, "D"),
        (Voice("unnamed_group", "officials"), "D"),
        (Voice("unnamed_group", "critics"), "E"),
        (Voice("anonymous", "a person with direct knowledge of the talks"), "C"),
        (Voice("anonymous", "two senior White House officials who attended the meeting"), "C"),
        (Voice("anonymous", "two officials"), "C"),
        (replace(OFFICIAL, others=1), "C"),
        (replace(OFFICIAL, independent=2), "C"),
        (replace(OFFICIAL, independent=1, others=1), "D"),
        (replace(OFFICIAL, direct_knowledge=True), "C"),
        (Voice("anonymous", "an official who attended the meeting", direct_knowledge=False), "D"),
        (SOURCE, "E"),
        (replace(SOURCE, direct_knowledge=True, independent=3), "E"),
        (Voice("anonymous", "two people familiar with the matter"), "E"),
        (Voice("", "", "it is understood"), "E"),
        (Voice("", "the company"), "E"),
        (Voice("article", "", "reportedly"), "E"),
        (Voice("article"), "N"),
    ],
)
def test_one_voice(voice, letter):
    assert grade([voice]).letter == letter


@pytest.mark.parametrize(
    ("voices", "letter", "hop"),
    [
        ([], "N", None),
        ([Voice("article")], "N", None),
        ([PERSON, SOURCE], "E", 1),
        ([SOURCE, PERSON], "E", 0),
        ([PERSON, Voice("document", "the indictment")], "B", 1),
        ([PERSON, Voice("article")], "A", 0),
        ([PERSON, Voice("organisation", "the Courier")], "A", 0),
        ([Voice("organisation", "Harbour Lines"), OFFICIAL, SOURCE], "E", 2),
        ([PERSON, Voice("article", "", "it is understood")], "E", 1),
    ],
)
def test_a_chain_is_worth_its_weakest_voice(voices, letter, hop):
    found = grade(voices)
    assert (found.letter, found.hop) == (letter, hop)


def test_the_inputs_are_shown():
    found = grade([Voice("anonymous", "two harbour officials who saw the letter", independent=1)])
    assert found.letter == "C"
    assert [(one.label, one.value) for one in found.inputs] == [
        ("Source", "two harbour officials who saw the letter"),
        ("Specificity", "2 of 3"),
        ("Direct knowledge", "yes"),
        ("Independent sources", "1"),
    ]
    assert [one.reason for one in found.inputs] == [
        "Anonymous.",
        "role: officials; way of knowing: who saw",
        "The article says so: who saw",
        "The desk says so.",
    ]


def test_a_chain_shows_the_grade_of_every_voice():
    assert grade([PERSON, SOURCE]).inputs[-1][:2] == ("Chain", "A E")


@pytest.mark.parametrize(
    ("voice", "missing"),
    [
        (PERSON, ()),
        (replace(PERSON, on_record=False), ("on_record",)),
        (OFFICIAL, ("direct_knowledge", "independent_sources")),
        (SOURCE, ("description",)),
        (Voice("", ""), ("source",)),
    ],
)
def test_what_could_lift_the_grade_is_named(voice, missing):
    assert grade([voice]).missing == missing


@pytest.mark.parametrize(
    "wrong", [{"kind": "ghost"}, {"kind": "person", "others": -1}, {"kind": "", "independent": -2}]
)
def test_a_voice_that_makes_no_sense_is_refused(wrong):
    with pytest.raises(ValueError, match=r"kind of source|counted from 0"):
        Voice(**wrong)


WORDS = st.sampled_from(
    ["a source", "a senior official", "two officials who saw it", "it is understood", "a report", "Élan 🦜", ""]
) | st.text(max_size=30)
VOICES = st.builds(
    Voice,
    kind=st.sampled_from(["", *sorted(KINDS)]),
    words=WORDS,
    cue=st.sampled_from(["said", "reportedly", "it is said", ""]),
    on_record=st.none() | st.booleans(),
    direct_knowledge=st.none() | st.booleans(),
    independent=st.none() | st.integers(0, 5),
    others=st.integers(0, 3),
)


@given(st.lists(VOICES, max_size=4))
def test_every_chain_has_a_grade_with_its_inputs(voices):
    found = grade(voices)
    assert isinstance(found, Grade)
    assert found.letter in GRADES
    assert found.inputs
    assert (found.letter == "N") == (found.hop is None)


@given(st.lists(VOICES, min_size=1, max_size=4), st.data())
def test_naming_a_voice_never_lowers_the_grade(voices, data):
    index = data.draw(st.integers(0, len(voices) - 1))
    if voices[index].kind in ("document", "article"):  # a document is as good as a name; the article is no voice
        return
    named = [*voices]
    named[index] = replace(voices[index], kind=data.draw(st.sampled_from(sorted(NAMED))))
    assert rank(grade(named).letter) >= rank(grade(voices).letter)


@given(st.lists(VOICES, min_size=1, max_size=4), st.data())
def test_one_more_source_never_lowers_the_grade(voices, data):
    index = data.draw(st.integers(0, len(voices) - 1))
    more = [*voices]
    more[index] = replace(voices[index], others=voices[index].others + 1)
    assert rank(grade(more).letter) >= rank(grade(voices).letter)
