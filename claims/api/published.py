"""The schemas of our formats, open to everybody."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from claims.formats import export_json


@require_safe
@cache_control(public=True, max_age=3600)
def export_schema(request: HttpRequest) -> HttpResponse:
    """The JSON Schema of version 1 of the export."""
    response = HttpResponse(export_json.schema(), content_type="application/schema+json")
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


urlpatterns = [path("export-1.json", export_schema, name="export-schema-1")]
