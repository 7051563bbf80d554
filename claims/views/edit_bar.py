"""What a person may undo and redo in an article, for the head of the workbench."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Case, F, JSONField, QuerySet, Value, When

from claims.models import Act, Edit, EditVerb, allows

if TYPE_CHECKING:
    from claims.models import Article, Role, User


def told(edits: QuerySet[Edit]) -> QuerySet[Edit]:
    """Edits without their changes, but for the few that words need: which way the edges of a claim went."""
    moved = Case(When(verb=EditVerb.RESHAPED, then=F("changes")), default=Value([], JSONField()))
    return edits.defer("changes").select_related("claim").annotate(moved=moved)


def edit_bar(article: Article, user: User, role: Role | None) -> dict[str, Any]:
    """Context for _edit_bar.html: what the person may undo and redo next, None for nothing. At most two queries."""
    if not allows(role, Act.EDIT):
        return {"undo": None, "redo": None}
    mine = told(Edit.objects.of(article, user))
    undo = mine.filter(undone_at=None).order_by("-place").first()
    redo = mine.exclude(undone_at=None).filter(place__gt=undo.place if undo else 0).order_by("place").first()
    return {"undo": undo, "redo": redo}
