"""Doors to what goes out and comes in, as ``tests.api.doors.Door`` takes them."""

from __future__ import annotations

from typing import Any

from claims.models import Act

GET, POST, PATCH, DELETE = "get", "post", "patch", "delete"
ELSEWHERE = (False, 404)
"""A row that somebody else asked for: it is there for nobody of the cast."""
DOORS: list[tuple[Any, ...]] = [
    (PATCH, "projects/city-desk", Act.MANAGE, {"reviewers_per_claim": 2}),
    (GET, "projects/city-desk/invitations", Act.MANAGE),
    (POST, "projects/city-desk/invitations", Act.MANAGE, {"role": "reviewer"}),
    (GET, "projects/city-desk/invitations/{invitation}", Act.MANAGE),
    (DELETE, "projects/city-desk/invitations/{invitation}", Act.MANAGE),
    (POST, "projects/city-desk/articles/bulk", Act.INGEST),
    (GET, "projects/city-desk/claims", Act.READ),
    (GET, "projects/city-desk/export", Act.EXPORT),
    (GET, "projects/city-desk/exports", Act.EXPORT),
    (POST, "projects/city-desk/exports", Act.EXPORT, {"format": "jsonl"}),
    (GET, "exports/{export}", Act.EXPORT, {}, *ELSEWHERE),
    (GET, "exports/{export}/file", Act.EXPORT, {}, *ELSEWHERE),
    (POST, "exports/{export}/link", Act.EXPORT, {}, *ELSEWHERE),
    (POST, "exports/{export}/cancel", Act.EXPORT, {}, *ELSEWHERE),
    (POST, "exports/{export}/retry", Act.EXPORT, {}, *ELSEWHERE),
    (GET, "projects/city-desk/imports", Act.IMPORT),
    (POST, "projects/city-desk/imports", Act.IMPORT),
    (GET, "imports/{import}", Act.IMPORT),
    (GET, "imports/{import}/columns", Act.IMPORT),
    (GET, "imports/{import}/refused", Act.IMPORT),
    (POST, "imports/{import}/begin", Act.IMPORT),
    (POST, "imports/{import}/cancel", Act.IMPORT),
    (POST, "imports/{import}/retry", Act.IMPORT),
    (GET, "projects/city-desk/trash", Act.READ),
    (DELETE, "articles/{passing_article}", Act.TRASH),
    (POST, "articles/{passing_article}/restore", Act.TRASH),
    (DELETE, "documents/{passing_document}", Act.WEIGH),
    (POST, "documents/{passing_document}/restore", Act.WEIGH),
    (DELETE, "fact-checks/{fact_check}", Act.WEIGH),
    (POST, "fact-checks/{fact_check}/restore", Act.WEIGH),
    (DELETE, "sources/{passing_source}", Act.TRASH),
    (POST, "sources/{passing_source}/restore", Act.TRASH),
    (POST, "subscriptions/{passing_subscription}/restore", Act.INGEST),
]
