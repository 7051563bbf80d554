"""Columns of a chart: values → places on a drawing, with an axis of round numbers."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 400, 170
LEFT, RIGHT, TOP, BOTTOM = 34, 4, 8, 22
"""Units of the drawing, and how many are left free on each side for the axes' words."""
GAP = 0.25
"""Share of a column's place that stays empty."""


@dataclass(frozen=True, slots=True)
class Column:
    """A value's place: ``x``, ``y`` of its upper left corner, and its size. No height for None and for 0."""

    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self) -> float:
        """Where a word below it is centred."""
        return round(self.x + self.width / 2, 2)


@dataclass(frozen=True, slots=True)
class Tick:
    """A line across at a round value."""

    value: float
    y: float


def round_step(highest: float, most: int = 4) -> float:
    """The smallest of 1, 2, 5, 10, 20, 50, … that reaches ``highest`` in at most ``most`` steps."""
    if highest <= most:
        return 1
    magnitude: float = 10 ** math.floor(math.log10(highest / most))
    return next(step * magnitude for step in (1, 2, 5, 10) if step * magnitude * most >= highest)


def draw_ticks(highest: float) -> list[Tick]:
    """From 0 to the first round value that is not below ``highest``."""
    step = round_step(highest)
    count = max(math.ceil(highest / step), 1)
    return [Tick(step * n, round(_y(step * n, step * count), 2)) for n in range(count + 1)]


def draw_columns(values: Sequence[float | None], highest: float) -> list[Column]:
    """A column for each value, on the axis that ``draw_ticks(highest)`` draws."""
    top = draw_ticks(highest)[-1].value
    place = (WIDTH - LEFT - RIGHT) / max(len(values), 1)
    columns = []
    for number, value in enumerate(values):
        y = _y(value or 0, top)
        x = LEFT + place * (number + GAP / 2)
        columns.append(Column(round(x, 2), round(y, 2), round(place * (1 - GAP), 2), round(HEIGHT - BOTTOM - y, 2)))
    return columns


def choose_labels(count: int, most: int = 5) -> set[int]:
    """Which of ``count`` columns have a word below: evenly spread, the first among them, at most ``most``."""
    step = max(math.ceil(count / most), 1)
    return set(range(0, count, step))


def _y(value: float, top: float) -> float:
    return HEIGHT - BOTTOM - (HEIGHT - BOTTOM - TOP) * value / top
