"""The addresses of asking experts, and a link that they name."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from claims.models import Act, ExpertLink, ExpertQuestion
from claims.pipeline.expert import hash_of

if TYPE_CHECKING:
    from claims.models import Claim
    from tests.conftest import Cast

GET, POST = "get", "post"
TOKEN = "a-token-that-a-test-knows"
ADDRESSES: list[tuple[Any, ...]] = [
    ("expert-list", GET, Act.ASK_OUTSIDE),
    ("expert-new", GET, Act.ASK_OUTSIDE),
    ("expert-new", POST, Act.ASK_OUTSIDE, "", 422),
    ("expert-change", POST, Act.ASK_OUTSIDE, "expert_link", 302),
    ("expert-page", GET, None, "", 404, {}, False, ("unknown-token",)),
    ("expert-page", POST, None, "", 404, {}, False, ("unknown-token",)),
]
"""The last needs no account; to everybody without its token there is no such page."""


def expert_rows(cast: Cast, claim: Claim) -> dict[str, Any]:
    """A link that asks about the claim."""
    link = ExpertLink.objects.create(
        project=cast.project,
        by=cast.editor,
        expert="An economist",
        token_sha256=hash_of(token=TOKEN),
        expires_at=timezone.now() + timedelta(days=7),
    )
    ExpertQuestion.objects.create(link=link, claim=claim, wording=claim.text)
    return {"expert_link": link}
