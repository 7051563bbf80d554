"""The addresses of settling, and a vote and a question sent back that they name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from claims.models import Act, Panel, Question, Rating
from tests import factories

if TYPE_CHECKING:
    from claims.models import Claim
    from tests.conftest import Cast

GET, POST = "get", "post"
ADDRESSES: list[tuple[Any, ...]] = [
    ("adjudication-list", GET, Act.SETTLE),
    ("claim-adjudicate", GET, Act.SETTLE, "claim"),
    ("claim-adjudicate", POST, Act.SETTLE, "claim", 422),
    ("claim-reopen", POST, Act.SETTLE, "claim", 422),
    ("claim-confirm", POST, Act.SETTLE, "claim", 409),
    ("claim-send-back", POST, Act.SETTLE, "claim", 422),
    ("panel-open", POST, Act.SETTLE, "claim", 422),
    ("panel-vote", POST, Act.SETTLE, "panel", 422),
    ("panel-withdraw", POST, Act.SETTLE, "panel", 422),
    ("returned-answer", POST, Act.JUDGE, "returned", 302),
    ("returned-withdraw", POST, Act.SETTLE, "returned", 302),
]


def settling_rows(cast: Cast, claim: Claim) -> dict[str, Any]:
    """A vote that somebody else opened on the claim, and a question sent back to those who judged it."""
    rating = Rating.objects.newest_of(cast.project.scale).first()
    return {
        "panel": Panel.objects.create(
            claim=claim, proposed_by=factories.make_user("proposer"), finding="confirmed", rating=rating,
            rationale="So it is.", size=3, needed=2,
        ),
        "returned": Question.objects.create(claim=claim, by=cast.editor, to="reviewers", text="And the footnote?"),
    }  # fmt: skip
