"""The library over the API: bringing in many, feeds, fact-checks of others, archived copies."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.decorators import action
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.generics import get_object_or_404
from rest_framework.parsers import JSONParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from claims import tasks
from claims.api.access import project_for, reader
from claims.api.articles import PROJECT
from claims.api.doors import Door
from claims.api.shapes.library import (
    CaptureShape,
    ChangedFactCheck,
    ChangedSubscription,
    CollectionShape,
    FactCheckShape,
    NewCollection,
    NewSubscription,
    SubscriptionShape,
)
from claims.api.trash import FactChecksInTrash, SubscriptionsInTrash
from claims.models import Act, Capture, Collection, FactCheck, Project, Subscription, Work, WorkState, require
from claims.pipeline import collect, fact_checks, steer


class Shelf(Door):
    """Rows that belong to a project, by the path from them to it."""

    project_path = "project"

    def rows(self, request: Request) -> Any:
        """Those of the person's projects; of one, where ``project`` names it."""
        mine = {f"{self.project_path}__in": Project.objects.seen_by(reader(request))}
        rows = self.get_queryset().filter(**mine).select_related(self.project_path)
        slug = request.query_params.get("project")
        return rows.filter(**{f"{self.project_path}__slug": slug}) if slug else rows

    def row(self, request: Request, pk: str, act: Act) -> Any:
        """One of them; 404 for a stranger, 403 where the role is not enough."""
        row = get_object_or_404(self.rows(request), pk=UUID(pk))
        project = row
        for step in self.project_path.split("__"):
            project = getattr(project, step)
        require(reader(request), act, project)
        return row

    def again(self, request: Request, row: Work) -> None:
        """Begin a job again after a failure or a cancellation."""
        tasks.start(type(row), steer.ask_again(work=[row], by=reader(request)))


class Collections(Shelf):
    """Many documents or fact-checks, brought in at once in the background."""

    queryset = Collection.objects.select_related("created_by")
    serializer_class = CollectionShape
    parser_classes = (JSONParser, MultiPartParser)

    @extend_schema(parameters=[PROJECT])
    def list(self, request: Request) -> Response:
        """Newest first."""
        return self.paged(self.rows(request), CollectionShape)

    def retrieve(self, request: Request, pk: str) -> Response:
        """How far it is, and what was refused and why."""
        return Response(CollectionShape(self.row(request, pk, Act.READ)).data)

    @extend_schema(
        request={"application/json": NewCollection, "multipart/form-data": NewCollection},
        responses={202: CollectionShape},
    )
    def create(self, request: Request) -> Response:
        """Hand in a file or an address; it is read in the background."""
        given = self.parsed(NewCollection)
        project = project_for(request, given.pop("project"), Act.INGEST)
        try:
            row = collect.open_collection(
                project=project, by=reader(request), kind=given["kind"], url=given.get("url", ""),
                upload=given.get("file"),
            )  # fmt: skip
        except collect.Refused as error:
            raise ValidationError({"file" if given.get("file") else "url": [str(error)]}) from error
        tasks.start(Collection, [row.pk])
        location = self.address("collection-detail", row.pk)
        row.refresh_from_db()
        return Response(CollectionShape(row).data, status=202, headers={"Location": location})

    @extend_schema(request=None)
    @action(detail=True, methods=["post"])
    def retry(self, request: Request, pk: str) -> Response:
        """Go on where it failed or was cancelled."""
        self.again(request, self.row(request, pk, Act.INGEST))
        return self.retrieve(request, pk)

    @extend_schema(request=None)
    @action(detail=True, methods=["post"])
    def cancel(self, request: Request, pk: str) -> Response:
        """Stop; what was taken in stays."""
        steer.cancel(work=[self.row(request, pk, Act.INGEST)], by=reader(request))
        return self.retrieve(request, pk)


