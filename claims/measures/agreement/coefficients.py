"""The coefficients for any number of raters, some of whom may have left units out.

Each takes a table and ``times``, how often each of its rows occurs: one row of numbers for the table as it is, or
many for resamples of it, and answers one figure a row; NaN where it is not defined. So the figure and its interval
come out of the same formula.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

import numpy as np

from . import weights
from .counts import Array, Counts
from .ratios import beyond_chance, divided

Coefficient = Callable[[Counts, Array], Array]
"""From a table and ``times`` (resamples by rows of the table) to figures (one a resample)."""


class Undefined(StrEnum):
    """Why there is no figure."""

    NO_PAIRS = "no_pairs"
    """No unit was rated twice."""
    ONE_CATEGORY = "one_category"
    """All ratings are in one category: chance alone would have made them agree."""


def observed(table: Counts, times: Array, weight: Array | None = None) -> Array:
    """Raw agreement: of all pairs of raters of a unit the share that agrees, averaged over the units rated twice.

    J. L. Fleiss (1971), Psychological Bulletin 76, 378-382; with weights and missing ratings K. L. Gwet, Handbook
    of Inter-Rater Reliability, 4th ed. (2014), chapters 2 and 3.
    """
    raters = table.rows.sum(axis=1)
    twice = raters >= 2
    chosen = table.rows[twice]
    alike = chosen @ (np.eye(chosen.shape[1]) if weight is None else weight)
    pairs = raters[twice] * (raters[twice] - 1)
    share = (chosen * (alike - 1)).sum(axis=1) / pairs
    return divided(times[:, twice] @ share, times[:, twice].sum(axis=1))


def fleiss(table: Counts, times: Array) -> Array:
    """Fleiss' kappa: chance is two ratings drawn from those of all raters together.

    Fleiss (1971); with missing ratings Gwet (2014), chapter 2: units rated once count for chance alone.
    """
    shares = _shares(table, times)
    return beyond_chance(observed(table, times), (shares**2).sum(axis=1))


def of_category(category: int) -> Coefficient:
    """Fleiss' kappa of one category against all others.

    Fleiss (1971), eq. 20 and 21, which equals kappa of the table with two columns.
    """

    def kappa(table: Counts, times: Array) -> Array:
        own = table.rows[:, category]
        two = np.stack([own, table.rows.sum(axis=1) - own], axis=1)
        return fleiss(Counts(two, table.times, np.array([1.0, 0.0])), times)

    return kappa


def specific(category: int) -> Coefficient:
    """Agreement on one category: where a rater chose it, how often another rater of the unit chose it, too.

    Positive agreement for two raters after Cicchetti and Feinstein (1990), Journal of Clinical Epidemiology 43;
    for more Fleiss (1971).
    """

    def share(table: Counts, times: Array) -> Array:
        own, others = table.rows[:, category], table.rows.sum(axis=1) - 1
        return divided(times @ (own * (own - 1)), times @ (own * others))

    return share


def alpha_nominal(table: Counts, times: Array) -> Array:
    """Krippendorff's alpha where categories are only the same or not.

    K. Krippendorff, Computing Krippendorff's Alpha-Reliability (2011), section C.
    """
    coincidences = _coincidences(table, times)
    size = table.rows.shape[1]
    return _alpha(coincidences, np.broadcast_to(1 - np.eye(size), coincidences.shape))


def alpha_ordinal(table: Counts, times: Array) -> Array:
    """Krippendorff's alpha where categories are ranks: two are as far apart as there are ratings between them.

    Krippendorff (2011), section D, with the ordinal difference.
    """
    order = np.argsort(table.values)
    coincidences = _coincidences(Counts(table.rows[:, order], table.times, table.values[order]), times)
    totals = coincidences.sum(axis=2)
    upto = np.cumsum(totals, axis=1)
    low = np.minimum(upto[:, :, None] - totals[:, :, None], upto[:, None, :] - totals[:, None, :])
    high = np.maximum(upto[:, :, None], upto[:, None, :])
    between = high - low - (totals[:, :, None] + totals[:, None, :]) / 2
    between *= 1 - np.eye(totals.shape[1])
    return _alpha(coincidences, between**2)


def gwet_nominal(table: Counts, times: Array) -> Array:
    """Gwet's AC1: chance agreement counts only where a unit is hard to rate, so skewed ratings do not sink it.

    K. L. Gwet (2008), British Journal of Mathematical and Statistical Psychology 61, 29-48.
    """
    return _gwet(table, times, weights.identity(table.values))


def gwet_ordinal(table: Counts, times: Array) -> Array:
    """Gwet's AC2 with ordinal weights: Gwet (2014), chapters 3 and 5."""
    return _gwet(table, times, weights.ordinal(table.values))


def gwet_quadratic(table: Counts, times: Array) -> Array:
    """Gwet's AC2 with quadratic weights on the values of the categories: Gwet (2014), chapters 3 and 5."""
    return _gwet(table, times, weights.quadratic(table.values))


def _gwet(table: Counts, times: Array, weight: Array) -> Array:
    size = table.rows.shape[1]
    if size < 2:
        return np.full(len(times), np.nan)
    shares = _shares(table, times)
    chance = weight.sum() / (size * (size - 1)) * (shares * (1 - shares)).sum(axis=1)
    return beyond_chance(observed(table, times, weight), chance)


def _shares(table: Counts, times: Array) -> Array:
    """How often a category is chosen, each unit counting the same; resamples by categories."""
    each = table.rows / table.rows.sum(axis=1, keepdims=True)
    return divided(times @ each, times.sum(axis=1)[:, None])


def _coincidences(table: Counts, times: Array) -> Array:
    """Pairs of ratings within units, each unit weighing as many as it has ratings: resamples by two categories."""
    raters = table.rows.sum(axis=1)
    twice = raters >= 2
    rows = table.rows[twice]
    size = rows.shape[1]
    pairs = rows[:, :, None] * rows[:, None, :] - rows[:, :, None] * np.eye(size)
    each = pairs / (raters[twice] - 1)[:, None, None]
    result: Array = (times[:, twice] @ each.reshape(len(rows), size * size)).reshape(-1, size, size)
    return result


def _alpha(coincidences: Array, apart: Array) -> Array:
    """``1 - (n - 1) * sum o * d / sum n_c * n_k * d``."""
    totals = coincidences.sum(axis=2)
    number = totals.sum(axis=1)
    found = (coincidences * apart).sum(axis=(1, 2))
    expected = (totals[:, :, None] * totals[:, None, :] * apart).sum(axis=(1, 2))
    result: Array = 1 - (number - 1) * divided(found, expected)
    return result
