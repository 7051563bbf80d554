"""The addresses of settling."""

from __future__ import annotations

from typing import Any

from claims.models import Act

GET, POST = "get", "post"
ADDRESSES: list[tuple[Any, ...]] = [
    ("adjudication-list", GET, Act.SETTLE),
    ("claim-adjudicate", GET, Act.SETTLE, "claim"),
    ("claim-adjudicate", POST, Act.SETTLE, "claim", 422),
    ("claim-reopen", POST, Act.SETTLE, "claim", 422),
]
