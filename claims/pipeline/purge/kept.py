"""What projects keep no longer: purged in bounded pieces, by the days that each of them set."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from claims.models import (
    Article,
    Capture,
    Delivery,
    Document,
    Draft,
    Evidence,
    Export,
    FactCheck,
    Hold,
    Import,
    LookupRun,
    Notice,
    Retention,
    Subscription,
    WorkState,
)
from claims.models.keeping import DAYS
from claims.pipeline.purge.articles import purge_article
from claims.pipeline.purge.refused import Refused
from claims.pipeline.purge.rows import take_away
from claims.pipeline.purge.things import purge_thing

ROWS_A_PIECE = 500
ARTICLES_A_PIECE = 5

ENDED = [WorkState.SUCCEEDED, WorkState.FAILED, WorkState.CANCELLED]
Finder = Callable[[Any, datetime], Any]


def due_projects() -> list[Retention]:
    """The rules of projects that set any days, those in the trash aside."""
    any_days = Q(*(Q(**{f"{name}__isnull": False}) for name in DAYS), _connector=Q.OR)
    return list(Retention.objects.filter(any_days, project__deleted_at=None).select_related("project"))


def purge_due(*, rule: Retention) -> dict[str, int]:
    """Delete one piece of what the project keeps no longer; answers how many of each kind went, nothing at the end.

    Nothing of a project that is under a hold as a whole; nothing of an article that is under one.
    """
    if Hold.objects.on(project=rule.project_id).exists():
        return {}
    now = timezone.now()
    gone: dict[str, int] = {}
    if rule.trash_days:
        gone |= _trash(rule, now - timedelta(days=rule.trash_days))
    for name, kinds in _KINDS.items():
        if days := getattr(rule, name):
            for kind, find in kinds.items():
                gone[kind] = _piece(rule, kind, find, now - timedelta(days=days))
    return {kind: count for kind, count in gone.items() if count}


def _trash(rule: Retention, before: datetime) -> dict[str, int]:
    held = Hold.objects.in_force().filter(project=rule.project_id).exclude(article=None).values("article")
    rows: Any = Article.objects.filter(project=rule.project_id, deleted_at__lt=before).exclude(pk__in=held)
    gone = {
        "article": sum(_gone(purge_article, article=row) for row in rows.order_by("deleted_at")[:ARTICLES_A_PIECE])
    }
    needed = Evidence.objects.filter(document=OuterRef("pk"))
    documents = Document.objects.filter(~Exists(needed), kind="library").defer("text")
    for kind, there in (("document", documents), ("fact_check", FactCheck.objects.all()), ("feed", _FEEDS.all())):
        some = there.filter(project=rule.project_id, deleted_at__lt=before).order_by("deleted_at")[:100]
        gone[kind] = sum(_gone(purge_thing, thing=row) for row in some)
    return gone


def _gone(purge: Any, **what: Any) -> int:
    try:
        return int(bool(purge(**what, by=None, why="days")))
    except Refused:  # a hold was placed, or somebody restored it, a moment ago
        return 0


def _piece(rule: Retention, kind: str, find: Finder, before: datetime) -> int:
    """One piece of what nothing else hangs on, on record with how many."""
    with transaction.atomic():
        rows = find(rule.project_id, before)
        ids = set(rows.order_by("pk").values_list("pk", flat=True)[:ROWS_A_PIECE])
        if ids:
            gone = take_away({rows.model: ids})
            gone.record("kept.purged", rule.project, project_id=rule.project_id, by=None, kind=kind)
    return len(ids)


def _free(path: str) -> Q:
    """Rows whose article is under no hold."""
    return ~Q(**{f"{path}__in": Hold.objects.in_force().exclude(article=None).values("article")})


def _answers(project: Any, before: datetime) -> Any:
    """Earlier runs of look-ups: the last stays, for the next to be compared with."""
    path = "lookup__claim__revision__article"
    newer = LookupRun.objects.filter(lookup=OuterRef("lookup"), number__gt=OuterRef("number"))
    rows = LookupRun.objects.filter(Exists(newer), _free(path), retrieved_at__lt=before)
    return rows.filter(**{f"{path}__project": project})


def _copies(project: Any, before: datetime) -> Any:
    """Archived copies of documents that no claim has as evidence."""
    needed = Evidence.objects.filter(document=OuterRef("document"))
    rows = Capture.objects.filter(~Exists(needed), state__in=ENDED, finished_at__lt=before)
    return rows.filter(document__project=project)


def _ended(model: Any) -> Finder:
    return lambda project, before: model.objects.filter(project=project, state__in=ENDED, finished_at__lt=before)


def _drafts(project: Any, before: datetime) -> Any:
    path = "claim__revision__article"
    return Draft.objects.filter(_free(path), saved_at__lt=before, **{f"{path}__project": project})


def _notices(project: Any, before: datetime) -> Any:
    return Notice.objects.filter(project=project, read_at__lt=before)


def _deliveries(project: Any, before: datetime) -> Any:
    return Delivery.objects.filter(webhook__project=project, state__in=ENDED, finished_at__lt=before)


_FEEDS = Subscription.objects
_KINDS: dict[str, dict[str, Finder]] = {
    "answer_days": {"answer": _answers},
    "copy_days": {"copy": _copies},
    "file_days": {"export": _ended(Export), "import": _ended(Import)},
    "draft_days": {"draft": _drafts},
    "notice_days": {"notice": _notices},
    "delivery_days": {"delivery": _deliveries},
}
"""What goes by which days, beside the trash."""
