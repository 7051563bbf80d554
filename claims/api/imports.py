"""Imports over the API: a file handed in, tried without writing anything, then brought in."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.urls import re_path
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.generics import get_object_or_404
from rest_framework.parsers import JSONParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from claims import tasks
from claims.api.access import project_for, reader
from claims.api.doors import Door
from claims.api.exports import PK, SLUG, STATE, state_named
from claims.api.pages import ByOffset
from claims.api.problems import Conflict, TooLarge
from claims.api.shapes.travelling import (
    OPTIONS,
    Beginning,
    ColumnShape,
    ImportShape,
    NewImport,
    RefusedShape,
    options_from,
)
from claims.formats.guessing import guess
from claims.formats.labels import LABELLED
from claims.models import Act, Import, Project, require
from claims.pipeline import steer
from claims.pipeline.bring_in import (
    Broken,
    Refused,
    begin,
    columns_of,
    label_meanings_for,
    labels_of,
    meanings_for,
    open_import,
    remembered_labels,
    table_of,
)

HEAD = 64 * 1024
TABLE = "csv"
IN_THE_BACKGROUND = {202: OpenApiResponse(ImportShape, description="It is read in the background.")}


class Imports(Door):
    """Files with claims and verdicts, of this tool or another."""

    queryset = Import.objects.all()
    serializer_class = ImportShape
    parser_classes = (JSONParser, MultiPartParser)

    @extend_schema(parameters=[STATE], responses=ImportShape(many=True))
    def list(self, request: Request, slug: str) -> Response:
        """What was handed in, newest first."""
        project = project_for(request, slug, Act.IMPORT)
        rows = Import.objects.filter(project=project).select_related("project", "asked_by")
        if state := request.query_params.get("state"):
            rows = rows.filter(state=state_named(state))
        return self.paged(rows.defer("report", "options"), ImportShape)

    @extend_schema(request={"multipart/form-data": NewImport}, responses=IN_THE_BACKGROUND)
    def create(self, request: Request, slug: str) -> Response:
        """Hand a file in. It is tried first, unless ``dry_run`` is false: then it is brought in at once."""
        project = project_for(request, slug, Act.IMPORT)
        given = self.parsed(NewImport)
        upload = given["file"]
        if upload.size > settings.IMPORT_MAX_BYTES:
            most = filesizeformat(settings.IMPORT_MAX_BYTES)
            raise TooLarge(_("This file is larger than %(most)s. Take it apart.") % {"most": most})
        fmt = given.get("format") or _guessed(upload)
        try:
            row = open_import(
                project=project,
                by=reader(request),
                upload=upload,
                fmt=fmt,
                options=_options(project, fmt, given),
                dry_run=given["dry_run"],
            )
        except Refused as error:
            raise ValidationError({"format": [str(error)]}) from error
        return self._queued(row)

    @extend_schema(responses=ImportShape)
    def retrieve(self, request: Request, pk: str) -> Response:
        """How far it is, and what came, or would come, of it."""
        return Response(ImportShape(_import(request, pk)).data)

    @extend_schema(request={"application/json": Beginning}, responses=IN_THE_BACKGROUND)
    def begin(self, request: Request, pk: str) -> Response:
        """Bring it in, or try it once more; a conflict while it waits or runs."""
        row, given = _import(request, pk), self.parsed(Beginning)
        options = options_from(row.format, given) if set(OPTIONS) & given.keys() else None
        if not begin(row=row, by=reader(request), dry_run=given["dry_run"], options=options):
            raise Conflict(_("This is being read. Wait for its end, or cancel it."))
        return self._queued(row)

    @extend_schema(request=None, responses=ImportShape)
    def cancel(self, request: Request, pk: str) -> Response:
        """Stop; articles that are in stay."""
        steer.cancel(work=[_import(request, pk)], by=reader(request))
        return self.retrieve(request, pk)

    @extend_schema(request=None, responses=ImportShape)
    def retry(self, request: Request, pk: str) -> Response:
        """The same again after a failure or a cancellation; one that runs or is done stays as it is."""
        tasks.start(Import, steer.ask_again(work=[_import(request, pk)], by=reader(request)))
        return self.retrieve(request, pk)

    @extend_schema(responses=ColumnShape(many=True))
    def columns(self, request: Request, pk: str) -> Response:
        """The columns of a table, or the labels of a file of Label Studio or doccano, with what they mean as far as
        that is known; ``begin`` takes other meanings."""
        row = _import(request, pk)
        try:
            means = _meanings(row) if row.file else {}
        except (Broken, FileNotFoundError) as error:
            raise Conflict(str(error)) from error
        return Response(ColumnShape([{"name": one, "means": what} for one, what in means.items()], many=True).data)

    def _queued(self, row: Import) -> Response:
        tasks.start(Import, [row.pk])
        location = self.address("import-detail", row.pk)
        told = ImportShape(_import(self.request, str(row.pk))).data
        return Response(told, status=202, headers={"Location": location})


class RefusedRows(Door):
    """What of a file could not be brought in."""

    queryset = Import.objects.all()
    serializer_class = RefusedShape
    pagination_class = ByOffset

    @extend_schema(responses=RefusedShape(many=True))
    def list(self, request: Request, pk: str) -> Response:
        """Each with its line and the reason; the first thousand, ``refused`` of the import counts all."""
        return self.paged(_import(request, pk).report, RefusedShape)


def _import(request: Request, pk: str) -> Import:
    rows = Import.objects.filter(project__in=Project.objects.seen_by(reader(request)))
    row: Import = get_object_or_404(rows.select_related("project", "asked_by"), pk=pk)
    require(reader(request), Act.IMPORT, row.project)
    return row


def _guessed(upload: Any) -> str:
    head = upload.read(HEAD)
    upload.seek(0)
    return guess(upload.name or "", head)


def _options(project: Project, fmt: str, given: dict[str, Any]) -> dict[str, Any]:
    """What the file's words mean; of a table's columns, where nothing is said, what was said of the same before."""
    if fmt == TABLE and "map" not in given:
        try:
            names = columns_of(given["file"])
        except Broken as error:
            raise ValidationError({"file": [str(error)]}) from error
        given = {**given, "map": meanings_for(project=project, columns=names)}
        given["file"].seek(0)
    elif fmt in LABELLED and "map" not in given:
        given = {**given, "map": remembered_labels(project=project, fmt=fmt)}
    return options_from(fmt, given)


def _meanings(row: Import) -> dict[str, str]:
    """What each word of a file means, "" where nothing is known of it. Raises Broken."""
    if row.format == TABLE:
        names = table_of(row=row)
        known = meanings_for(project=row.project, columns=names)
        return {name: known.get(name, "") for name in names}
    if row.format in LABELLED:
        return label_meanings_for(project=row.project, fmt=row.format, labels=labels_of(row=row))
    return {}


IMPORTS = [
    re_path(
        rf"^projects/{SLUG}/imports/?$", Imports.as_view({"get": "list", "post": "create"}), name="import-list"
    ),
    re_path(rf"^imports/{PK}/?$", Imports.as_view({"get": "retrieve"}), name="import-detail"),
    re_path(rf"^imports/{PK}/begin/?$", Imports.as_view({"post": "begin"}), name="import-begin"),
    re_path(rf"^imports/{PK}/cancel/?$", Imports.as_view({"post": "cancel"}), name="import-cancel"),
    re_path(rf"^imports/{PK}/retry/?$", Imports.as_view({"post": "retry"}), name="import-retry"),
    re_path(
        rf"^imports/{PK}/columns/?$",
        Imports.as_view({"get": "columns"}, pagination_class=None),
        name="import-columns",
    ),
    re_path(rf"^imports/{PK}/refused/?$", RefusedRows.as_view({"get": "list"}), name="import-refused"),
]
