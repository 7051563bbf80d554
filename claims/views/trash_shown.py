"""What lies in the trash of a project: each kind of thing, who put it there, when, and how long it stays."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from claims.models import Act, Article, Document, Event, FactCheck, Project, Role, Source, Subscription, allows
from claims.models.document import DocumentKind

SHOWN = 100
"""Of each kind so many at most stand on the page, what went in last first."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of thing in the trash: its name on pages, who may restore it, and how its rows are read."""

    label: str | Promise
    act: Act
    rows: Callable[[list[Project]], Any]
    named: Callable[[Any], str]


@dataclass(slots=True)
class Thrown:
    """One thing in the trash."""

    kind: str
    label: str | Promise
    row: Any
    name: str
    may_restore: bool
    who: str = ""
    until: datetime | None = None


def _of(model: Any, *unread: str) -> Callable[[list[Project]], Any]:
    return lambda projects: model.objects.filter(project__in=projects).defer(*unread)


KINDS: dict[str, Kind] = {
    "article": Kind(_("Article"), Act.TRASH, _of(Article), lambda row: row.title),
    "document": Kind(
        _("Document"),
        Act.WEIGH,
        lambda projects: _of(Document, "text")(projects).filter(kind=DocumentKind.LIBRARY),
        lambda row: row.title,
    ),
    "fact_check": Kind(
        _("Fact-check"), Act.WEIGH, _of(FactCheck, "raw", "search", "embedding"), lambda row: row.claim_reviewed
    ),
    "source": Kind(_("Source"), Act.TRASH, _of(Source, "search"), lambda row: row.name),
    "subscription": Kind(_("Feed"), Act.INGEST, _of(Subscription), lambda row: row.url),
}


def thrown(project: Project, role: Role | None, days: int | None) -> list[Thrown]:
    """All that lies there, what went in last first. A query a kind, and one for who did it."""
    found = [
        Thrown(kind, words.label, row, words.named(row), allows(role, words.act))
        for kind, words in KINDS.items()
        for row in words.rows([project]).exclude(deleted_at=None).order_by("-deleted_at")[:SHOWN]
    ]
    verbs = [f"{kind}.trashed" for kind in KINDS]
    told = Event.objects.filter(target_id__in=[one.row.pk for one in found], verb__in=verbs)
    who = {event.target_id: event.who for event in told.with_names().order_by("created_at", "id")}
    for one in found:
        one.who = who.get(one.row.pk) or ""
        one.until = one.row.deleted_at + timedelta(days=days) if days and one.kind != "source" else None
    return sorted(found, key=lambda one: one.row.deleted_at, reverse=True)
