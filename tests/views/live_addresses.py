"""The addresses of the live workbench, of comments and of histories, and the comment that they name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from claims.models import Act, Comment

if TYPE_CHECKING:
    from claims.models import Claim
    from tests.conftest import Cast

GET, POST = "get", "post"
ADDRESSES: list[tuple[Any, ...]] = [
    ("article-pulse", GET, Act.READ, "article"),
    ("article-parts", GET, Act.READ, "article", 302),
    ("claim-history", GET, Act.READ, "claim"),
    ("comment-add", GET, Act.READ, "claim", 302),
    ("comment-add", POST, Act.COMMENT, "claim", 302),
    ("comment-change", POST, Act.COMMENT, "comment", 302),
]


def live_rows(cast: Cast, claim: Claim) -> dict[str, Any]:
    """A comment on the claim."""
    return {"comment": Comment.objects.create(claim=claim, by=cast.editor, text="Which month?")}
