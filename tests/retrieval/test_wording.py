"""What people paste, made fit to search with; and copies told apart from one another."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.retrieval.copies import same_words, without_copies
from claims.retrieval.fusion import Signs, score
from claims.retrieval.wording import LONGEST, clean


@pytest.mark.parametrize(
    ("pasted", "searched"),
    [
        ("Look https://t.co/abc at www.x.org/y pic.twitter.com/z this", "Look at this"),
        ("#DefundTheCBC says @AnnaK_Smith", "Defund The CBC says Anna K Smith"),
        ("#Covid19 #NASA", "Covid 19 NASA"),
        ("a\x00b\n\nc", "a b c"),
        ("  ", ""),
        ("https://only.example", ""),
    ],
)
def test_addresses_go_and_tags_become_words(pasted, searched):
    assert clean(pasted) == searched


@given(st.text())
def test_cleaning_is_done_once(text):
    assert len(clean(text)) <= LONGEST * 2
    assert "\x00" not in clean(text)
    assert clean(text) == " ".join(clean(text).split())


def test_copies_differ_in_case_and_punctuation_only():
    assert same_words("He said: “It’s over.”") == same_words("he said 'It's over'")
    assert same_words("He said it is over") != same_words("He said it was over")
    rows = ["A b!", "c", "a B", "C?", "d"]
    assert without_copies(rows, str) == ["A b!", "c", "d"]


def test_every_sign_speaks_for_a_hit():
    least = Signs(0.4, 0.2, 0.1)
    better = [
        Signs(0.5, 0.2, 0.1),
        Signs(0.4, 0.3, 0.1),
        Signs(0.4, 0.2, 0.2),
        Signs(0.4, 0.2, 0.1, place_in_meaning=49),
        Signs(0.4, 0.2, 0.1, place_in_words=49),
    ]
    assert all(score(signs) > score(least) for signs in better)
    first, second = (Signs(0.4, 0.2, 0.1, place_in_words=place) for place in (0, 1))
    assert score(first) > score(second)
