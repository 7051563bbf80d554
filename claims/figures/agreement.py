"""How far reviewers agree on the claims of a selection: figures, pairs, categories, articles, what is left out."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from uuid import UUID

import numpy as np
from django.utils.translation import get_language
from numpy.typing import NDArray

from claims.figures import verdicts
from claims.figures.remembering import remembered
from claims.figures.selection import Dimension, Selection
from claims.figures.verdicts import Category, Columns, Ints
from claims.measures import agreement as measures
from claims.measures.agreement import Counts, Measured
from claims.models import ClaimState, User


class Why(StrEnum):
    """Why verdicts or claims are in no figure."""

    OPEN = "open"
    OLD_WORDS = "old_words"
    ANOTHER_WORD = "another_word"
    OTHER_EDITION = "other_edition"
    ALONE = "alone"
    OFF_SCALE = "off_scale"


@dataclass(frozen=True, slots=True)
class Excluded:
    """``verdicts`` None where nobody is to know how many there are."""

    why: Why
    claims: int
    verdicts: int | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """One measure; ``raters`` are the people whose verdicts went into it."""

    key: str
    measured: Measured
    raters: int
    ordinal: bool = False


@dataclass(frozen=True, slots=True)
class OfCategory:
    """``chosen`` verdicts said so, on ``claims`` claims; agreement on it alone, and kappa against all others."""

    category: Category
    chosen: int
    claims: int
    specific: Measured
    kappa: Measured


@dataclass(frozen=True, slots=True)
class Pair:
    """Two people (ids) who judged ``table.units`` claims both."""

    one: int
    other: int
    table: Counts

    def figures(self) -> tuple[Measured, Measured]:
        """Raw agreement and Cohen's kappa."""
        raw, kappa = measures.measured_all([measures.raw, measures.cohen], self.table)
        return raw, kappa


@dataclass(frozen=True, slots=True)
class OfArticle:
    """The figures of one article, without intervals; those come with a selection of it."""

    article: UUID
    claims: int
    observed: Measured
    alpha: Measured
    gwet: Measured


@dataclass(frozen=True, slots=True)
class Agreement:
    """All of a selection. ``matrix[a][b]`` is on how many claims one person said a and another b.

    ``articles`` are by id with how many claims of theirs are in the figures.
    """

    selection: Selection
    categories: list[Category]
    figures: list[Figure]
    by_category: list[OfCategory]
    pairs: list[Pair]
    matrix: list[list[int]]
    excluded: list[Excluded]
    claims: int
    agreeing: int
    raters: list[int]
    articles: dict[UUID, int] = field(default_factory=dict)
    _tables: dict[UUID, Counts] = field(default_factory=dict, repr=False)

    @property
    def disagreeing(self) -> int:
        """Claims on which not all say the same."""
        return self.claims - self.agreeing

    def of_articles(self, ids: list[UUID]) -> list[OfArticle]:
        """The figures of these articles."""
        wanted = [measures.observed, measures.alpha_nominal, measures.gwet_nominal]
        return [
            OfArticle(pk, self.articles[pk], *measures.measured_all(wanted, self._tables[pk], resamples=0))
            for pk in ids
        ]


NOMINAL = {
    "observed": measures.observed,
    "alpha_nominal": measures.alpha_nominal,
    "fleiss": measures.fleiss,
    "gwet_nominal": measures.gwet_nominal,
}
ORDINAL = {
    "alpha_ordinal": measures.alpha_ordinal,
    "gwet_ordinal": measures.gwet_ordinal,
    "gwet_quadratic": measures.gwet_quadratic,
}


def agreement(selection: Selection, viewer: User) -> Agreement:
    """Everything, in a constant number of queries; from the last time where nothing changed since."""
    asked = f"{selection.query()} {get_language()}"
    found = remembered("agreement", selection.project, viewer, asked, lambda: _computed(selection, viewer))
    return replace(found, selection=selection)


def _computed(selection: Selection, viewer: User) -> Agreement:
    categories = verdicts.categories(selection)
    rows = verdicts.columns(selection, viewer, categories)
    kept = _kept(rows)
    counts = _counts(rows, kept, len(categories))
    values = np.array([one.value or 0 for one in categories], dtype=np.float64)
    table = _table(counts, values)
    scale = [place for place, one in enumerate(categories) if one.value is not None]
    articles = _article_of_claims(rows, kept)
    return Agreement(
        selection=selection,
        categories=categories,
        figures=_figures(table, rows, kept, scale),
        by_category=_by_category(table, categories, counts),
        pairs=_pairs(rows, kept, len(categories)),
        matrix=_matrix(counts),
        excluded=_excluded(selection, rows, kept, scale),
        claims=len(counts),
        agreeing=int(((counts > 0).sum(axis=1) == 1).sum()),
        raters=[rows.raters[one] for one in np.unique(rows.rater[kept])],
        articles={rows.articles[at]: int((articles == at).sum()) for at in np.unique(articles)},
        _tables={rows.articles[at]: _table(counts[articles == at], values) for at in np.unique(articles)},
    )


def _kept(rows: Columns) -> NDArray[np.bool_]:
    """Which verdicts go into the figures: those that count, on claims with two of them."""
    usable = _usable(rows)
    number = np.bincount(rows.claim[usable], minlength=_size(rows.claim))
    return usable & (number[rows.claim] >= 2) if len(rows.claim) else usable


def _usable(rows: Columns) -> NDArray[np.bool_]:
    return ~rows.old & ~rows.other & (rows.category >= 0)


def _size(places: Ints) -> int:
    return int(places.max()) + 1 if len(places) else 0


