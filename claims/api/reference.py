"""The page that shows the API to people: every operation by area, out of the OpenAPI description."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from claims.api.description import document
from claims.api.reading import Area, read

LONGEST = 100


@require_safe
@login_required
def reference(request: HttpRequest) -> HttpResponse:
    """The contents; one area with all its operations; or those in which certain words stand."""
    site = request.build_absolute_uri("/").rstrip("/")
    areas = _areas(site, get_language() or "")
    words, name = request.GET.get("q", "").strip()[:LONGEST], request.GET.get("area", "")
    area = next((one for one in areas if one.anchor == name), None)
    found = [one for each in areas for one in each.operations if words and one.holds(words)]
    context: dict[str, Any] = {
        "nav": "api",
        "site": site,
        "areas": areas,
        "area": area if not words else None,
        "q": words,
        "shown": found if words else area.operations if area else (),
    }
    return render(request, "claims/api_reference.html", context)


@lru_cache(maxsize=16)
def _areas(site: str, language: str) -> list[Area]:
    return read(document(), site)
