"""The schemas of our formats, open to everybody."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from claims.formats.published import schema
from claims.formats.records_jsonl import VERSION


@require_safe
@cache_control(public=True, max_age=3600)
def export_schema(request: HttpRequest) -> HttpResponse:
    """The JSON Schema of the export."""
    response = HttpResponse(schema(VERSION), content_type="application/schema+json")
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


urlpatterns = [path("export-2.json", export_schema, name="export-schema-2")]
"""One line for each version that is written."""
