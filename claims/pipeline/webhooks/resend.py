"""Send messages again, and a message that says only that messages arrive."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from claims.models import Delivery, Event, Webhook
from claims.models.identity import new_id
from claims.pipeline.webhooks.change import Refused

if TYPE_CHECKING:
    from claims.models import User

TEST = "webhook.test"
RESENT_AT_ONCE = 1000


@transaction.atomic
def resend(*, delivery: Delivery, by: User) -> Delivery:
    """Send a message that has ended, or waits for another try, now: the same message with the same id.

    Raises Refused where its webhook is paused or gone, or it is on its way.
    """
    _willing(delivery.webhook)
    rows = Delivery.objects.filter(pk=delivery.pk)
    begun = rows.begin_anew(status=None, response="", took_ms=None)
    if not begun and not rows.filter(state="queued").update(due_at=None):
        raise Refused(_("This message is on its way right now."))
    Event.objects.record("delivery.resent", delivery, project_id=delivery.webhook.project_id, by=by)
    row: Delivery = rows.select_related("webhook").get()
    return row


@transaction.atomic
def resend_failed(*, webhook: Webhook, by: User, since: datetime | None = None) -> list[Any]:
    """Send whatever failed (since then) once more, the oldest first; answers the ids. Raises Refused."""
    _willing(webhook)
    rows = Delivery.objects.filter(webhook=webhook).failed()
    rows = rows.filter(queued_at__gte=since) if since else rows
    ids = list(rows.order_by("queued_at", "id").values_list("pk", flat=True)[:RESENT_AT_ONCE])
    if ids:
        Delivery.objects.filter(pk__in=ids).begin_anew(status=None, response="", took_ms=None)
        Event.objects.record("webhook.resent", webhook, project_id=webhook.project_id, by=by, messages=len(ids))
    return ids


@transaction.atomic
def send_test(*, webhook: Webhook, by: User) -> Delivery:
    """Queue a message of the type ``webhook.test``, also where the webhook is told of other things."""
    _willing(webhook)
    event = new_id()
    payload = {
        "type": TEST,
        "timestamp": timezone.now().strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        "data": {"event": str(event), "project": webhook.project.slug},
    }
    row: Delivery = Delivery.objects.create(webhook=webhook, kind=webhook.events[0], event=event, payload=payload)
    Event.objects.record("webhook.tested", webhook, project_id=webhook.project_id, by=by)
    return row


def _willing(webhook: Webhook) -> None:
    if webhook.removed_at:
        raise Refused(_("This webhook was removed meanwhile."))
    if webhook.paused_at:
        raise Refused(_("This webhook is paused: resume it first."))
