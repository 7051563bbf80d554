"""The search over the API."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from claims.api.access import project_for, reader
from claims.api.doors import Hall
from claims.api.shapes.search import FoundShape
from claims.models import Act, Claim, ClaimState, FactCheck, Passage, Project, Source, Verdict
from claims.pipeline import search

LONGEST = 2000


class Search(Hall):
    """What a project holds that answers a question, by words, likeness of spelling and meaning."""

    @extend_schema(
        operation_id="search",
        parameters=[
            OpenApiParameter("q", str, description="Words, a name, or a statement; 2,000 characters of it count."),
            OpenApiParameter("project", str, description="Its slug; may be left out by members of one project."),
            OpenApiParameter("kind", str, enum=list(search.KINDS), description="Only this kind, and more of it."),
            OpenApiParameter("state", str, enum=ClaimState.values, description="Such claims and their verdicts."),
        ],
        responses=FoundShape,
    )  # fmt: skip
    def get(self, request: Request) -> Response:
        """Claims, documents, fact-checks, verdicts that the person may read, and sources."""
        given = request.query_params
        kind, state = given.get("kind", ""), given.get("state", "")
        _known("kind", kind, list(search.KINDS))
        _known("state", state, ClaimState.values)
        text = given.get("q", "").replace("\0", "")[:LONGEST]
        found = search.search(project=_project(request), by=reader(request), text=text, kind=kind, state=state)
        hits = [_hit(name, row) for name, rows in found.rows.items() for row in rows]
        return Response(FoundShape({"query": text, "results": hits, "more": sorted(found.more)}).data)


def _project(request: Request) -> Project:
    """The project that is named, or the person's only one."""
    if slug := request.query_params.get("project"):
        return project_for(request, slug, Act.READ)
    mine = list(Project.objects.seen_by(reader(request))[:2])
    if len(mine) != 1:
        raise ValidationError({"project": ["Say in which project to search."]})
    return mine[0]


def _known(name: str, given: str, known: list[str]) -> None:
    if given and given not in known:
        raise ValidationError({name: [f"One of: {', '.join(known)}."]})


def _hit(kind: str, row: Any) -> dict[str, Any]:
    hit = {"kind": kind, "id": row.pk, "title": "", "publisher": "", "rating": "", "state": ""}
    if isinstance(row, Claim):
        of = {"title": row.revision.article.title, "text": row.text, "state": row.state}
        return hit | of | {"url": row.get_absolute_url()}
    if isinstance(row, Verdict):
        of = {"title": row.claim.text, "text": row.rationale, "state": row.claim.state, "rating": row.rating.label}
        return hit | of | {"url": row.claim.get_absolute_url()}
    if isinstance(row, Passage):
        of = {"title": row.document.title, "text": row.text, "publisher": row.document.publisher}
        url = reverse("claims:document-detail", args=[row.document_id])
        return hit | of | {"id": row.document_id, "url": url}
    if isinstance(row, FactCheck):
        of = {
            "title": row.title,
            "text": row.claim_reviewed,
            "publisher": row.publisher,
            "rating": row.rating_as_given,
        }
        return hit | of | {"url": reverse("claims:fact-check-detail", args=[row.pk])}
    assert isinstance(row, Source)  # noqa: S101 - narrows the type: there are no other kinds
    return hit | {"text": row.name, "url": row.get_absolute_url()}
