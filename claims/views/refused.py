"""What of a file was refused, all of it, as a file."""

from __future__ import annotations

from uuid import UUID

import orjson
from django.contrib.auth.decorators import login_required
from django.http import StreamingHttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from claims.formats.table_csv import stream_table
from claims.pipeline.bring_in import refusals
from claims.views.imports import import_for
from claims.views.requests import Request

COLUMNS = ("line", "title", "why")


@require_safe
@login_required
def import_refused(request: Request, pk: UUID) -> StreamingHttpResponse:
    """Each with its line and the reason: a table with formulas defused, or JSON Lines."""
    found = refusals(row=import_for(request, pk))
    if request.GET.get("as") == "jsonl":
        pieces, suffix, kind = (orjson.dumps(one) + b"\n" for one in found), "jsonl", "application/jsonl"
        return _file(pieces, suffix, kind)
    return _file(stream_table(COLUMNS, found), "csv", "text/csv; charset=utf-8")


def _file(pieces: object, suffix: str, kind: str) -> StreamingHttpResponse:
    disposition = content_disposition_header(as_attachment=True, filename=f"refused.{suffix}") or "attachment"
    headers = {"Content-Disposition": disposition, "X-Content-Type-Options": "nosniff"}
    return StreamingHttpResponse(pieces, content_type=kind, headers=headers)  # type: ignore[arg-type]
