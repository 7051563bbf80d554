"""Two raters: what each said where both spoke, and Cohen's kappa."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from .counts import Array, Counts
from .ratios import beyond_chance, divided


def cross_table(both: Iterable[tuple[int, int, int]], categories: int) -> Counts:
    """From ``(one's category, the other's, units)``. A kind of unit is a cell of the table of both."""
    cells = np.zeros((categories, categories), dtype=np.int64)
    for one, other, times in both:
        cells[one, other] += times
    place = np.argwhere(cells > 0)
    rows = np.zeros((len(place), 2 * categories))
    rows[np.arange(len(place)), place[:, 0]] = 1
    rows[np.arange(len(place)), categories + place[:, 1]] = 1
    return Counts(rows, cells[cells > 0], np.arange(2 * categories, dtype=np.float64))


def raw(table: Counts, times: Array) -> Array:
    """Of the units that both rated the share on which they agree; for a ``cross_table``."""
    size = table.rows.shape[1] // 2
    same = (table.rows[:, :size] * table.rows[:, size:]).sum(axis=1)
    return divided(times @ same, times.sum(axis=1))


def cohen(table: Counts, times: Array) -> Array:
    """Cohen's kappa: chance is each of the two rating as often as they do, but at random; for a ``cross_table``.

    J. Cohen (1960), Educational and Psychological Measurement 20, 37-46.
    """
    size = table.rows.shape[1] // 2
    shares = divided(times @ table.rows, times.sum(axis=1)[:, None])
    return beyond_chance(raw(table, times), (shares[:, :size] * shares[:, size:]).sum(axis=1))
