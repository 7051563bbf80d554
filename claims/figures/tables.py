"""All figures of a selection as rows of one table, for files and programs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from claims.figures.agreement import Agreement
from claims.measures.agreement import Measured
from claims.models import Article, User

NAMES = (
    "kind", "of", "with", "measure", "value", "low", "high", "claims", "verdicts", "people", "undefined",
    "project", "dimension", "which", "edition", "article", "from", "to",
)  # fmt: skip
"""Columns, in this order for good; new ones come at the end."""


def people_of(found: Agreement) -> dict[int, str]:
    """The names of all who are in the figures."""
    return {person.pk: person.label for person in User.objects.filter(pk__in=found.raters)}


def titles_of(ids: list[UUID]) -> dict[UUID, str]:
    """The titles of articles."""
    return dict(Article.objects.filter(pk__in=ids).values_list("pk", "title"))


def rows(found: Agreement) -> Iterator[dict[str, Any]]:
    """One a figure: the whole, each category, each two people, each article, and what was left out."""
    selection = found.selection
    same = {
        "project": selection.project.slug,
        "dimension": selection.dimension.value,
        "which": selection.which.value,
        "edition": selection.edition.number if selection.edition else None,
        "article": str(selection.article.pk) if selection.article else None,
        "from": selection.since and selection.since.isoformat(),
        "to": selection.until and selection.until.isoformat(),
    }
    for row in _all(found):
        yield row | same


def _all(found: Agreement) -> Iterator[dict[str, Any]]:
    for figure in found.figures:
        yield {"kind": "all", "measure": figure.key, "people": figure.raters} | _measured(figure.measured)
    yield from _parts(found)
    names = people_of(found)
    for pair in found.pairs:
        about = {"kind": "pair", "of": names[pair.one], "with": names[pair.other], "people": 2}
        for name, measured in zip(("observed", "cohen"), pair.figures(), strict=True):
            yield about | {"measure": name} | _measured(measured) | {"verdicts": 2 * measured.units}
    for left in found.excluded:
        yield {"kind": "excluded", "of": left.why.value, "claims": left.claims, "verdicts": left.verdicts}


def _parts(found: Agreement) -> Iterator[dict[str, Any]]:
    """By category and by article."""
    for one in found.by_category:
        about = {"kind": "category", "of": one.category.key}
        for name, measured in (("specific", one.specific), ("fleiss", one.kappa)):
            yield about | {"measure": name} | _measured(measured) | {"claims": one.claims, "verdicts": one.chosen}
    for row in found.of_articles(list(found.articles)):
        figures = {"observed": row.observed, "alpha_nominal": row.alpha, "gwet_nominal": row.gwet}
        for name, measured in figures.items():
            yield {"kind": "article", "of": str(row.article), "measure": name} | _measured(measured)


def _measured(told: Measured) -> dict[str, Any]:
    return {
        "value": told.value,
        "low": told.interval.low if told.interval else None,
        "high": told.interval.high if told.interval else None,
        "claims": told.units,
        "verdicts": told.ratings,
        "undefined": told.why.value if told.why else None,
    }
