"""Exports over the API: a small one at once, any other as a file that is written in the background."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import re_path, reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.exceptions import APIException, NotFound, ValidationError
from rest_framework.generics import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response

from claims import tasks
from claims.api.access import project_for, reader
from claims.api.doors import Door
from claims.api.problems import Conflict
from claims.api.shapes.travelling import CHOOSES, ChosenShape, ExportShape, LinkShape, NewExport
from claims.formats.registry import find
from claims.interchange import ranged
from claims.interchange.chosen import LISTS, Chosen
from claims.models import Act, Export, Project, WorkState, require
from claims.pipeline import steer
from claims.pipeline.export import (
    LINK_GOOD_FOR,
    Gone,
    claims_in,
    export,
    file_name,
    file_of,
    key_for,
    open_export,
)

FORMAT = OpenApiParameter("format", str, description="jsonl, unless told otherwise; see docs/exports.md.")
STATE = OpenApiParameter("state", str, enum=WorkState.values, description="Only those that stand so.")
FILE = {(200, "application/octet-stream"): OpenApiResponse(OpenApiTypes.BINARY, description="The file.")}
RANGE = OpenApiParameter("Range", str, OpenApiParameter.HEADER, description="One range: bytes=1000000-")
IF_RANGE = OpenApiParameter("If-Range", str, OpenApiParameter.HEADER, description="The ETag of what you have.")
PART = {(206, "application/octet-stream"): OpenApiResponse(OpenApiTypes.BINARY, description="That part of it.")}
BEYOND = {416: OpenApiResponse(description="The range begins behind the end of the file.")}
SAME = {304: OpenApiResponse(description="The copy you have (If-None-Match) is the same.")}


class NoFile(APIException):
    """There is no file to take, not any more or not yet."""

    status_code = 410
    default_code = "gone"


class ProjectExport(Door):
    """What a project holds, as a file."""

    queryset = Project.objects.all()

    @extend_schema(operation_id="projects_export", parameters=[FORMAT, ChosenShape], responses=FILE)
    def export(self, request: Request, slug: str) -> HttpResponseBase:
        """A file of what is chosen, streamed, as far as the person may see it.

        Where it would hold more claims than go at once (EXPORT_DIRECT_CLAIMS) this is a conflict: ask for it by
        POST to the project's ``exports``. What goes wrong on the way breaks the connection off.
        """
        project = project_for(request, slug, Act.EXPORT)
        given = request.query_params
        chosen = Chosen.from_values(
            {name: given.getlist(name) if name in LISTS else given[name] for name in CHOOSES if name in given}
        )
        found = _format(given.get("format", "jsonl"), chosen)
        number = claims_in(project=project, viewer=reader(request), chosen=chosen)
        if number > (most := settings.EXPORT_DIRECT_CLAIMS):
            words = _("This holds %(number)d claims, and %(most)d go at once. Ask for a file: POST to exports.")
            raise Conflict(words % {"number": number, "most": most}, claims=number)
        pieces = export(project=project, fmt=found.slug, viewer=reader(request), chosen=chosen, site=_site(request))
        name = file_name(project=project, fmt=found.slug)
        return StreamingHttpResponse(pieces, content_type=found.media_type, headers=_attached(name))


class Exports(Door):
    """One's own exports."""

    queryset = Export.objects.all()
    serializer_class = ExportShape

    @extend_schema(parameters=[STATE], responses=ExportShape(many=True))
    def list(self, request: Request, slug: str) -> Response:
        """What one asked for in this project, newest first."""
        project = project_for(request, slug, Act.EXPORT)
        rows = Export.objects.filter(project=project, asked_by=reader(request))
        if state := request.query_params.get("state"):
            rows = rows.filter(state=state_named(state))
        return self.paged(rows.select_related("project", "asked_by"), ExportShape)

    @extend_schema(
        request=NewExport,
        responses={202: OpenApiResponse(ExportShape, description="It is written in the background.")},
    )
    def create(self, request: Request, slug: str) -> Response:
        """Ask for a file. The same again, while it is written or within a minute after, answers with the same."""
        project = project_for(request, slug, Act.EXPORT)
        given = self.parsed(NewExport)
        chosen = Chosen.from_values({name: given[name] for name in CHOOSES if name in given})
        fmt = _format(given["format"], chosen).slug
        row = open_export(
            project=project,
            by=reader(request),
            fmt=fmt,
            chosen=chosen,
            with_history=given["with_history"],
            site=_site(request),
        )
        if row.is_unfinished:
            tasks.start(Export, [row.pk])
        row.refresh_from_db()
        location = self.address("export-detail", row.pk)
        return Response(ExportShape(row).data, status=202, headers={"Location": location})

    @extend_schema(responses=ExportShape)
    def retrieve(self, request: Request, pk: str) -> Response:
        """How far it is; then size, SHA-256 and counts of the file, and until when it is kept."""
        return Response(ExportShape(_export(request, pk)).data)

    @extend_schema(parameters=[RANGE, IF_RANGE], responses={**FILE, **PART, **SAME, **BEYOND})
    def file(self, request: Request, pk: str) -> HttpResponseBase:
        """The file, or with ``Range`` a part of it, so that a download goes on where it broke off.

        Its ETag is its SHA-256: send it as ``If-Range``, and the whole file comes where it is another by now.
        """
        row = _export(request, pk)
        opened = _opened(row)
        name, kind = file_name(project=row.project, fmt=row.format), find(row.format).media_type
        plain = request._request
        return ranged.answer(plain, opened, size=row.size or 0, sha256=row.sha256, name=name, media_type=kind)

    @extend_schema(request=None, responses=LinkShape)
    def link(self, request: Request, pk: str) -> Response:
        """An address that opens this file, and nothing else, without an account, for 24 hours."""
        row = _export(request, pk)
        _opened(row).close()
        page = request.build_absolute_uri(reverse("claims:export-file", args=[row.pk]))
        told = {"url": f"{page}?key={key_for(export=row)}", "expires_at": timezone.now() + LINK_GOOD_FOR}
        return Response(LinkShape(told).data)

    @extend_schema(request=None, responses=ExportShape)
    def cancel(self, request: Request, pk: str) -> Response:
        """Stop one that is not written yet."""
        steer.cancel(work=[_export(request, pk)], by=reader(request))
        return self.retrieve(request, pk)

    @extend_schema(request=None, responses=ExportShape)
    def retry(self, request: Request, pk: str) -> Response:
        """Begin again after a failure or a cancellation; one that runs or is written stays as it is."""
        tasks.start(Export, steer.ask_again(work=[_export(request, pk)], by=reader(request)))
        return self.retrieve(request, pk)


