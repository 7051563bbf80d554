"""The addresses of the queue, and a seat that they name."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from claims.models import Act, Claim, Seat

if TYPE_CHECKING:
    from tests.conftest import Cast

GET, POST = "get", "post"
ADDRESSES: list[tuple[Any, ...]] = [
    ("queue-list", GET, Act.JUDGE),
    ("queue-next", POST, Act.JUDGE, "", 302),
    ("queue-assign", POST, Act.ASSIGN, "", 422),
    ("queue-undo", POST, Act.ASSIGN, "", 302),
    ("seat-release", POST, Act.ASSIGN, "seat", 302),
]


def queue_rows(cast: Cast, claim: Claim) -> dict[str, Any]:
    """A seat of somebody else: one's own is anybody's to give back."""
    until = timezone.now() + timedelta(hours=1)
    return {"seat": Seat.objects.create(claim=claim, holder=cast.second_reviewer, expires_at=until)}
