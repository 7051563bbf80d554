"""One row of everything that goes out, comes in or tells others."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING
from uuid import uuid4

from claims.models import (
    Delivery,
    Export,
    Hold,
    HookEvent,
    IdempotencyKey,
    Import,
    Invitation,
    Mapping,
    Retention,
    Scope,
    Token,
    Webhook,
)
from claims.pipeline import chain

if TYPE_CHECKING:
    from tests.conftest import Cast

LONG_FROM_NOW = datetime(2199, 1, 1, tzinfo=UTC)


def fill_travelling(cast: Cast) -> None:
    """A file asked for, one brought in, a mapping, a token with an answered write, a webhook with a message."""
    project, by = cast.project, cast.owner
    Export.objects.create(project=project, format="jsonl", asked_by=by)
    Import.objects.create(project=project, format="csv", filename="claims.csv", asked_by=by)
    columns = {"columns": ["what", "who"]}
    Mapping.objects.get_or_create(project=project, **columns, defaults={"meanings": {"what": "claim"}})
    Token.objects.make(user=by, name="Newsroom", scopes=[Scope.READ], expires_at=LONG_FROM_NOW, project=project)
    Invitation.objects.create(
        project=project, role="viewer", by=by, sha256=uuid4().hex * 2, expires_at=LONG_FROM_NOW
    )
    IdempotencyKey.objects.create(user=by, key=str(uuid4()), request_sha256="1" * 64)
    hook = Webhook.objects.create(
        project=project, url="https://example.org/hook", events=[HookEvent.CORRECTION], created_by=by
    )
    Delivery.objects.create(webhook=hook, kind=HookEvent.CORRECTION, event=uuid4())
    Retention.objects.get_or_create(project=project, defaults={"trash_days": 30})
    chain.seal_new()
    Hold.objects.create(project=project, reason="A letter.", by=by, lifted_at=LONG_FROM_NOW, lifted_by=by)
