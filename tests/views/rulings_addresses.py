"""The addresses of published outcomes."""

from __future__ import annotations

from typing import Any

GET = "get"
ADDRESSES: list[tuple[Any, ...]] = [
    ("ruling-public", GET, None, "claim", 404),
    ("ruling-list", GET, None, "", 404, {}, False, ("city-desk",)),
    ("ruling-atom", GET, None, "", 404, {}, False, ("city-desk",)),
    ("ruling-json", GET, None, "", 404, {}, False, ("city-desk",)),
    ("ruling-reviews", GET, None, "", 404, {}, False, ("city-desk",)),
]
"""They need no account; there is nothing to find while the project does not publish."""
