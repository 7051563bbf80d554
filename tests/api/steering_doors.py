"""Doors to work, to what is kept and to one's own remarks, as ``tests.api.doors.Door`` takes them."""

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
    (GET, "projects/city-desk/jobs", Act.READ),
    (POST, "projects/city-desk/jobs/retry", Act.LOOK_UP),
    (POST, "projects/city-desk/jobs/cancel", Act.LOOK_UP),
    (GET, "projects/city-desk/services", Act.READ),
    (POST, "projects/city-desk/services/crossref/try", Act.SETTLE),
    (GET, "projects/city-desk/keeping", Act.MANAGE),
    (PATCH, "projects/city-desk/keeping", Act.MANAGE, {"trash_days": 30}),
    (GET, "projects/city-desk/holds", Act.MANAGE),
    (POST, "projects/city-desk/holds", Act.MANAGE, {"reason": "A letter of May."}),
    (GET, "holds/{lifted_hold}", Act.MANAGE),
    (POST, "holds/{lifted_hold}/lift", Act.MANAGE),
    (POST, "questions/{question}/withdraw", Act.COMMENT, {}, *OTHERS),
]
