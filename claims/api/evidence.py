"""Documents and evidence over the API."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models.functions import Substr
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from claims import tasks
from claims.api.access import document_for, evidence_for, project_for, reader
from claims.api.articles import PROJECT
from claims.api.doors import Door
from claims.api.shapes.evidence import (
    DocumentShape,
    DocumentWithText,
    EvidenceWithPlace,
    NewDocument,
    SameStory,
    WeighedEvidence,
)
from claims.api.shapes.library import CaptureShape
from claims.api.trash import DocumentsInTrash
from claims.formats.web_annotation import AROUND
from claims.models import Act, Capture, Document, Evidence, User
from claims.pipeline import capture, library, weigh


class Documents(DocumentsInTrash, Door):
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

    @extend_schema(responses=CaptureShape(many=True), methods=["get"])
    @extend_schema(request=None, responses={202: CaptureShape}, methods=["post"])
    @action(detail=True, methods=["get", "post"], filter_backends=[])
    def captures(self, request: Request, pk: str) -> Response:
        """The archived copies of its page, newest first; POST has one kept now."""
        if request.method == "POST":
            return self._keep_copy(document_for(request, pk, Act.WEIGH))
        rows = document_for(request, pk, Act.READ).captures.select_related("asked_by").defer("text")
        return self.paged(rows, CaptureShape)

    def _keep_copy(self, document: Document) -> Response:
        try:
            row = capture.keep_copy(document=document, by=reader(self.request))
        except capture.Refused as error:
            raise ValidationError({"url": [str(error)]}) from error
        tasks.start(Capture, [row.pk])
        row.refresh_from_db()
        return Response(CaptureShape(row).data, status=202)

    @extend_schema(request=SameStory, responses=DocumentShape)
    @action(detail=True, methods=["post"], url_path="same-story")
    def same_story(self, request: Request, pk: str) -> Response:
        """Say that it is a copy of another document, so that the two count once; null says that it is none."""
        document = document_for(request, pk, Act.WEIGH)
        other = self.parsed(SameStory)["document"]
        if other is None:
            weigh.leave_story(document=document, by=reader(request))
        else:
            found = document_for(request, str(other), Act.WEIGH)
            weigh.join_story(document=document, other=found, by=reader(request))
        return Response(DocumentShape(document).data)


class EvidenceDoor(Door):
    """A passage set against a claim."""

    queryset = Evidence.objects.all()
    serializer_class = EvidenceWithPlace

    def retrieve(self, request: Request, pk: str) -> Response:
        """One passage with where it is from and where it stands there."""
        return Response(EvidenceWithPlace(_placed(evidence_for(request, pk, Act.READ))).data)

    @extend_schema(request=WeighedEvidence)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Say what the passage does to the claim, or set it aside."""
        evidence = evidence_for(request, pk, Act.WEIGH)
        _weigh(evidence, reader(request), self.parsed(WeighedEvidence))
        tasks.start_weighed(evidence)
        return Response(EvidenceWithPlace(_placed(evidence)).data)


def _placed(evidence: Evidence) -> Evidence:
    """The same with the words around it, which the database cuts out of the document's text."""
    start, end = evidence.start or 0, evidence.end or 0
    before = min(start, AROUND)
    around = Document.objects.filter(pk=evidence.document_id).values_list(
        Substr("text", start - before + 1, before), Substr("text", end + 1, AROUND)
    )
    known = evidence.start is not None
    evidence.prefix, evidence.suffix = around.get() if known else ("", "")  # type: ignore[attr-defined]
    return evidence


@transaction.atomic
def _weigh(evidence: Evidence, by: User, given: dict[str, Any]) -> None:
    """All that was said, or nothing."""
    if {"stance", "directness"} & given.keys():
        stance = given.get("stance", evidence.stance)
        weigh.set_stance(evidence=evidence, by=by, stance=stance, directness=given.get("directness"))
    if "locator" in given:
        weigh.set_locator(evidence=evidence, by=by, words=given["locator"])
    if "set_aside" in given:
        act = weigh.set_aside if given["set_aside"] else weigh.restore
        act(evidence=evidence, by=by)
