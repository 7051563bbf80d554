"""Background work of a project, or that for one of its articles: all kinds of it as one list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any, Self
from urllib.parse import urlsplit

from django.db.models import Count, Q

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

SHOWN = ("unfinished", "failed", "all")
"""What a list can be narrowed to."""


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

    @property
    def in_reach(self) -> list[Kind]:
        """Of these, those that the role may steer."""
        return [kind for kind in self.kinds if allows(self.role, kind.act)]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of work. ``related`` is what its rows are read with, ``unread`` the columns left out.

    ``about`` says of a row in words what it is about. ``trashed`` leads to when what it is about went into the
    trash, with which the work goes out of sight. ``article`` leads to the article it is for.
    ``private``: only who may act on it may know of it; a message tells that somebody judged.
    """

    model: type[Work]
    act: Act
    about: Callable[[Any], str]
    related: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    trashed: str = ""
    article: str = ""
    private: bool = False

    @property
    def name(self) -> str:
        """As it stands in addresses and events."""
        return self.model._meta.model_name or ""

    def article_of(self, row: Any) -> Any:
        """The id of the article that a row is for; None for what is for none."""
        return reduce(getattr, f"{self.article}_id".split("__"), row) if self.article else None

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


KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind(
            Split,
            Act.INGEST,
            lambda row: row.revision.article.title,
            ("revision__article",),
            ("revision__text",),
            trashed="revision__article__deleted_at",
            article="revision__article",
        ),
        Kind(Intake, Act.INGEST, str, unread=("text",)),
        Kind(
            Lookup,
            Act.LOOK_UP,
            lambda row: row.claim.text[:120],
            ("claim__revision__article",),
            ("claim__revision__text",),
            trashed="claim__revision__article__deleted_at",
            article="claim__revision__article",
        ),
        Kind(Collection, Act.INGEST, str, unread=("refused",)),
        Kind(Capture, Act.WEIGH, lambda row: row.url, unread=("text",), trashed="document__deleted_at"),
        Kind(WaybackSave, Act.WEIGH, lambda row: row.url, trashed="document__deleted_at"),
        Kind(NamesakeSearch, Act.SOURCE, lambda row: row.query),
        Kind(Export, Act.EXPORT, lambda row: row.format, unread=("counts",)),
        Kind(Import, Act.IMPORT, str, unread=("report", "rows", "options"), private=True),
        Kind(
            Delivery,
            Act.MANAGE,
            lambda row: urlsplit(row.webhook.url).hostname or "",
            ("webhook",),
            ("payload", "response"),
            private=True,
        ),
    )
}
"""By the name that stands in addresses and events."""

NAMES = list(KINDS)


def kind_of(row: Work) -> Kind:
    """The kind of a row."""
    return KINDS[row._meta.model_name or ""]


def count(scope: Scope) -> Counter[str]:
    """How many jobs there are by what a list can be narrowed to; a query a kind."""
    counts: Counter[str] = Counter()
    for kind in scope.kinds:
        counts.update(kind.counts(scope))
    return counts


class Jobs(Sequence[Any]):
    """Several kinds of work as one list, newest first, of which a part is read.

    What cuts lists into pages finds here what it asks of a QuerySet: ``filter``, ``order_by`` and slices.
    """

    def __init__(self, rows: Iterable[Any], *, length: int = 0, newest_first: bool = True) -> None:
        self._rows = list(rows)
        self._length = length
        self._newest_first = newest_first

    @classmethod
    def of(cls, scope: Scope, state: str, *, length: int = 0) -> Self:
        """All in reach that are unfinished, failed, or there at all."""
        return cls((kind.rows(scope, state) for kind in scope.kinds), length=length)

    def filter(self, *args: Any, **kwargs: Any) -> Jobs:
        """Those that fit."""
        rows = (each.filter(*args, **kwargs) for each in self._rows)
        return Jobs(rows, length=self._length, newest_first=self._newest_first)

    def order_by(self, first: str, *_others: str) -> Jobs:
        """By the time they were queued, the newest first where it begins with a minus."""
        return Jobs(self._rows, length=self._length, newest_first=first.startswith("-"))

    def __len__(self) -> int:
        return self._length

    def __getitem__(self, part: Any) -> Any:
        order = ("-queued_at", "-id") if self._newest_first else ("queued_at", "id")
        found: list[Work] = [row for rows in self._rows for row in rows.order_by(*order)[: part.stop]]
        found.sort(key=lambda row: (row.queued_at, row.pk), reverse=self._newest_first)
        return found[part]
