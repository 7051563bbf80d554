"""The addresses of figures."""

from __future__ import annotations

from typing import Any

from claims.models import Act

GET = "get"
ADDRESSES: list[tuple[Any, ...]] = [
    ("agreement-page", GET, Act.MEASURE),
    ("agreement-file", GET, Act.MEASURE),
    ("agreement-claims", GET, Act.MEASURE),
    ("span-agreement", GET, Act.MEASURE),
    ("progress-page", GET, Act.MEASURE),
]
