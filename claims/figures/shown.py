"""What stands beside the claims behind a figure."""

from __future__ import annotations

from django.db.models import Prefetch, QuerySet

from claims.figures.behind import Part, claims_behind, shown_verdicts
from claims.figures.selection import Selection
from claims.models import Claim, User


def with_verdicts(selection: Selection, viewer: User, part: Part) -> QuerySet[Claim]:
    """The claims with their article, and as ``shown`` the verdicts in question with their raters."""
    shown = shown_verdicts(selection, viewer, part).select_related("rating", "by")
    shown = shown.defer("rationale", "search").order_by("created_at", "id")
    claims = claims_behind(selection, viewer, part).select_related("revision__article")
    return claims.defer("search", "revision__text").prefetch_related(Prefetch("verdicts", shown, to_attr="shown"))