def state_named(given: str) -> str:
    """A state of work; raises ValidationError."""
    if given not in WorkState.values:
        known = ", ".join(WorkState.values)
        raise ValidationError({"state": [_("One of: %(known)s.") % {"known": known}]})
    return given


def _export(request: Request, pk: str) -> Export:
    """One's own, as on the page; what others asked for is not found."""
    there = Export.objects.filter(project__in=Project.objects.seen_by(reader(request)))
    row: Export = get_object_or_404(there.select_related("project", "asked_by"), pk=pk)
    require(reader(request), Act.EXPORT, row.project)
    if row.asked_by_id != request.user.pk:
        raise NotFound
    return row


def _format(slug: str, chosen: Chosen) -> Any:
    """The format; raises UnknownFormat, and ValidationError for one article's where another number is chosen."""
    found = find(slug)
    if found.one_article and len(chosen.articles) != 1:
        raise ValidationError({"format": [_("This format is for one article: choose it by “articles”.")]})
    return found


def _opened(row: Export) -> Any:
    try:
        return file_of(export=row)
    except Gone as error:
        raise NoFile(str(error)) from None


def _site(request: Request) -> str:
    address: str = request.build_absolute_uri("/")
    return address.rstrip("/")


def _attached(name: str) -> dict[str, str]:
    disposition = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    return {"Content-Disposition": disposition, "X-Content-Type-Options": "nosniff"}


SLUG = r"(?P<slug>[-\w]+)"
PK = f"(?P<pk>{Exports.lookup_value_regex})"
EXPORTS = [
    re_path(rf"^projects/{SLUG}/export/?$", ProjectExport.as_view({"get": "export"}), name="project-export"),
    re_path(
        rf"^projects/{SLUG}/exports/?$", Exports.as_view({"get": "list", "post": "create"}), name="export-list"
    ),
    re_path(rf"^exports/{PK}/?$", Exports.as_view({"get": "retrieve"}), name="export-detail"),
    re_path(rf"^exports/{PK}/file/?$", Exports.as_view({"get": "file"}), name="export-file"),
    re_path(rf"^exports/{PK}/link/?$", Exports.as_view({"post": "link"}), name="export-link"),
    re_path(rf"^exports/{PK}/cancel/?$", Exports.as_view({"post": "cancel"}), name="export-cancel"),
    re_path(rf"^exports/{PK}/retry/?$", Exports.as_view({"post": "retry"}), name="export-retry"),
]
