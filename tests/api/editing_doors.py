"""Doors to editing claims, as ``tests.api.doors.Door`` takes them."""

from __future__ import annotations

from typing import Any

from claims.models import Act

GET, POST, PATCH, DELETE = "get", "post", "patch", "delete"
DOORS: list[tuple[Any, ...]] = [
    (POST, "articles/{article}/claims/make", Act.EDIT),
    (POST, "articles/{article}/claims/source", Act.EDIT),
    (POST, "articles/{article}/claims/trash", Act.EDIT),
    (POST, "articles/{article}/claims/restore", Act.EDIT),
    (GET, "articles/{article}/sentences", Act.READ),
    (POST, "articles/{article}/sentences/waive", Act.EDIT),
    (POST, "articles/{article}/sentences/unwaive", Act.EDIT),
    (GET, "articles/{article}/edits", Act.EDIT),
    (POST, "articles/{article}/edits/undo", Act.EDIT),
    (POST, "articles/{article}/edits/redo", Act.EDIT),
    (PATCH, "claims/{passing}", Act.EDIT, {"polarity": "asserts"}),
    (DELETE, "claims/{passing}", Act.EDIT),
    (POST, "claims/{trashed}/restore", Act.EDIT),
    (POST, "claims/{passing}/reshape", Act.EDIT),
    (POST, "claims/{passing}/split", Act.EDIT),
    (POST, "claims/{passing}/merge", Act.EDIT),
    (POST, "claims/{passing}/voice", Act.EDIT),
]
