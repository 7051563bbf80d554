"""The part of a text that a question is about."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.providers.passages import best_passage, mentions, stems

FILLER = "The council spoke of other things before the vote was taken. "
FACT = "The harbour bridge closed while engineers replaced its bearings."


def test_the_passage_with_most_of_the_words_is_taken() -> None:
    text = f"Engineers came. {FILLER * 20}{FACT} {FILLER * 20}The bridge again."
    passage = best_passage(text, stems("engineer bearing bridge"), longest=200)
    assert FACT in passage
    assert len(passage) <= 200
    assert passage in text


def test_the_first_of_equals_is_taken() -> None:
    text = f"One bridge. {FILLER * 10}Two bridges."
    assert best_passage(text, stems("bridge"), longest=60).startswith("One bridge.")


def test_nothing_is_taken_where_no_word_occurs() -> None:
    assert best_passage(FILLER, stems("zeppelin"), longest=60) == ""
    assert best_passage(FILLER, frozenset()) == ""


@pytest.mark.parametrize(("text", "count"), [(FACT, 2), ("A BRIDGE", 1), ("abridge", 0), ("", 0)])
def test_words_are_counted_by_their_beginning(text: str, count: int) -> None:
    assert mentions(text, stems("bridges of engineering to an")) == count


@given(st.text(alphabet="abc \n.é", max_size=400), st.text(alphabet="abc ", max_size=30), st.integers(8, 60))
def test_a_passage_is_part_of_the_text_and_short_enough(text: str, query: str, longest: int) -> None:
    passage = best_passage(text, stems(query), longest=longest)
    assert passage in text
    assert len(passage) <= longest