class Subscriptions(SubscriptionsInTrash, Shelf):
    """Feeds that are read again and again."""

    queryset = Subscription.objects.kept().select_related("created_by")
    serializer_class = SubscriptionShape

    @extend_schema(parameters=[PROJECT])
    def list(self, request: Request) -> Response:
        """The feeds."""
        return self.paged(self.rows(request), SubscriptionShape)

    @extend_schema(request=NewSubscription, responses={201: SubscriptionShape})
    def create(self, request: Request) -> Response:
        """Read a feed from now on."""
        given = self.parsed(NewSubscription)
        project = project_for(request, given.pop("project"), Act.INGEST)
        try:
            row = collect.subscribe(project=project, by=reader(request), **given)
        except collect.Refused as error:
            raise ValidationError({"": [str(error)]}) from error
        return Response(SubscriptionShape(row).data, status=201)

    def retrieve(self, request: Request, pk: str) -> Response:
        """One of them."""
        return Response(SubscriptionShape(self.row(request, pk, Act.READ)).data)

    @extend_schema(request=ChangedSubscription, responses=SubscriptionShape)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Pause it, or take it up again."""
        row = self.row(request, pk, Act.INGEST)
        collect.set_active(subscription=row, by=reader(request), **self.parsed(ChangedSubscription))
        return Response(SubscriptionShape(row).data)


class FactChecks(FactChecksInTrash, Shelf):
    """Fact-checks that others published."""

    queryset = FactCheck.objects.select_related("added_by").defer("raw", "search", "embedding")
    serializer_class = FactCheckShape

    @extend_schema(parameters=[PROJECT])
    def list(self, request: Request) -> Response:
        """Newest first, without the trash."""
        return self.paged(self.rows(request).filter(deleted_at=None), FactCheckShape)

    def retrieve(self, request: Request, pk: str) -> Response:
        """One of them, also out of the trash."""
        return Response(FactCheckShape(self.row(request, pk, Act.READ)).data)

    @extend_schema(request=ChangedFactCheck, responses=FactCheckShape)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Into the trash, or back."""
        row = self.row(request, pk, Act.WEIGH)
        trashed = self.parsed(ChangedFactCheck)["trashed"]
        act = fact_checks.trash_fact_check if trashed else fact_checks.restore_fact_check
        act(fact_check=row, by=reader(request))
        return Response(FactCheckShape(row).data)


class Captures(Shelf):
    """Archived copies of pages."""

    queryset = Capture.objects.filter(document__deleted_at=None).select_related("asked_by").defer("text")
    serializer_class = CaptureShape
    project_path = "document__project"

    def rows(self, request: Request) -> Any:
        """Without the texts of their documents."""
        return super().rows(request).defer("text", "document__text")

    def retrieve(self, request: Request, pk: str) -> Response:
        """Its state, and its hashes once it is kept."""
        return Response(CaptureShape(self.row(request, pk, Act.READ)).data)

    @extend_schema(responses={(200, "application/gzip"): OpenApiResponse(OpenApiTypes.BINARY)})
    @action(detail=True)
    def warc(self, request: Request, pk: str) -> HttpResponse:
        """The WARC file."""
        row = self.row(request, pk, Act.READ)
        if row.state != WorkState.SUCCEEDED:
            raise NotFound
        try:
            with row.file.open("rb") as file:
                response = HttpResponse(file.read(), content_type="application/gzip")
        except FileNotFoundError as error:
            raise NotFound from error
        response["Content-Disposition"] = f'attachment; filename="{row.pk}.warc.gz"'
        return response

    @extend_schema(request=None)
    @action(detail=True, methods=["post"])
    def retry(self, request: Request, pk: str) -> Response:
        """Try again after a failure or a cancellation."""
        self.again(request, self.row(request, pk, Act.WEIGH))
        return self.retrieve(request, pk)

    @extend_schema(request=None)
    @action(detail=True, methods=["post"])
    def cancel(self, request: Request, pk: str) -> Response:
        """Cancel one that is not kept yet."""
        steer.cancel(work=[self.row(request, pk, Act.WEIGH)], by=reader(request))
        return self.retrieve(request, pk)
