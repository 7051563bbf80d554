"""The addresses of what was published and corrected."""

from __future__ import annotations

from typing import Any

from claims.models import Act

GET, POST = "get", "post"
ADDRESSES: list[tuple[Any, ...]] = [
    ("claim-publish", POST, Act.PUBLISH, "claim", 302),
    ("correction-list", GET, Act.READ),
    ("correction-public", GET, None, "", 404, {}, False, ("city-desk",)),
    ("correction-atom", GET, None, "", 404, {}, False, ("city-desk",)),
    ("correction-json", GET, None, "", 404, {}, False, ("city-desk",)),
]
"""The last three need no account; there is nothing to find while the project does not publish."""
