"""The addresses of tokens and of the API's reference, and the token that they name."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from claims.models import Act, Scope, Token

if TYPE_CHECKING:
    from tests.conftest import Cast

GET, POST = "get", "post"
ADDRESSES: list[tuple[Any, ...]] = [
    ("api-reference", GET, None),
    ("token-list", GET, None),
    ("token-make", POST, None, "", 422),
    ("token-revoke", POST, Act.MANAGE, "token", 302),
]


def token_rows(cast: Cast) -> dict[str, Any]:
    """A token that the owner made for the project."""
    ends = datetime(2199, 1, 1, tzinfo=UTC)
    row, _secret = Token.objects.make(
        user=cast.owner, name="CMS", scopes=[Scope.READ], expires_at=ends, project=cast.project
    )
    return {"token": row}
