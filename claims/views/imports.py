"""Bringing files in: handed in, tried without writing anything, then done with one press."""

from __future__ import annotations

from itertools import islice
from typing import BinaryIO, cast
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from django.views.decorators.vary import vary_on_headers

from claims import tasks
from claims.formats.table_reading import MEANINGS, rows
from claims.models import Act, Import, Project, require
from claims.pipeline import steer
from claims.pipeline.bring_in import (
    ASKED_OF,
    FORMATS_IN,
    ROWS_KEPT,
    Broken,
    Refused,
    begin,
    meanings_for,
    open_import,
    say_columns,
    table_of,
    waits_for_meanings,
)
from claims.pipeline.bring_in.tables import as_text
from claims.views.access import powers, project_at_hand
from claims.views.job_kinds import meanings_page
from claims.views.requests import Request
from claims.views.shell import desk_of

IMPORTS_ON_PAGE = 30
REFUSED_ON_PAGE = 50
SAMPLES = 3
TABLE = "csv"


@require_safe
@login_required
def import_list(request: Request) -> HttpResponse:
    """What was handed in, newest first."""
    project = project_at_hand(request, Act.IMPORT)
    found = Import.objects.filter(project=project).select_related("asked_by").defer("report", "rows", "options")
    page = Paginator(found.order_by("-queued_at", "-id"), IMPORTS_ON_PAGE).get_page(request.GET.get("page"))
    for row in page.object_list:
        row.format_label = FORMATS_IN.get(row.format, row.format)
        row.waits_at = meanings_page(row) if waits_for_meanings(row=row) else ""
    context = {"nav": "imports", "imports": page.object_list, "page_obj": page, **powers(desk_of(request).role)}
    return render(request, "claims/import_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def import_new(request: Request) -> HttpResponse:
    """The form; a file handed in is tried first, a table once its columns are told."""
    project = project_at_hand(request, Act.IMPORT)
    if request.method != "POST":
        return _form(request, "")
    upload = request.FILES.get("file")
    if upload is None:
        return _form(request, _("Choose a file."))
    if (upload.size or 0) > settings.IMPORT_MAX_BYTES:
        most = filesizeformat(settings.IMPORT_MAX_BYTES)
        return _form(request, _("This file is larger than %(most)s. Take it apart.") % {"most": most})
    try:
        row = open_import(
            project=project, by=request.user, upload=upload, fmt=request.POST.get("format", ""), wait=True
        )
    except Refused as error:
        return _form(request, str(error))
    if row.format in ASKED_OF:
        return redirect(meanings_page(row))
    begin(row=row, by=request.user, dry_run=True)
    tasks.start(Import, [row.pk])
    return redirect("claims:import-detail", row.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@vary_on_headers("HX-Request")
def import_detail(request: Request, pk: UUID) -> HttpResponse:
    """How far it is, then the report; a post tries it again, brings it in or cancels it."""
    row = import_for(request, pk)
    if request.method == "POST":
        act = request.POST.get("act", "")
        if act == "cancel":
            steer.cancel(work=[row], by=request.user)
        elif begin(row=row, by=request.user, dry_run=act != "bring"):
            tasks.start(Import, [row.pk])
        return redirect("claims:import-detail", pk)
    pages = Paginator(row.report, REFUSED_ON_PAGE)
    page = pages.get_page(request.GET.get("page"))
    context = {
        "nav": "imports",
        "row": row,
        "label": FORMATS_IN.get(row.format, row.format),
        "untried": row.started_at is None and not row.is_unfinished,
        "waits": waits_for_meanings(row=row),
        "meanings_page": meanings_page(row) if row.format in ASKED_OF else "",
        "is_table": row.format == TABLE,
        "kept": ROWS_KEPT if row.refused > len(row.report) else 0,
        "report": page.object_list,
        "page_obj": page,
        "kinds": sorted((kind, number) for kind, number in row.rows.items() if "." not in kind),
        **powers(desk_of(request).role),
    }
    template = "claims/_import_state.html" if request.htmx else "claims/import_detail.html"
    return render(request, template, context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def import_columns(request: Request, pk: UUID) -> HttpResponse:
    """Which column of a table is what; remembered for the next table with the same columns."""
    row = import_for(request, pk)
    if row.format != TABLE:
        return redirect("claims:import-detail", pk)
    try:
        columns = table_of(row=row)
    except (Broken, FileNotFoundError) as error:
        messages.error(request, str(error))
        return redirect("claims:import-detail", pk)
    meanings, wrong = meanings_for(project=row.project, columns=columns), ""
    if request.method == "POST":
        given = [request.POST.get(f"column-{place}", "") for place in range(len(columns))]
        meanings = {name: one for name, one in zip(columns, given, strict=True) if one in MEANINGS}
        wrong = _wrong(list(meanings.values()))
        if not wrong:
            if say_columns(row=row, columns=columns, meanings=meanings, by=request.user):
                tasks.start(Import, [row.pk])
            return redirect("claims:import-detail", pk)
    samples = _samples(row)
    context = {
        "nav": "imports",
        "row": row,
        "wrong": wrong,
        "meanings": _means(),
        "columns": [
            {"place": place, "name": name, "means": meanings.get(name, ""), "samples": samples.get(name, [])}
            for place, name in enumerate(columns)
        ],
        **powers(desk_of(request).role),
    }
    return render(request, "claims/import_columns.html", context, status=422 if wrong else 200)


def import_for(request: Request, pk: UUID) -> Import:
    """The row, for who may import; 404 for a stranger."""
    rows = Import.objects.filter(project__in=Project.objects.seen_by(request.user))
    row: Import = get_object_or_404(rows.select_related("project", "asked_by"), pk=pk)
    desk_of(request).project = row.project
    require(request.user, Act.IMPORT, row.project)
    return row


def _form(request: Request, wrong: str) -> HttpResponse:
    context = {
        "nav": "imports",
        "formats": FORMATS_IN.items(),
        "chosen": request.POST.get("format", ""),
        "wrong": wrong,
        "most": settings.IMPORT_MAX_BYTES,
        **powers(desk_of(request).role),
    }
    return render(request, "claims/import_new.html", context, status=422 if wrong else 200)


def _wrong(said: list[str]) -> str:
    """What is wrong with the meanings of the columns; "" for nothing."""
    told = [one for one in said if one != "ignore"]
    twice = next((one for one in told if told.count(one) > 1), "")
    if twice:
        return _("Two columns are said to be “%(what)s”. Choose one.") % {"what": _means()[twice]}
    if not {"claim", "quote"} & set(told):
        return _("Say which column holds the claims.")
    return ""


def _samples(row: Import) -> dict[str, list[str]]:
    """The first values of each column."""
    found: dict[str, list[str]] = {}
    try:
        with row.file.open("rb") as file:
            for line in islice(rows(as_text(cast("BinaryIO", file))), SAMPLES):
                for name, value in line.cells.items():
                    found.setdefault(name, []).append(value[:80])
    except (Broken, FileNotFoundError):
        return found
    return found


def _means() -> dict[str, str]:
    """What a column can be, in words."""
    words = {
        "claim": _("Claim, in somebody's words"), "quote": _("Words of the article"),
        "start": _("Where the words begin"), "end": _("Where the words end"), "article": _("Id of the article"),
        "title": _("Title of the article"), "text": _("Text of the article"), "url": _("Address of the article"),
        "publisher": _("Publisher"), "byline": _("Byline"), "published": _("Published on"),
        "language": _("Language"), "source": _("Source: who said it"), "rating": _("Rating"),
        "finding": _("Attribution finding"), "rationale": _("Rationale"), "person": _("Who judged"),
        "judged_at": _("Judged at"), "evidence_url": _("Address of evidence"),
        "evidence_title": _("Title of evidence"), "evidence_quote": _("Words of evidence"),
        "stance": _("Stance of evidence"), "ignore": _("Nothing: keep it beside"),
    }  # fmt: skip
    return {one: words.get(one, one) for one in MEANINGS}
