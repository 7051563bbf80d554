"""Words in any script; a reader's character is never cut."""

from __future__ import annotations

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.measures.words import character, is_boundary, moved_end, moved_start, words

FAMILY = "👩‍👩‍👧‍👦"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Prices rose, he said.", ["Prices", "rose", "he", "said"]),
        ("don’t it's well-known rock 'n' roll", ["don’t", "it's", "well-known", "rock", "n", "roll"]),
        ("$4.5bn, 20,000 or 4% by 1.5.", ["$4.5bn", "20,000", "or", "4%", "by", "1.5"]),
        ("4, 5 and a,b", ["4", "5", "and", "a", "b"]),
        (f"a {FAMILY} day 🇩🇪🇫🇷 👍🏽 1\ufe0f\u20e3", ["a", FAMILY, "day", "🇩🇪", "🇫🇷", "👍🏽", "1\ufe0f\u20e3"]),
        ("cafe\u0301 de\u0301nied", ["cafe\u0301", "de\u0301nied"]),
        ("קפה נסגר, אמר צה״ל", ["קפה", "נסגר", "אמר", "צה״ל"]),
        ("قالت الوزارة إن", ["قالت", "الوزارة", "إن"]),
        ("हिन्दी में", ["हिन्दी", "में"]),
        ("東京都は", ["東", "京", "都", "は"]),
        ("ภาษา", ["ภ", "า", "ษ", "า"]),
        ("snake_case…end", ["snake_case", "end"]),
        ("", []),
        (" \n—“”", []),
    ],
)
def test_words(text, expected):
    assert [text[start:end] for start, end in words(text)] == expected


def test_edges_move_by_words():
    text = f"“We expect a quiet {FAMILY} summer,” she said."
    start, end = text.index("We") - 1, text.index(",")
    assert text[moved_start(text, start, 1) :].startswith("expect a")
    assert text[: moved_end(text, end, -1)].endswith(FAMILY)
    assert text[: moved_end(text, end, -2)].endswith("quiet")
    assert text[: moved_end(text, end, 1)].endswith("she")
    inside = text.index("quiet") + 2
    assert text[: moved_end(text, inside, 1)].endswith("quiet")
    assert text[moved_start(text, inside, -1) :].startswith("quiet")
    assert text[moved_start(text, inside, 1) :].startswith(FAMILY)
    assert moved_start(text, start, -1) is None
    assert moved_end(text, len(text), 1) is None
    assert moved_end(text, 3, -1) is None


LETTERS = st.sampled_from(
    [
        *"ab1 \n\t.,'’-“$%_",
        "e\u0301",
        FAMILY,
        "👍🏽",
        "🇩🇪",
        "\u200d",
        "\u0301",
        "\ufe0f",
        "ש",
        "ע",
        "م",
        "東",
        "ก",
        "\r\n",
    ]
)
TEXTS = st.lists(LETTERS, max_size=40).map("".join)


@given(TEXTS)
def test_words_are_apart_in_order_and_cut_no_character(text):
    found = list(words(text))
    assert all(start < end for start, end in found)
    assert all(one[1] <= other[0] for one, other in pairwise(found))
    for start, end in found:
        assert is_boundary(text, start)
        assert is_boundary(text, end)
        assert not any(letter.isspace() for letter in text[start:end].rstrip())


@given(TEXTS)
def test_characters_cover_the_text_and_keep_marks_with_their_letters(text):
    at = 0
    while at < len(text):
        end = character(text, at)
        assert end > at
        at = end
        if at < len(text):
            assert unicodedata.category(text[at])[0] != "M"
            assert text[at] != "\u200d"
    assert at == len(text)


@given(TEXTS, st.integers(0, 60), st.integers(-3, 3).filter(bool))
def test_edges_land_on_words_on_the_side_asked_for(text, at, by):
    at = min(at, len(text))
    starts, ends = ({place[side] for place in words(text)} for side in (0, 1))
    start, end = moved_start(text, at, by), moved_end(text, at, by)
    if start is not None:
        assert start in starts
        assert (start > at) == (by > 0)
    if end is not None:
        assert end in ends
        assert (end > at) == (by > 0)


@given(TEXTS)
def test_there_and_back(text):
    """From the end of a word one on and one back is where it began."""
    ends = [end for _start, end in words(text)]
    for end, following in pairwise(ends):
        assert moved_end(text, end, 1) == following
        assert moved_end(text, following, -1) == end
