"""The secret of a webhook, by which a receiver knows that a message is ours, and the signature made with it.

As Standard Webhooks has it: HMAC-SHA256 over ``id.timestamp.body``, in base64 after ``v1,``; several signatures,
with a space between them, where an older secret still counts.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from claims.models import Event, Webhook

if TYPE_CHECKING:
    from claims.models import User

OLD_COUNTS_FOR = timedelta(hours=24)
SALT = "claims.webhooks"


def secret_of(*, webhook: Webhook, number: int | None = None) -> str:
    """The secret as the receiver keeps it, ``whsec_…``; it follows from SECRET_KEY and is stored nowhere."""
    return f"whsec_{base64.b64encode(_key(webhook, number or webhook.secret_number)).decode()}"


@transaction.atomic
def change_secret(*, webhook: Webhook, by: User) -> Webhook:
    """Sign with a new secret from now on, and with the one before as well for a day."""
    row = Webhook.objects.select_for_update(no_key=True).get(pk=webhook.pk)
    row.secret_number += 1
    row.save(update_fields=["secret_number"])
    Event.objects.record("webhook.secret_changed", row, project_id=row.project_id, by=by, number=row.secret_number)
    return row


def headers_for(*, webhook: Webhook, message_id: str, at: int, body: bytes) -> dict[str, str]:
    """The headers that say which message it is, when it is sent (seconds since 1970) and that it is ours."""
    signed = b".".join([message_id.encode(), str(at).encode(), body])
    signatures = [f"v1,{_signature(_key(webhook, number), signed)}" for number in _numbers(webhook)]
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(at),
        "webhook-signature": " ".join(signatures),
    }


def _key(webhook: Webhook, number: int) -> bytes:
    return salted_hmac(SALT, f"{webhook.pk}:{number}", algorithm="sha256").digest()


def _signature(key: bytes, signed: bytes) -> str:
    return base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()


def _numbers(webhook: Webhook) -> list[int]:
    """The newest, and the one before it where it was changed within the day."""
    number = webhook.secret_number
    if number < 2:
        return [number]
    since = timezone.now() - OLD_COUNTS_FOR
    changed = Event.objects.filter(target_id=webhook.pk, verb="webhook.secret_changed", created_at__gt=since)
    return [number, number - 1] if changed.exists() else [number]
