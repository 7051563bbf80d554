"""The addresses of notices and of questions to the editor, and the question that they name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from claims.models import Act
from claims.pipeline.ask import ask_editor

if TYPE_CHECKING:
    from claims.models import Claim
    from tests.conftest import Cast

GET, POST = "get", "post"
ADDRESSES: list[tuple[Any, ...]] = [
    ("notice-list", GET, None),
    ("notice-open", GET, None, "", 302),
    ("notices-read", POST, None, "", 302),
    ("notice-settings", GET, None),
    ("notice-settings", POST, None, "", 422),
    ("question-list", GET, Act.COMMENT),
    ("question-ask", POST, Act.COMMENT, "claim", 302),
    ("question-answer", GET, Act.SETTLE, "question"),
    ("question-answer", POST, Act.SETTLE, "question", 422),
    ("question-withdraw", POST, Act.COMMENT, "question", 302),
]


def talk_rows(cast: Cast, claim: Claim) -> dict[str, Any]:
    """A question about the claim that waits for an editor."""
    return {"question": ask_editor(claim=claim, by=cast.reviewer, text="Which month is meant?")}
