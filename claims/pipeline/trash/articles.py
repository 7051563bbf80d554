"""Articles: its texts, its claims and all that stands on them go out of sight with it, and come back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from claims.models import Article, Event, Lookup, Split, Work

if TYPE_CHECKING:
    from claims.models import User

Begun = dict[type[Work], list[Any]]
"""Ids of work to hand to workers, by kind."""

_WORK: tuple[tuple[type[Work], str], ...] = ((Split, "revision__article"), (Lookup, "claim__revision__article"))


@transaction.atomic
def trash_article(*, article: Article, by: User) -> Article:
    """Put an article into the trash; its split and look-ups that have not ended are cancelled. Twice is once."""
    row = _locked(article)
    if row.deleted_at:
        return row
    row.deleted_at = timezone.now()
    row.save(update_fields=["deleted_at"])
    rows: Any = [kind._default_manager.filter(**{path: row}) for kind, path in _WORK]
    cancelled = sum(one.put_away(row.deleted_at) for one in rows)
    Event.objects.record("article.trashed", row, project_id=row.project_id, by=by, cancelled=cancelled)
    return row


@transaction.atomic
def restore_article(*, article: Article, by: User) -> Begun:
    """Bring an article back with all that hangs on it; answers the work that goes on. Twice is once."""
    row = _locked(article)
    if row.deleted_at is None:
        return {}
    begun: Begun = {}
    for kind, path in _WORK:
        rows: Any = kind._default_manager.filter(**{path: row})
        begun[kind] = rows.take_up(row.deleted_at)
    row.deleted_at = None
    row.save(update_fields=["deleted_at"])
    Event.objects.record("article.restored", row, project_id=row.project_id, by=by)
    return begun


def _locked(article: Article) -> Article:
    return Article.objects.select_for_update(no_key=True).get(pk=article.pk)
