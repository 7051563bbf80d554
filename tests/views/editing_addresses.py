"""The addresses of editing, and a row of each kind that they name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone

from claims.models import Act
from tests import factories

if TYPE_CHECKING:
    from claims.models import Claim

GET, POST = "get", "post"
ADDRESSES: list[tuple[Any, ...]] = [
    ("claim-make", POST, Act.EDIT, "article", 302),
    ("claim-bulk", POST, Act.EDIT, "article", 302),
    ("sentence-waive", POST, Act.EDIT, "article", 302),
    ("sentence-unwaive", POST, Act.EDIT, "article", 302),
    ("edit-undo", POST, Act.EDIT, "article", 302),
    ("edit-redo", POST, Act.EDIT, "article", 302),
    ("edit-list", GET, Act.EDIT, "article"),
    ("claim-reshape", POST, Act.EDIT, "claim", 302),
    ("claim-split", POST, Act.EDIT, "claim", 302),
    ("claim-merge", POST, Act.EDIT, "claim", 302),
    ("claim-trash", POST, Act.EDIT, "passing", 302),
    ("claim-restore", POST, Act.EDIT, "trashed", 302),
    ("claim-describe", POST, Act.EDIT, "claim", 302),
    ("claim-voice", POST, Act.EDIT, "claim", 302),
]


def editing_rows(claim: Claim) -> dict[str, Any]:
    """A claim that a test may put into the trash, and one that is there."""
    return {
        "passing": factories.make_claim(claim.revision, "The mayor denied"),
        "trashed": factories.make_claim(claim.revision, "The café", deleted_at=timezone.now()),
    }
