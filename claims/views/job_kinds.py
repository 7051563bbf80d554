"""What the jobs page says of each kind of work: what it is, of what, and where to see it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from claims.models import (
    Act,
    Article,
    Capture,
    Collection,
    Intake,
    Lookup,
    NamesakeSearch,
    Project,
    Split,
    WaybackSave,
    Work,
    WorkState,
)
from claims.pipeline import look_up


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose work is shown and steered: a project's, or that for one of its articles."""

    project: Project
    article: Article | None = None

    @property
    def kinds(self) -> list[Kind]:
        """The kinds of work that can be in it."""
        return [kind for kind in KINDS.values() if kind.article or not self.article]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of work. ``related`` is what its rows are read with, ``unread`` the columns left out.

    ``told`` gives the words for what it is, what it is about, and the address of its page. ``trashed``
    leads to when what it is about went into the trash, with which the work goes out of sight. ``article`` leads
    to the article it is for. ``leads_on``: whoever begins it again has something to do on that page next.
    """

    model: type[Work]
    act: Act
    related: tuple[str, ...]
    unread: tuple[str, ...]
    told: Callable[[Any], tuple[str, str, str]]
    trashed: str = ""
    article: str = ""
    leads_on: bool = False

    def rows(self, scope: Scope, state: str) -> Any:
        """The rows in reach: unfinished, failed or all."""
        rows = self._of(scope).select_related(*self.related).defer(*self.unread)
        if state == "all":
            return rows
        return rows.unfinished() if state == "unfinished" else rows.filter(state=WorkState.FAILED)

    def counts(self, scope: Scope) -> dict[str, int]:
        """How many of those in reach are unfinished, failed, and there at all."""
        unfinished = Q(state__in=[WorkState.QUEUED, WorkState.RUNNING])
        counts: dict[str, int] = self._of(scope).aggregate(
            unfinished=Count("pk", filter=unfinished),
            failed=Count("pk", filter=Q(state=WorkState.FAILED)),
            all=Count("pk"),
        )
        return counts

    def _of(self, scope: Scope) -> Any:
        rows: Any = self.model._default_manager
        asked: dict[str, Any] = {self.trashed: None} if self.trashed else {}
        if scope.article:
            asked[self.article] = scope.article
        return rows.of_project(scope.project).filter(**asked)


def _split(row: Split) -> tuple[str, str, str]:
    article = row.revision.article
    return _("Split"), article.title, article.get_absolute_url()


def _intake(row: Intake) -> tuple[str, str, str]:
    return _("Reading"), str(row), reverse("claims:intake-detail", args=[row.pk])


def _lookup(row: Lookup) -> tuple[str, str, str]:
    name = look_up.provider_names().get(row.provider, row.provider)
    what = _("Look-up: %(provider)s") % {"provider": name}
    return what, row.claim.text[:120], row.claim.get_absolute_url()


def _collection(row: Collection) -> tuple[str, str, str]:
    return row.get_kind_display(), str(row), reverse("claims:collection-detail", args=[row.pk])


def _capture(row: Capture) -> tuple[str, str, str]:
    return _("Archived copy"), row.url, reverse("claims:document-detail", args=[row.document_id])


def _wayback(row: WaybackSave) -> tuple[str, str, str]:
    return _("Wayback copy"), row.url, reverse("claims:document-detail", args=[row.document_id])


def _namesakes(row: NamesakeSearch) -> tuple[str, str, str]:
    return _("Wikidata entries"), row.query, reverse("claims:source-detail", args=[row.source_id])


KINDS: dict[str, Kind] = {
    kind.model._meta.model_name or "": kind
    for kind in (
        Kind(
            Split,
            Act.INGEST,
            ("revision__article",),
            ("revision__text",),
            _split,
            "revision__article__deleted_at",
            "revision__article",
        ),
        Kind(Intake, Act.INGEST, (), ("text",), _intake, leads_on=True),
        Kind(
            Lookup,
            Act.LOOK_UP,
            ("claim__revision__article",),
            ("claim__revision__text",),
            _lookup,
            "claim__revision__article__deleted_at",
            "claim__revision__article",
        ),
        Kind(Collection, Act.INGEST, (), ("refused",), _collection),
        Kind(Capture, Act.WEIGH, (), ("text",), _capture, "document__deleted_at"),
        Kind(WaybackSave, Act.WEIGH, (), (), _wayback, "document__deleted_at"),
        Kind(NamesakeSearch, Act.SOURCE, (), (), _namesakes),
    )
}
"""By the name that stands in addresses and events."""


def kind_of(row: Work) -> tuple[str, Kind]:
    """The name and kind of a row."""
    name = row._meta.model_name or ""
    return name, KINDS[name]
