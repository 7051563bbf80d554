"""Archived copies: asking for one, seeing it offline in a frame where nothing runs, taking its file away."""

from __future__ import annotations

from email.message import Message
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST, require_safe

from claims import tasks
from claims.extraction.still import still_page
from claims.formats.warc import Damaged
from claims.models import Act, Capture, WaybackSave, WorkState
from claims.pipeline import capture, steer, wayback
from claims.views.access import document_for, powers
from claims.views.requests import Request
from claims.views.shell import desk_of
from claims.views.shelves import capture_for

STILL_POLICY = (
    "default-src 'none'; img-src data:; style-src data:; form-action 'none'; base-uri 'none'; "
    "frame-ancestors 'self'; sandbox"
)
"""For an archived page: no script, no network, no origin of ours, wherever it is opened."""

PAGES = frozenset({"text/html", "application/xhtml+xml"})


@require_safe
@login_required
def capture_detail(request: Request, pk: UUID) -> HttpResponse:
    """A copy: its hashes, the page in a frame, the text that was read from it."""
    row = capture_for(request, pk, Act.READ)
    context = {
        "nav": "library",
        "capture": row,
        "is_page": row.state == WorkState.SUCCEEDED and _kind(row.content_type)[0] in PAGES,
        **powers(desk_of(request).role),
    }
    return render(request, "claims/capture_detail.html", context)


@require_safe
@login_required
@xframe_options_sameorigin
def capture_page(request: Request, pk: UUID) -> HttpResponse:
    """The archived page, made still, under a policy of its own."""
    row = capture_for(request, pk, Act.READ)
    kind, charset = _kind(row.content_type)
    if row.state != WorkState.SUCCEEDED or kind not in PAGES:
        raise Http404
    try:
        page = capture.archived_page(capture=row)
        response = HttpResponse(still_page(page.body, charset=charset), content_type="text/html; charset=utf-8")
    except Damaged as error:
        response = HttpResponse(str(error), content_type="text/plain; charset=utf-8", status=410)
    response["Content-Security-Policy"] = STILL_POLICY
    response["X-DNS-Prefetch-Control"] = "off"
    response["Referrer-Policy"] = "no-referrer"
    response["Cache-Control"] = "private, no-store"
    return response


@require_safe
@login_required
def capture_file(request: Request, pk: UUID) -> HttpResponse:
    """The WARC file, to be saved."""
    row = capture_for(request, pk, Act.READ)
    if row.state != WorkState.SUCCEEDED:
        raise Http404
    try:
        with row.file.open("rb") as file:
            response = HttpResponse(file.read(), content_type="application/gzip")
    except FileNotFoundError as error:
        raise Http404 from error
    name = f"{row.captured_at:%Y%m%d%H%M%S}-{str(row.pk)[:8]}.warc.gz"
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    return response


@require_POST
@login_required
def capture_ask(request: Request, pk: UUID) -> HttpResponse:
    """Keep a copy of the document's page as it is now."""
    document = document_for(request, pk, Act.WEIGH)
    try:
        row = capture.keep_copy(document=document, by=request.user)
    except capture.Refused as error:
        messages.error(request, str(error))
    else:
        tasks.start(Capture, [row.pk])
        messages.success(request, _("A copy is being kept. It appears here as soon as it is there."))
    return redirect("claims:document-detail", pk)


@require_POST
@login_required
def capture_retry(request: Request, pk: UUID) -> HttpResponse:
    """Try again after a failure or a cancellation."""
    row = capture_for(request, pk, Act.WEIGH)
    tasks.start(Capture, steer.ask_again(work=[row], by=request.user))
    return redirect("claims:document-detail", row.document_id)


@require_POST
@login_required
def capture_cancel(request: Request, pk: UUID) -> HttpResponse:
    """Cancel a copy that has not been kept yet."""
    row = capture_for(request, pk, Act.WEIGH)
    steer.cancel(work=[row], by=request.user)
    return redirect("claims:document-detail", row.document_id)


@require_POST
@login_required
def wayback_ask(request: Request, pk: UUID) -> HttpResponse:
    """Ask the Wayback Machine to save the document's page."""
    document = document_for(request, pk, Act.WEIGH)
    try:
        row = wayback.ask_save(document=document, by=request.user)
    except wayback.Refused as error:
        messages.error(request, str(error))
    else:
        tasks.start(WaybackSave, [row.pk])
        messages.success(request, _("It will be asked for. Asked for is not archived: the copy's address follows."))
    return redirect("claims:document-detail", pk)


def _kind(content_type: str) -> tuple[str, str]:
    """Media type and charset of a header, both in lower case."""
    header = Message()
    header["content-type"] = " ".join(content_type.split()) or "application/octet-stream"
    return header.get_content_type(), header.get_content_charset() or ""
