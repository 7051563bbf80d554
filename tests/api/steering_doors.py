"""Doors to asking for more and to one's own remarks, as ``tests.api.doors.Door`` takes them."""

from __future__ import annotations

from typing import Any

from claims.models import Act

GET, POST, PATCH, DELETE = "get", "post", "patch", "delete"
OTHERS = (False, 403)
"""What somebody else said: nobody but them may change it."""
DOORS: list[tuple[Any, ...]] = [
    (POST, "claims/{claim}/lookups", Act.LOOK_UP),
    (GET, "documents/{document}/wayback", Act.READ),
    (POST, "documents/{document}/wayback", Act.WEIGH),
    (POST, "intakes/{intake}/retry", Act.INGEST),
    (POST, "intakes/{intake}/cancel", Act.INGEST),
    (GET, "comments/{comment}", Act.READ),
    (PATCH, "comments/{comment}", Act.COMMENT, {"text": "Which month is meant?"}, *OTHERS),
    (DELETE, "comments/{comment}", Act.COMMENT, {}, *OTHERS),
    (POST, "comments/{comment}/resolve", Act.COMMENT),
    (POST, "comments/{comment}/reopen", Act.COMMENT),
    (POST, "questions/{question}/withdraw", Act.COMMENT, {}, *OTHERS),
]
