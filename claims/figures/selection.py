"""Which verdicts a figure is of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.utils.translation import gettext as _

from claims.models import Article, Project, ScaleVersion


class Dimension(StrEnum):
    """Which of the two questions."""

    RATING = "rating"
    FINDING = "finding"


class Which(StrEnum):
    """Which of a person's verdicts on the claim as it is now."""

    FIRST = "first"
    """Where review is blind it was given before others' could be seen."""
    LATEST = "latest"


@dataclass(frozen=True, slots=True)
class Selection:
    """Verdicts on fully judged claims of one project, or of one of its articles, given from ``since`` to ``until``
    (days, both included). ``edition`` is the edition of the scale whose ratings count; None for a scale that
    has none."""

    project: Project
    dimension: Dimension
    which: Which
    edition: ScaleVersion | None
    article: Article | None = None
    since: date | None = None
    until: date | None = None
    newest: ScaleVersion | None = None
    """The edition that new verdicts are given under."""

    def query(self, **more: Any) -> str:
        """The part of an address that says the same; what is usual is left out."""
        given: dict[str, Any] = {
            "article": self.article.pk if self.article else None,
            "dimension": self.dimension if self.dimension != Dimension.RATING else None,
            "which": self.which if self.which != usual(self.project) else None,
            "edition": self.edition.number if self.edition and self.edition != self.newest else None,
            "from": self.since and self.since.isoformat(),
            "to": self.until and self.until.isoformat(),
            **more,
        }
        return urlencode({name: str(value) for name, value in given.items() if value is not None})


def usual(project: Project) -> Which:
    """In blind review the first verdict is the independent one."""
    return Which.FIRST if project.blind else Which.LATEST


def asked(project: Project, given: Mapping[str, str]) -> tuple[Selection, dict[str, str]]:
    """What an address asks for, and what was wrong with it by field: there the usual takes its place."""
    wrong: dict[str, str] = {}
    newest = project.scale.versions.order_by("-number").first()
    selection = Selection(
        project=project,
        dimension=_one_of(Dimension, "dimension", given, Dimension.RATING, wrong),
        which=_one_of(Which, "which", given, usual(project), wrong),
        edition=_edition(project, given, newest, wrong),
        article=_article(project, given, wrong),
        since=_day("from", given, wrong),
        until=_day("to", given, wrong),
        newest=newest,
    )
    if selection.since and selection.until and selection.since > selection.until:
        wrong["to"] = _("This day is before the first.")
    return selection, wrong


def _one_of(kind: Any, name: str, given: Mapping[str, str], usually: Any, wrong: dict[str, str]) -> Any:
    value = given.get(name, "")
    if value and value not in list(kind):
        wrong[name] = _("One of: %(known)s.") % {"known": ", ".join(kind)}
    return kind(value) if value in list(kind) else usually


def _edition(
    project: Project, given: Mapping[str, str], newest: ScaleVersion | None, wrong: dict[str, str]
) -> ScaleVersion | None:
    value = given.get("edition", "")
    if not value:
        return newest
    found = (
        project.scale.versions.filter(number=int(value)).first() if value.isdecimal() and len(value) < 6 else None
    )
    if found is None:
        wrong["edition"] = _("The scale has no such edition.")
    return found or newest


def _article(project: Project, given: Mapping[str, str], wrong: dict[str, str]) -> Article | None:
    value = given.get("article", "")
    if not value:
        return None
    try:
        found = Article.objects.filter(project=project, deleted_at=None, pk=UUID(value)).first()
    except ValueError:
        found = None
    if found is None:
        wrong["article"] = _("This project has no such article.")
    return found


def _day(name: str, given: Mapping[str, str], wrong: dict[str, str]) -> date | None:
    value = given.get(name, "")
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        wrong[name] = _("A day, such as 2026-11-23.")
        return None
