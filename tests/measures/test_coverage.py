"""Coverage counts sentences: claimed, waived, or left."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.measures.coverage import Coverage, coverage

THREE = [(0, 10), (11, 20), (21, 30)]


@pytest.mark.parametrize(
    ("claimed", "waived", "expected"),
    [
        ([], [], Coverage(3, 0, 0, (0, 1, 2))),
        ([(0, 10)], [], Coverage(3, 1, 0, (1, 2))),
        ([(5, 6)], [], Coverage(3, 1, 0, (1, 2))),
        ([(5, 25)], [], Coverage(3, 3, 0, ())),
        ([(10, 11)], [], Coverage(3, 0, 0, (0, 1, 2))),
        ([(10, 12)], [], Coverage(3, 1, 0, (0, 2))),
        ([(20, 21)], [1], Coverage(3, 0, 1, (0, 2))),
        ([(0, 10)], [0, 2], Coverage(3, 1, 1, (1,))),
        ([(22, 23), (0, 30), (12, 13)], [], Coverage(3, 3, 0, ())),
        ([(29, 99)], [0, 0], Coverage(3, 1, 1, (1,))),
    ],
)
def test_what_is_left(claimed, waived, expected):
    assert coverage(THREE, claimed, waived) == expected


@pytest.mark.parametrize(
    ("left", "total", "percent"), [(0, 0, 100), (0, 7, 100), (1, 3, 66), (3, 3, 0), (1, 200, 99)]
)
def test_the_share_is_rounded_down_so_that_100_means_all(left, total, percent):
    assert Coverage(total, total - left, 0, tuple(range(left))).percent == percent


LENGTHS = st.lists(st.tuples(st.integers(0, 3), st.integers(1, 5)), max_size=12)
SPANS = st.lists(st.tuples(st.integers(0, 60), st.integers(1, 20)), max_size=8)


@given(lengths=LENGTHS, spans=SPANS, waived=st.sets(st.integers(0, 11)))
def test_it_is_what_counting_place_by_place_gives(lengths, spans, waived):
    sentences, at = [], 0
    for gap, length in lengths:
        sentences.append((at + gap, at + gap + length))
        at += gap + length
    claimed = [(start, start + length) for start, length in spans]
    waived = {index for index in waived if index < len(sentences)}
    taken = {place for start, end in claimed for place in range(start, end)}
    touched = {i for i, (start, end) in enumerate(sentences) if taken & set(range(start, end))}
    found = coverage(sentences, claimed, waived)
    assert found.claimed == len(touched)
    assert found.waived == len(waived - touched)
    assert set(found.gaps) == set(range(len(sentences))) - touched - waived
    assert found.claimed + found.waived + found.open == found.total == len(sentences)
