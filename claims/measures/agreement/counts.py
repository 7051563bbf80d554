"""Ratings as counts: how many raters put a unit into each category, and how many units are rated alike."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Counts:
    """``rows[u, k]`` is how many raters put a unit of kind ``u`` into category ``k``; ``times[u]`` how many units
    there are of that kind. Units that are rated alike are one row: every measure but a rater's own needs no more,
    and a thousand units become a few dozen rows.

    ``values`` places the categories, for the measures that ask how far apart two ratings are.
    """

    rows: Array
    times: NDArray[np.int64]
    values: Array

    @property
    def units(self) -> int:
        """Units rated at all."""
        return int(self.times.sum())

    @property
    def paired(self) -> int:
        """Units rated at least twice: only they show agreement or the lack of it."""
        return int(self.times[self.rows.sum(axis=1) >= 2].sum())

    @property
    def ratings(self) -> int:
        """Ratings of all units."""
        return int(self.times @ self.rows.sum(axis=1))


def counts(
    profiles: Iterable[tuple[Sequence[int], int]], categories: int, values: Sequence[float] | None = None
) -> Counts:
    """From ``(categories given, units rated so)``; a category is its index from 0 on. Units without ratings are
    left out. Without ``values`` the categories count as 1, 2, 3 …"""
    alike: Counter[tuple[int, ...]] = Counter()
    for given, times in profiles:
        row = [0] * categories
        for category in given:
            row[category] += 1
        alike[tuple(row)] += times
    kept = sorted((row, times) for row, times in alike.items() if any(row) and times)
    rows = np.array([row for row, _ in kept], dtype=np.float64).reshape(len(kept), categories)
    often = np.array([number for _, number in kept], dtype=np.int64)
    placed = values if values is not None else range(1, categories + 1)
    return Counts(rows, often, np.array(placed, dtype=np.float64))


def only(table: Counts, categories: Sequence[int]) -> Counts:
    """The table with these categories alone, in this order: ratings in others are left out."""
    chosen = list(categories)
    rows = table.rows[:, chosen]
    kept = rows.sum(axis=1) > 0
    return Counts(rows[kept], table.times[kept], table.values[chosen])
