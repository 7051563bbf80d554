"""What counts as the same word: spellings, contractions, numbers, marks; and where each was read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.measures.spelling import read, same


def forms(text):
    return [unit.form for unit in read(text)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("We organised the labour", "we organized the LABOR"),
        ("travelled, cancelled", "traveled canceled"),
        ("I can't; I won’t", "I cannot I will not"),
        ("they're we've I'd", "they are we have I would"),
        ("café naïve Szabó", "cafe naive Szabo"),
        ("cafe\u0301", "café"),
        ("twenty-five per cent", "25%"),
        ("3,000", "three thousand"),
        ("2.5 million", "2,500,000"),
        ("$5m", "five million dollars"),
        ("two hundred and twelve", "212"),
        ("June 21", "21 June"),
        ("the twelfth", "the 12th"),
        ("the U.S. and the E.U.", "the US and the EU"),
        ("R&D", "R and D"),
        ("grey cheques", "gray checks"),
        ("٣٤", "34"),
        ("um, well, er", "well"),
        ("co\u00adoperate", "cooperate"),
        ("[T]he end", "the end"),
    ],
)
def test_spellings_of_one_thing_are_the_same(one, other):
    assert forms(one) == forms(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("filled", "filed"),
        ("US", "us"),
        ("80", "18"),
        ("four", "for"),
        ("not", "now"),
        ("two million", "two"),
        ("hour", "hor"),
        ("5 m", "5 million"),
        ("2.5", "25"),
    ],
)
def test_words_that_differ_stay_apart(one, other):
    assert forms(one) != forms(other)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("so … on", ["so", "…", "on"]),
        ("so ... on", ["so", "…", "on"]),
        ("so [...] on", ["so", "…", "on"]),
        ("so . . . on", ["so", "…", "on"]),
        ("we [the two] go", ["we", "[", "the", "2", "]", "go"]),
        ("one, two", ["1", "2"]),
        ("nineteen", ["19"]),
        ("🦜 — !", []),
        ("东京", ["东", "京"]),
    ],
)
def test_ellipses_brackets_and_figures(text, expected):
    assert forms(text) == expected


@pytest.mark.parametrize(
    ("one", "other"), [("'s", "is"), ("has", "'s"), ("would", "had"), ("resign*", "resigning")]
)
def test_some_forms_may_stand_for_each_other(one, other):
    assert same(one, other)
    assert same(other, one) or one.endswith("*")


def test_places_are_those_of_the_text():
    text = "🦜 “Don’t pay twenty-five, [P]lease.”"
    assert [text[unit.start : unit.end] for unit in read(text)] == [
        "Don’t",
        "Don’t",
        "pay",
        "twenty-five",
        "[P]lease",
    ]


@given(st.text(alphabet=st.sampled_from("ab1.,$%'’[]… -e\u0301🦜שלאم五5tnmk&"), max_size=60) | st.text(max_size=60))
def test_units_lie_in_the_text_and_in_order_of_their_chunks(text):
    for unit in read(text):
        assert 0 <= unit.start < unit.end <= len(text)
        assert unit.form
    again = "pre " + text
    assert [(one.form, one.start + 4, one.end + 4) for one in read(text)] == [tuple(one) for one in read(again)][1:]
