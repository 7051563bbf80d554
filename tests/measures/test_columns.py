"""Columns of charts: on the drawing, in proportion, on an axis of round numbers."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.measures.columns import (
    BOTTOM,
    HEIGHT,
    LEFT,
    TOP,
    WIDTH,
    choose_labels,
    draw_columns,
    draw_ticks,
    round_step,
)

VALUES = st.lists(st.one_of(st.none(), st.floats(0, 1e7)), min_size=1, max_size=120)


@pytest.mark.parametrize(
    ("highest", "step"), [(0, 1), (1, 1), (4, 1), (5, 2), (8, 2), (9, 5), (20, 5), (21, 10), (40, 10), (1000, 500)]
)
def test_steps_are_round(highest, step):
    assert round_step(highest) == step


@given(st.floats(0, 1e9))
def test_the_axis_reaches_the_highest_value_in_few_steps(highest):
    ticks = draw_ticks(highest)
    assert ticks[0].value == 0
    assert 2 <= len(ticks) <= 5
    assert ticks[-1].value >= highest
    assert (ticks[0].y, ticks[-1].y) == (HEIGHT - BOTTOM, TOP)


@given(VALUES)
def test_columns_stay_on_the_drawing_and_keep_proportion(values):
    highest = max((value or 0) for value in values)
    columns = draw_columns(values, highest)
    top = draw_ticks(highest)[-1].value
    assert len(columns) == len(values)
    for value, column in zip(values, columns, strict=True):
        assert column.x >= LEFT
        assert column.x + column.width <= WIDTH
        assert TOP <= column.y <= HEIGHT - BOTTOM
        assert column.y + column.height == pytest.approx(HEIGHT - BOTTOM)
        assert column.height == pytest.approx((HEIGHT - BOTTOM - TOP) * (value or 0) / top, abs=0.02)
    assert all(one.x + one.width < other.x for one, other in itertools.pairwise(columns))


@given(st.integers(1, 200))
def test_few_columns_have_a_word_below_and_the_first_has_one(count):
    chosen = choose_labels(count)
    assert 0 in chosen
    assert 1 <= len(chosen) <= 5
    assert max(chosen) < count
