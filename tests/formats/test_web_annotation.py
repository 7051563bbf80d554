"""Selectors name a place so that it is found again."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from claims.formats.web_annotation import AROUND, find, selectors

TEXT = (
    "One 🍵 two. Prices rose by 4 percent.\n\nIn June prices rose by 4 percent. Prices rose by 4 percent, they say."
)


def test_both_selectors_name_the_place():
    start = TEXT.index("In June")
    quote, position = selectors(TEXT, start, start + 7)
    assert quote == {
        "type": "TextQuoteSelector", "exact": "In June", "prefix": TEXT[start - AROUND : start],
        "suffix": TEXT[start + 7 : start + 7 + AROUND],
    }  # fmt: skip
    assert position == {"type": "TextPositionSelector", "start": start, "end": start + 7}


def test_at_the_edges_there_is_less_around():
    quote, _ = selectors("Words.", 0, 6)
    assert quote == {"type": "TextQuoteSelector", "exact": "Words."}


@pytest.mark.parametrize("place", [(-1, 2), (2, 2), (3, 2), (0, 7)])
def test_what_is_no_place_is_refused(place):
    with pytest.raises(ValueError, match="no place"):
        selectors("Words.", *place)


@given(text=st.text(alphabet="ab \n🍵.", max_size=60), data=st.data())
def test_what_a_selector_names_is_found_again(text, data):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    assume(text[start:end].strip() and text[start:end] == text[start:end].strip())
    quote, position = selectors(text, start, end)
    assert text[position["start"] : position["end"]] == quote["exact"]
    assert find(text, quote["exact"], start=position["start"]) == (start, end)
    again = find(text, quote["exact"], prefix=quote.get("prefix", ""), suffix=quote.get("suffix", ""))
    assert text[slice(*again)] == quote["exact"]


def test_of_several_places_the_surroundings_choose():
    words = "rose by 4 percent"
    first, third = TEXT.index(words), TEXT.rindex(words)
    second = TEXT.index(words, first + 1)
    assert find(TEXT, words)[0] == first
    assert find(TEXT, words, prefix="In June prices ")[0] == second
    assert find(TEXT, words, suffix=", they say")[0] == third
    assert find(TEXT, words, prefix="In June prices ", start=third)[0] == third
    assert find(TEXT, words, start=second - 2)[0] == second


def test_spaces_and_line_ends_may_differ():
    start, end = find(TEXT, "4 percent. In  June")
    assert TEXT[start:end] == "4 percent.\n\nIn June"


@pytest.mark.parametrize("words", ["", "  \n", "Prices fell", "prices Rose", "4percent"])
def test_other_words_are_not_found(words):
    with pytest.raises(LookupError):
        find(TEXT, words)