def _counts(rows: Columns, kept: NDArray[np.bool_], categories: int) -> Ints:
    """How many chose each category; claims by categories, in the order of the claims."""
    _, claim = np.unique(rows.claim[kept], return_inverse=True)
    flat = np.bincount(claim * categories + rows.category[kept], minlength=_size(claim) * categories)
    return flat.reshape(_size(claim), categories) if categories else np.zeros((0, 0), dtype=np.int64)


def _table(counts: Ints, values: NDArray[np.float64]) -> Counts:
    """Claims that were judged alike become one row."""
    if not len(counts):
        return Counts(counts.astype(np.float64), np.zeros(0, dtype=np.int64), values)
    base = int(counts.max()) + 1
    if base ** counts.shape[1] >= 2**62:
        alike, times = np.unique(counts, axis=0, return_counts=True)
        return Counts(alike.astype(np.float64), times, values)
    keys = counts @ (base ** np.arange(counts.shape[1], dtype=np.int64))
    _, first, times = np.unique(keys, return_index=True, return_counts=True)
    return Counts(counts[first].astype(np.float64), times, values)


def _article_of_claims(rows: Columns, kept: NDArray[np.bool_]) -> Ints:
    """The article of each claim in the figures."""
    _, first = np.unique(rows.claim[kept], return_index=True)
    articles: Ints = rows.article[kept][first]
    return articles


def _figures(table: Counts, rows: Columns, kept: NDArray[np.bool_], scale: list[int]) -> list[Figure]:
    found = measures.measured_all(list(NOMINAL.values()), table)
    people = len(np.unique(rows.rater[kept]))
    figures = [Figure(key, one, people) for key, one in zip(NOMINAL, found, strict=True)]
    if len(scale) < 2:
        return figures
    placed = kept & np.isin(rows.category, scale)
    number = np.bincount(rows.claim[placed], minlength=_size(rows.claim))
    paired = placed & (number[rows.claim] >= 2) if len(rows.claim) else placed
    people = len(np.unique(rows.rater[paired]))
    on_scale = measures.only(table, scale)
    twice = on_scale.rows.sum(axis=1) >= 2
    on_scale = Counts(on_scale.rows[twice], on_scale.times[twice], on_scale.values)
    found = measures.measured_all(list(ORDINAL.values()), on_scale)
    return figures + [Figure(key, one, people, ordinal=True) for key, one in zip(ORDINAL, found, strict=True)]


def _by_category(table: Counts, categories: list[Category], counts: Ints) -> list[OfCategory]:
    """Those that were chosen at all."""
    chosen, claims = counts.sum(axis=0), (counts > 0).sum(axis=0)
    used = [place for place in range(len(categories)) if chosen[place]]
    wanted = [make(place) for place in used for make in (measures.specific, measures.of_category)]
    found = measures.measured_all(wanted, table)
    return [
        OfCategory(categories[place], int(chosen[place]), int(claims[place]), *found[2 * at : 2 * at + 2])
        for at, place in enumerate(used)
    ]


def _pairs(rows: Columns, kept: NDArray[np.bool_], categories: int) -> list[Pair]:
    """Every two who judged a claim both, and what each said."""
    claim, rater, says = rows.claim[kept], rows.rater[kept], rows.category[kept]
    most = int(np.bincount(claim).max()) if len(claim) else 0
    found = []
    for apart in range(1, most):
        same = claim[apart:] == claim[:-apart]
        both = [column[where][same] for column in (rater, says) for where in (slice(-apart), slice(apart, None))]
        found.append(np.stack(both, axis=1))
    if not found:
        return []
    cells, times = np.unique(np.concatenate(found), axis=0, return_counts=True)
    pairs: dict[tuple[int, int], list[tuple[int, int, int]]] = {}
    for (one, other, first, second), number in zip(cells.tolist(), times.tolist(), strict=True):
        pairs.setdefault((one, other), []).append((first, second, number))
    return [
        Pair(rows.raters[one], rows.raters[other], measures.cross_table(both, categories))
        for (one, other), both in pairs.items()
    ]


def _matrix(counts: Ints) -> list[list[int]]:
    said = (counts > 0).astype(np.int64)
    matrix = said.T @ said
    np.fill_diagonal(matrix, (counts >= 2).sum(axis=0))
    return [[int(cell) for cell in row] for row in matrix]


def _excluded(selection: Selection, rows: Columns, kept: NDArray[np.bool_], scale: list[int]) -> list[Excluded]:
    open_ones = verdicts.claims(selection).filter(state=ClaimState.OPEN).count()
    fresh = ~rows.old & ~rows.other
    masks = {
        Why.OLD_WORDS: rows.old,
        Why.ANOTHER_WORD: rows.other & ~rows.old,
        Why.OTHER_EDITION: fresh & (rows.category < 0),
        Why.ALONE: _usable(rows) & ~kept,
    }
    if selection.dimension == Dimension.RATING and len(scale) >= 2:
        masks[Why.OFF_SCALE] = kept & ~np.isin(rows.category, scale)
    found = [Excluded(Why.OPEN, open_ones)] if open_ones else []
    return found + [
        Excluded(why, len(np.unique(rows.claim[mask])), int(mask.sum()))
        for why, mask in masks.items()
        if mask.any()
    ]


def cells_of(pair: Pair, categories: int) -> list[list[int]]:
    """On how many claims ``one`` (rows) said this and ``other`` (columns) that."""
    cells = [[0] * categories for _ in range(categories)]
    for row, times in zip(pair.table.rows, pair.table.times, strict=True):
        one, other = np.flatnonzero(row)
        cells[int(one)][int(other) - categories] = int(times)
    return cells
