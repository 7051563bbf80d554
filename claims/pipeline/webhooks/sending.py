"""Deliver messages: which are due, one attempt at one of them, and what becomes of it.

The database makes the rows with the events that they tell of, so nothing hands them to a worker: the clock asks
every few seconds for what is ``due``. A worker that is killed leaves its row running; it is ``lost`` after a while
and sent again as the same message.
"""

from __future__ import annotations

import json
import random
import time
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from django.conf import settings
from django.db import connection, transaction
from django.db.models import OuterRef, Q, Subquery, Window
from django.db.models.functions import Now, RowNumber
from django.utils import timezone
from django.utils.translation import gettext as _

from claims.models import Delivery, Membership, Notice, NoticeKind, Role, Webhook, WorkState
from claims.pipeline.webhooks.change import pause
from claims.pipeline.webhooks.secret import headers_for
from claims.providers.errors import FetchError
from claims.providers.http import Limits, Response, post

WAITS = (5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400)
"""Seconds before each further attempt: ten attempts within some three days."""
MOST_WAIT = 86_400.0
JITTER = 0.2
AT_ONCE = 2
"""Messages under way to one address: a receiver that is dead must not hold up others."""
HANDED_AT_ONCE = 200
KEPT_FOR = timedelta(days=30)
EXCERPT = 1000
GO_ON_FOR = 20.0
"""Seconds after which a worker begins no further message of the same webhook."""
LIMITS = Limits(total=15.0, connect=5.0, read=10.0, max_bytes=8_000)
GONE, TOO_MANY, UNAVAILABLE = 410, 429, 503


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one attempt came to. ``error`` is empty for a success; ``wait`` is what the receiver asked for."""

    status: int | None
    response: str
    took_ms: int
    error: str = ""
    wait: float = 0.0


def due() -> list[Any]:
    """Ids of messages to be sent now, the oldest first, no more to one address than may be under way to it.

    One look at an index of what waits; most of the time nothing does.
    """
    running_first = ["-state", "queued_at", "id"]
    place = Window(RowNumber(), partition_by="webhook", order_by=running_first)
    first = _waiting().annotate(place=place).filter(place__lte=AT_ONCE).order_by("queued_at", "id")
    found = first.values_list("pk", "state")[:HANDED_AT_ONCE]
    return [pk for pk, state in found if state == WorkState.QUEUED]


def _waiting() -> Any:
    """What is queued and due, or running, of webhooks that are neither paused nor gone."""
    rows = Delivery.objects.unfinished().exclude(due_at__gt=Now())
    return rows.filter(webhook__paused_at=None, webhook__removed_at=None)


def lost() -> int:
    """Put back what a worker that was killed left running, whatever the number of its attempts; how many."""
    return Delivery.objects.overdue().filter(state=WorkState.RUNNING).revive()


def prune() -> int:
    """Forget messages older than thirty days; how many."""
    before = timezone.now() - KEPT_FOR
    first = Delivery.objects.filter(webhook=OuterRef("pk")).order_by("queued_at").values("queued_at")[:1]
    hooks = Webhook.objects.annotate(first=Subquery(first)).filter(first__lt=before)
    found = hooks.values_list("pk", flat=True)
    return sum(Delivery.objects.filter(webhook=pk, queued_at__lt=before).delete()[0] for pk in found)


def deliver(*, delivery_id: Any) -> int:
    """Make one attempt at a message, then at the next ones of its webhook while they arrive; how many did.

    Safe to call twice: nothing is done where another worker has the message, it is not due, or as many as may be
    are under way to its address.
    """
    arrived, begun, pk = 0, time.monotonic(), delivery_id
    while pk and (row := _take(pk)):
        if not _once(row):
            break
        arrived += 1
        late = time.monotonic() - begun > GO_ON_FOR
        pk = None if late else _next(row.webhook)
    return arrived


def _next(webhook: Webhook) -> Any:
    rows = _waiting().filter(webhook=webhook, state=WorkState.QUEUED)
    return rows.order_by("queued_at", "id").values_list("pk", flat=True).first()


def _once(row: Delivery) -> bool:
    """One attempt at a row that was taken; True where the receiver took the message."""
    try:
        return _end(row, _attempt(row))
    except Exception as error:
        words = _("Something unforeseen went wrong (%(kind)s). The worker's log has the details.")
        Delivery.objects.postpone(row.pk, words % {"kind": type(error).__name__}, _wait(row.attempts))
        raise


@transaction.atomic
def _take(pk: Any) -> Delivery | None:
    """The row, taken, with its webhook. One at a time for each webhook, so that the count holds."""
    hook = Delivery.objects.filter(pk=pk).values("webhook")
    webhook = Webhook.objects.select_for_update(no_key=True).filter(pk__in=hook).first()
    if webhook is None or webhook.paused_at or webhook.removed_at:
        return None
    if Delivery.objects.filter(webhook=webhook, state=WorkState.RUNNING).count() >= AT_ONCE:
        return None
    if not Delivery.objects.claim(pk):
        return None
    row: Delivery = Delivery.objects.get(pk=pk)
    row.webhook = webhook
    return row


def _attempt(row: Delivery) -> Outcome:
    """Send the message. No connection to the database is held while the receiver thinks."""
    body = json.dumps(row.payload, separators=(",", ":"), ensure_ascii=False).encode()
    signed = headers_for(webhook=row.webhook, message_id=str(row.pk), at=int(time.time()), body=body)
    headers = {"content-type": "application/json", "user-agent": settings.CONTACT, **signed}
    if not connection.in_atomic_block:
        connection.close()
    begun = time.monotonic()
    try:
        answer = post(
            row.webhook.url,
            body,
            headers=headers,
            limits=LIMITS,
            allow_private=frozenset(settings.FETCH_ALLOW_PRIVATE),
        )
    except FetchError as error:
        return Outcome(None, "", _ms(begun), str(error))
    return _judged(answer, row.webhook.url, _ms(begun))


def _judged(answer: Response, url: str, took: int) -> Outcome:
    """The answer as an outcome: 2xx took it, anything else did not."""
    excerpt = _excerpt(answer.body, url)
    if 200 <= answer.status < 300:
        return Outcome(answer.status, excerpt, took)
    if 300 <= answer.status < 400:
        why = _("The receiver redirected (%(status)d), which is not followed: give the address it leads to.")
    elif answer.status == GONE:
        why = _("The receiver answered %(status)d: it is gone for good.")
    else:
        why = _("The receiver answered %(status)d.")
    asked = answer.headers.get("retry-after", "") if answer.status in (TOO_MANY, UNAVAILABLE) else ""
    wait = float(asked) if asked.isascii() and asked.isdigit() and len(asked) < 8 else 0.0
    return Outcome(answer.status, excerpt, took, why % {"status": answer.status}, wait)


def _excerpt(body: bytes, url: str) -> str:
    """The beginning of an answer as text, without what the address holds that others need not see."""
    text = body.decode("utf-8", "replace").replace("\x00", "\ufffd")
    parts = urlsplit(url)
    hidden = [value for _name, value in parse_qsl(parts.query)] + parts.path.split("/")
    for secret in sorted(filter(lambda one: len(one) >= 8, hidden), key=len, reverse=True):
        text = text.replace(secret, "…")
    return text[:EXCERPT]


def _end(row: Delivery, outcome: Outcome) -> bool:
    """Note how it went: taken, to be tried again, or failed for good, which may pause the webhook."""
    seen = {"status": outcome.status, "response": outcome.response, "took_ms": outcome.took_ms}
    if not outcome.error:
        return Delivery.objects.succeed(row.pk, **seen)
    if outcome.status == GONE:
        _give_up(row, outcome, seen)
        _pause(row.webhook, outcome.error)
    elif row.attempts <= len(WAITS):
        wait = min(max(_wait(row.attempts), outcome.wait), MOST_WAIT)
        Delivery.objects.postpone(row.pk, outcome.error, wait, **seen)
    else:
        _give_up(row, outcome, seen)
        _pause_where_silent(row, outcome)
    return False


def _wait(attempts: int) -> float:
    """Seconds until the next attempt, somewhat more at random: not all at once after an outage."""
    return WAITS[min(attempts, len(WAITS)) - 1] * random.uniform(1, 1 + JITTER)  # noqa: S311 - no secret


def _give_up(row: Delivery, outcome: Outcome, seen: dict[str, Any]) -> None:
    Delivery.objects.filter(pk=row.pk).touch(**seen)
    Delivery.objects.fail(row.pk, outcome.error)


def _pause_where_silent(row: Delivery, outcome: Outcome) -> None:
    """Pause a webhook to which nothing came through while a message was tried ten times in three days."""
    since = Q(webhook=row.webhook, state=WorkState.SUCCEEDED, finished_at__gt=row.queued_at)
    if not Delivery.objects.filter(since).exists():
        why = _("Nothing could be delivered since %(day)s. The last attempt said: %(error)s")
        _pause(row.webhook, why % {"day": f"{row.queued_at:%Y-%m-%d %H:%M} UTC", "error": outcome.error})


@transaction.atomic
def _pause(webhook: Webhook, why: str) -> None:
    """Pause it, and let the owners know, once."""
    before = Webhook.objects.filter(pk=webhook.pk, paused_at=None, removed_at=None).exists()
    if not before:
        return
    pause(webhook=webhook, by=None, why=why)
    owners = Membership.objects.filter(project=webhook.project_id, role=Role.OWNER).select_related("user")
    Notice.objects.tell(
        to=[one.user for one in owners],
        kind=NoticeKind.WEBHOOK,
        project=webhook.project,
        webhook=str(webhook.pk),
    )


def _ms(begun: float) -> int:
    return round((time.monotonic() - begun) * 1000)
