"""The addresses that keep work safe: drafts, and what is shown without a line."""

from __future__ import annotations

from typing import Any

from claims.models import Act

GET, POST = "get", "post"
OPEN = {
    "export-file",
    "theme-set", "service-worker", "offline", "correction-public", "correction-atom", "correction-json",
    "ruling-public", "ruling-list", "ruling-atom", "ruling-json", "ruling-reviews",
    "expert-page", "invited", "first-account",
}  # fmt: skip
"""Addresses that nobody has to sign in for; they tell nothing of anybody's work."""

ADDRESSES: list[tuple[Any, ...]] = [
    ("draft-save", POST, Act.JUDGE, "claim", 200, {"rationale": "Half a thought"}),
    ("service-worker", GET, None),
    ("offline", GET, None),
]
