"""Feeds that are read again and again."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from claims.models import Collection, CollectionKind, Event, Project, Subscription
from claims.pipeline.collect.opening import Refused, check_address, open_collection

if TYPE_CHECKING:
    from claims.models import User

FEEDS = (CollectionKind.DOCUMENTS_FEED, CollectionKind.FACT_CHECKS_FEED)
LEAST_MINUTES = 5
MOST_MINUTES = 60 * 24 * 31


@transaction.atomic
def subscribe(*, project: Project, by: User, kind: str, url: str, every: int = 60) -> Subscription:
    """Read a feed every so many minutes from now on; again for the same feed changes how often. Raises Refused."""
    if kind not in FEEDS:
        raise Refused(_("Only feeds are read again and again."))
    if not LEAST_MINUTES <= every <= MOST_MINUTES:
        raise Refused(_("A feed is read every 5 minutes at most, and once a month at least."))
    check_address(url)
    row, _created = Subscription.objects.update_or_create(
        project=project, kind=kind, url=url, defaults={"every": every, "active": True, "deleted_at": None},
        create_defaults={"every": every, "created_by": by},
    )  # fmt: skip
    _record("subscription.made", row, by, url=url, every=every)
    return row


@transaction.atomic
def set_active(*, subscription: Subscription, by: User, active: bool) -> Subscription:
    """Pause the reading, or take it up again."""
    subscription.active = active
    subscription.save(update_fields=["active"])
    _record("subscription.resumed" if active else "subscription.paused", subscription, by)
    return subscription


@transaction.atomic
def unsubscribe(*, subscription: Subscription, by: User) -> None:
    """Read the feed no more; what it brought stays. It lies in the trash, and subscribing again takes it out."""
    if subscription.deleted_at is None:
        subscription.deleted_at = timezone.now()
        subscription.save(update_fields=["deleted_at"])
        _record("subscription.trashed", subscription, by, url=subscription.url)


@transaction.atomic
def resubscribe(*, subscription: Subscription, by: User) -> Subscription:
    """Take the feed out of the trash and read it again, as often as before."""
    subscription.deleted_at = None
    subscription.save(update_fields=["deleted_at"])
    _record("subscription.restored", subscription, by, url=subscription.url)
    return subscription


@transaction.atomic
def read_now(*, subscription: Subscription, by: User | None) -> Collection:
    """Queue a reading of the feed; where one has not ended, that one."""
    row = Subscription.objects.select_for_update().get(pk=subscription.pk)
    mine = Collection.objects.filter(project_id=row.project_id, kind=row.kind, url=row.url)
    waiting: Collection | None = mine.unfinished().first()
    Subscription.objects.filter(pk=row.pk).update(read_at=timezone.now())
    return waiting or open_collection(project=row.project, by=by or row.created_by, kind=row.kind, url=row.url)


def open_due() -> list[Any]:
    """Queue a reading of every feed whose time has come; answers the ids of the collections."""
    now = timezone.now()
    due = Q(read_at=None) | Q(read_at__lt=now - F("every") * timedelta(minutes=1))
    rows = Subscription.objects.kept().filter(due, active=True, project__deleted_at=None)
    rows = rows.select_related("project", "created_by")[:200]
    return [read_now(subscription=row, by=None).pk for row in rows]


def _record(verb: str, row: Subscription, by: User, **told: Any) -> None:
    Event.objects.record(verb, row, project_id=row.project_id, by=by, **told)
