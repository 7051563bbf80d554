"""Finding what the library's addresses name for the person who asks; errors as for articles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from claims.models import Act, Capture, Collection, Document, FactCheck, Project, Subscription
from claims.views.access import _require
from claims.views.requests import Request

if TYPE_CHECKING:
    from uuid import UUID


def collection_for(request: Request, pk: UUID, act: Act) -> Collection:
    """The collection with its project."""
    found: Collection = _of_project(request, Collection.objects.select_related("created_by"), pk, act)
    return found


def subscription_for(request: Request, pk: UUID, act: Act) -> Subscription:
    """The feed with its project."""
    found: Subscription = _of_project(request, Subscription.objects.kept(), pk, act)
    return found


def fact_check_for(request: Request, pk: UUID, act: Act) -> FactCheck:
    """The fact-check with its project, also out of the trash."""
    rows = FactCheck.objects.select_related("added_by").defer("search", "embedding")
    found: FactCheck = _of_project(request, rows, pk, act)
    return found


def shelved_document_for(request: Request, pk: UUID, act: Act) -> Document:
    """The document without its text, also out of the trash."""
    rows = Document.objects.select_related("same_story_as").defer("text", "same_story_as__text")
    found: Document = _of_project(request, rows, pk, act)
    return found


def capture_for(request: Request, pk: UUID, act: Act) -> Capture:
    """The copy with its document; those of a document in the trash are not found."""
    rows = Capture.objects.filter(document__deleted_at=None).select_related("document__project", "asked_by")
    mine = rows.filter(document__project__in=Project.objects.seen_by(request.user)).defer("document__text")
    row: Capture = get_object_or_404(mine, pk=pk)
    _require(request, act, row.document.project)
    return row


def _of_project(request: Request, rows: QuerySet[Any], pk: UUID, act: Act) -> Any:
    mine = rows.filter(project__in=Project.objects.seen_by(request.user)).select_related("project")
    row = get_object_or_404(mine, pk=pk)
    _require(request, act, row.project)
    return row
