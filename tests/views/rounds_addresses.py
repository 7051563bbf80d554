"""The addresses of two rounds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from claims.models import Act, Answer, Gathering, Inquiry

if TYPE_CHECKING:
    from claims.models import Claim
    from tests.conftest import Cast

GET, POST = "get", "post"
ADDRESSES: list[tuple[Any, ...]] = [
    ("round-detail", GET, Act.READ, "claim", 302),
    ("round-ask", POST, Act.WEIGH, "claim", 422),
    ("round-close", POST, Act.WEIGH, "claim", 422),
    ("round-return", POST, Act.SETTLE, "claim", 422),
    ("inquiry-change", POST, Act.WEIGH, "inquiry", 422),
    ("inquiry-answer", POST, Act.WEIGH, "inquiry", 422),
    ("answer-change", POST, Act.WEIGH, "answer", 422),
]


def round_rows(cast: Cast, claim: Claim) -> dict[str, Any]:
    """A question and that it has no answer, in a gathering that is open."""
    gathering = Gathering.objects.create(claim=claim, number=1)
    inquiry = Inquiry.objects.create(gathering=gathering, text="Who counted?", by=cast.second_reviewer)
    answer = Answer.objects.create(inquiry=inquiry, kind="unanswerable", by=cast.second_reviewer)
    return {"inquiry": inquiry, "answer": answer}
