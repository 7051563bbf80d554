"""Documents and evidence over the API."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from claims.api.access import document_for, evidence_for, project_for, reader
from claims.api.articles import PROJECT
from claims.api.doors import Door
from claims.api.shapes.evidence import (
    DocumentShape,
    DocumentWithText,
    EvidenceShape,
    NewDocument,
    WeighedEvidence,
)
from claims.models import Act, Document, Evidence, User
from claims.pipeline import library, weigh


class Documents(Door):
    """What evidence can be quoted from."""

    queryset = Document.objects.all()
    serializer_class = DocumentShape

    @extend_schema(parameters=[PROJECT])
    def list(self, request: Request) -> Response:
        """Newest first, without their texts."""
        rows = Document.objects.seen_by(reader(request)).select_related("project", "added_by").defer("text")
        if slug := request.query_params.get("project"):
            rows = rows.filter(project__slug=slug)
        return self.paged(rows, DocumentShape)

    @extend_schema(responses=DocumentWithText)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One document with its text."""
        return Response(DocumentWithText(document_for(request, pk, Act.READ)).data)

    @extend_schema(request=NewDocument, responses={201: DocumentShape})
    def create(self, request: Request) -> Response:
        """Put a document into the desk's library; the same text again answers with the document there is."""
        given = self.parsed(NewDocument)
        project = project_for(request, given.pop("project"), Act.WEIGH)
        document = library.add_document(project=project, by=reader(request), **given)
        location = self.address("document-detail", document.pk)
        return Response(DocumentShape(document).data, status=201, headers={"Location": location})


class EvidenceDoor(Door):
    """A passage set against a claim."""

    queryset = Evidence.objects.all()
    serializer_class = EvidenceShape

    def retrieve(self, request: Request, pk: str) -> Response:
        """One passage with where it is from."""
        return Response(EvidenceShape(evidence_for(request, pk, Act.READ)).data)

    @extend_schema(request=WeighedEvidence, responses=EvidenceShape)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Say what the passage does to the claim, or set it aside."""
        evidence = evidence_for(request, pk, Act.WEIGH)
        _weigh(evidence, reader(request), self.parsed(WeighedEvidence))
        return Response(EvidenceShape(evidence).data)


@transaction.atomic
def _weigh(evidence: Evidence, by: User, given: dict[str, Any]) -> None:
    """All that was said, or nothing."""
    if {"stance", "directness"} & given.keys():
        stance = given.get("stance", evidence.stance)
        weigh.set_stance(evidence=evidence, by=by, stance=stance, directness=given.get("directness"))
    if "set_aside" in given:
        act = weigh.set_aside if given["set_aside"] else weigh.restore
        act(evidence=evidence, by=by)
