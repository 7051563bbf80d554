"""What stands behind the evidence of a claim: kept copies, pages, the desk's rule, likely copies of one story."""

from __future__ import annotations

from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from claims.extraction.pages import locator
from claims.models import Capture, Claim, Evidence, Project, WorkState
from claims.pipeline import weigh

COPIES = ("copy_id", "copied_at", "last_copy_id", "last_copy_state", "last_copy_error")
"""What ``with_copies`` adds to each."""


def with_copies(rows: QuerySet[Evidence]) -> QuerySet[Evidence]:
    """Each with ``copy_id``, the newest copy that was kept, and what became of the copy asked for last."""
    copies = Capture.objects.filter(document=OuterRef("document")).order_by("-queued_at", "-pk")
    kept = copies.filter(state=WorkState.SUCCEEDED)
    return rows.annotate(
        copy_id=Subquery(kept.values("pk")[:1]),
        copied_at=Subquery(kept.values("captured_at")[:1]),
        last_copy_id=Subquery(copies.values("pk")[:1]),
        last_copy_state=Subquery(copies.values("state")[:1]),
        last_copy_error=Subquery(copies.values("error")[:1]),
    )


def place_of(item: Evidence) -> str:
    """Where in the document the passage stands, as a person said it or by the pages."""
    if item.locator or item.start is None or item.end is None:
        return item.locator
    return locator(item.document.page_starts, item.start, item.end)


def rule_shown(claim: Claim, project: Project, items: list[Any]) -> dict[str, Any]:
    """Context for _evidence_rule.html: what the evidence lacks, and which documents look like one story."""
    standing = weigh.standing(claim=claim, project=project)
    by_document = {str(item.document_id): item for item in items}
    likely = [
        {
            "one": tie.one,
            "other": tie.other,
            "one_title": by_document[tie.one].document.title,
            "other_title": by_document[tie.other].document.title,
            "evidence": by_document[tie.other].pk,
            "reason": tie.reason,
        }
        for tie in standing.ties
        if tie.one in by_document and tie.other in by_document
    ]
    return {"gaps": standing.gaps, "likely_copies": likely}
