"""The addresses of webhooks, and the rows that they name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import uuid4

from claims.models import Act, Delivery, HookEvent, Webhook

if TYPE_CHECKING:
    from tests.conftest import Cast

GET, POST = "get", "post"
ADDRESSES: list[tuple[Any, ...]] = [
    ("webhook-list", GET, Act.MANAGE),
    ("webhook-make", GET, Act.MANAGE),
    ("webhook-make", POST, Act.MANAGE, "", 422),
    ("webhook-page", GET, Act.MANAGE, "webhook"),
    ("webhook-change", GET, Act.MANAGE, "webhook"),
    ("webhook-change", POST, Act.MANAGE, "webhook", 422),
    ("webhook-act", POST, Act.MANAGE, "webhook", 302, {}, False, ("pause",)),
    ("delivery-resend", POST, Act.MANAGE, "delivery", 302),
]


def webhook_rows(cast: Cast) -> dict[str, Any]:
    """A webhook, and a message to it that failed."""
    hook = Webhook.objects.create(
        project=cast.project, url="https://desk.example/hook", events=HookEvent.values, created_by=cast.owner
    )
    failed = Delivery.objects.create(
        webhook=hook, kind=HookEvent.VERDICT, event=uuid4(), state="failed", error="The receiver answered 500."
    )
    return {"webhook": hook, "delivery": failed}
