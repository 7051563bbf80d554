"""Which shape a file is of, by its first bytes and its name."""

from __future__ import annotations

import re
from pathlib import PurePath

_OURS = re.compile(rb'"format"\s*:\s*"claim-workbench/export"')
_TABLES = (".csv", ".tsv", ".tab")
_TOLD: tuple[tuple[str, tuple[bytes, ...]], ...] = (
    ("claimreview", (b'"ClaimReview"', b'"claimReviewed"', b"schema.org/ClaimReview")),
    ("averitec", (b'"required_reannotation"', b'"fact_checking_strategies"', b'"answer_type"', b'"claim_date"')),
    ("label-studio", (b'"annotations"', b'"completed_by"', b'"from_name"', b'"lead_time"')),
    ("doccano", (b'"start_offset"', b'"entities"', b'"Comments"', b'"label"', b'"labels"', b'"cats"')),
    ("averitec", (b'"claim"',)),
)


def guess(name: str, head: bytes) -> str:
    """The format as people type it; "" where that cannot be told. ``head`` is how the file begins."""
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if _OURS.search(start[:400]):
        return "jsonl" if start.startswith(b'{"record"') else "json"
    if start[:1] in (b"{", b"["):
        return next((slug for slug, signs in _TOLD if any(sign in start for sign in signs)), "")
    if b"ClaimReview" in start and start[:1] == b"<":
        return "claimreview"
    return "csv" if PurePath(name).suffix.lower() in _TABLES else ""
