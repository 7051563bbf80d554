"""A figure with its interval: the units are drawn anew many times, and the figure computed of each draw.

The percentile bootstrap over units: B. Efron and R. Tibshirani, An Introduction to the Bootstrap (1993),
chapter 13. Units that are rated alike are drawn together, as a multinomial draw over the kinds of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .coefficients import Coefficient, Undefined
from .counts import Array, Counts

RESAMPLES = 2000
LEVEL = 0.95
SEED = 20111213
"""So that the same verdicts give the same interval every time."""
INTERVAL_FROM = 5
"""Units below which an interval would pretend to know more than it does."""
DEFINED_SHARE = 0.5
"""Where the figure is undefined in more of the draws than this, there is no interval."""


@dataclass(frozen=True, slots=True)
class Interval:
    """Ends of the middle 95 per cent of the draws."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Measured:
    """``value`` is None where there is no figure, and ``why`` then says why not.

    ``units`` are those that were rated twice, ``ratings`` the ratings of them. ``interval`` is None where the
    figure is, below ``INTERVAL_FROM`` units, and where too many draws gave no figure.
    """

    value: float | None
    units: int
    ratings: int
    why: Undefined | None = None
    interval: Interval | None = None


def measured(coefficient: Coefficient, table: Counts, *, resamples: int = RESAMPLES) -> Measured:
    """The coefficient of the table; ``resamples`` 0 leaves the interval out."""
    return measured_all([coefficient], table, resamples=resamples)[0]


def measured_all(
    coefficients: Sequence[Coefficient], table: Counts, *, resamples: int = RESAMPLES
) -> list[Measured]:
    """Several coefficients of one table, all of the same draws."""
    twice = table.rows.sum(axis=1) >= 2
    units, ratings = table.paired, int(table.times[twice] @ table.rows[twice].sum(axis=1))
    if not units:
        return [Measured(None, 0, 0, Undefined.NO_PAIRS)] * len(coefficients)
    drawn = _drawn(table, resamples) if resamples and units >= INTERVAL_FROM else None
    found = []
    for coefficient in coefficients:
        value = float(coefficient(table, table.times[None, :].astype(np.float64))[0])
        if np.isnan(value):
            found.append(Measured(None, units, ratings, Undefined.ONE_CATEGORY))
        else:
            interval = _interval(coefficient(table, drawn)) if drawn is not None else None
            found.append(Measured(value, units, ratings, interval=interval))
    return found


def _drawn(table: Counts, resamples: int) -> Array:
    """How often each row of the table comes up; resamples by rows."""
    chance = np.random.default_rng(SEED)
    return chance.multinomial(table.units, table.times / table.units, size=resamples).astype(np.float64)


def _interval(figures: Array) -> Interval | None:
    known = figures[~np.isnan(figures)]
    if len(known) < DEFINED_SHARE * len(figures):
        return None
    low, high = np.quantile(known, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return Interval(float(low), float(high))
