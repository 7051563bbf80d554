"""What the jobs page says of each kind of work: what it is, of what, and where to see it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from claims.formats.labels import LABELLED
from claims.models import (
    Act,
    Article,
    Capture,
    Collection,
    Delivery,
    Export,
    Import,
    Intake,
    Lookup,
    NamesakeSearch,
    Project,
    Role,
    Split,
    WaybackSave,
    Work,
    WorkState,
    allows,
)
from claims.pipeline import bring_in, look_up


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose work is shown and steered: a project's, or that for one of its articles."""

    project: Project
    article: Article | None = None
    role: Role | None = None

    @property
    def kinds(self) -> list[Kind]:
        """The kinds of work that can be in it and that the role may know of."""
        seen = [kind for kind in KINDS.values() if not kind.private or allows(self.role, kind.act)]
        return [kind for kind in seen if kind.article or not self.article]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of work. ``related`` is what its rows are read with, ``unread`` the columns left out.

    ``told`` gives the words for what it is, what it is about, and the address of its page. ``trashed``
    leads to when what it is about went into the trash, with which the work goes out of sight. ``article`` leads
    to the article it is for. ``leads_on``: whoever begins it again has something to do on that page next.
    ``private``: only who may act on it may know of it; a message tells that somebody judged. ``waits`` gives, for a
    row that waits for a person, the words for their next step and its address; "" for any other.
    """

    model: type[Work]
    act: Act
    related: tuple[str, ...]
    unread: tuple[str, ...]
    told: Callable[[Any], tuple[str, str, str]]
    trashed: str = ""
    article: str = ""
    leads_on: bool = False
    private: bool = False
    waits: Callable[[Any], tuple[str, str]] | None = None

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


def _delivery(row: Delivery) -> tuple[str, str, str]:
    host = urlsplit(row.webhook.url).hostname or ""
    return _("Webhook: %(what)s") % {"what": row.kind}, host, reverse("claims:webhook-page", args=[row.webhook_id])


def _export(row: Export) -> tuple[str, str, str]:
    return _("Export"), row.format, reverse("claims:export-detail", args=[row.pk])


def _import(row: Import) -> tuple[str, str, str]:
    what = _("Dry run of an import") if row.dry_run else _("Import")
    return what, str(row), reverse("claims:import-detail", args=[row.pk])


def meanings_page(row: Import) -> str:
    """Where somebody says what the words of a file mean."""
    page = "import-labels" if row.format in LABELLED else "import-columns"
    return reverse(f"claims:{page}", args=[row.pk])


def _meanings(row: Import) -> tuple[str, str]:
    if not bring_in.waits_for_meanings(row=row):
        return "", ""
    words = _("Say what the labels mean") if row.format in LABELLED else _("Say what the columns mean")
    return words, meanings_page(row)


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
        Kind(Export, Act.EXPORT, (), ("counts",), _export),
        Kind(
            Import,
            Act.IMPORT,
            (),
            ("report", "rows", "options"),
            _import,
            leads_on=True,
            private=True,
            waits=_meanings,
        ),
        Kind(Delivery, Act.MANAGE, ("webhook",), ("payload", "response"), _delivery, private=True),
    )
}
"""By the name that stands in addresses and events."""


def kind_of(row: Work) -> tuple[str, Kind]:
    """The name and kind of a row."""
    name = row._meta.model_name or ""
    return name, KINDS[name]
