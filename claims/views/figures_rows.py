"""Figures as rows of tables: the words beside each, and the addresses of what is behind."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from claims.figures import words
from claims.figures.agreement import Agreement, Pair
from claims.figures.verdicts import Category
from claims.figures.words import Told
from claims.measures.agreement import Measured


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One measure with its words."""

    key: str
    told: Told
    measured: Measured
    raters: int
    ordinal: bool


@dataclass(frozen=True, slots=True)
class PairRow:
    """Two people by id and name, with their figures."""

    one: int
    other: int
    names: tuple[str, str]
    raw: Measured
    kappa: Measured


@dataclass(frozen=True, slots=True)
class Cell:
    """``strength`` says from 0 to 4 how much of the table stands here; an empty one leads nowhere."""

    column: Category
    count: int
    same: bool
    strength: int


def figure_rows(found: Agreement) -> list[FigureRow]:
    """Each figure with its words."""
    return [
        FigureRow(one.key, words.FIGURES[one.key], one.measured, one.raters, one.ordinal) for one in found.figures
    ]


def pair_rows(pairs: Iterable[Pair], names: dict[int, str]) -> list[PairRow]:
    """Each two people with their figures."""
    return [PairRow(one.one, one.other, (names[one.one], names[one.other]), *one.figures()) for one in pairs]


def cross(matrix: list[list[int]], categories: list[Category], *, mirrored: bool = False) -> dict[str, Any]:
    """The rows and columns that are not empty; of a ``mirrored`` table one half is enough."""
    size = range(len(categories))
    used = [at for at in size if any(matrix[at]) or any(matrix[row][at] for row in size)]
    most = max((matrix[row][column] for row in used for column in used), default=0)

    def cell(row: int, column: int) -> Cell | None:
        if mirrored and column < row:
            return None
        count = matrix[row][column]
        return Cell(categories[column], count, row == column, -(-4 * count // most) if most else 0)

    rows = [(categories[row], [cell(row, column) for column in used]) for row in used]
    return {"columns": [categories[at] for at in used], "rows": rows}
