"""Requests that are too large are refused before anything of them is kept."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

ROOM_FOR_FIELDS = 256 * 1024
LARGEST_POLITELY_READ = 200 * 1024 * 1024
CHUNK = 256 * 1024


class RequestSizeMiddleware:
    """Answers 413 to a body over the article limit. Stands before everything that would read it.

    A browser shows our answer only once its upload has been taken off the line, so the body is read in
    pieces and dropped; beyond 200 MB the line is cut instead.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass on what is small enough."""
        declared = _length(request)
        if declared <= settings.ARTICLE_MAX_BYTES * ESCAPED + ROOM_FOR_FIELDS:
            return self.get_response(request)
        if declared <= LARGEST_POLITELY_READ:
            _drop(request, declared)
        return _refusal(request)


ESCAPED = 3
"""A pasted text may arrive with three bytes (%E2) for each of its own; its true size is checked later."""


def _length(request: HttpRequest) -> int:
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0


def _drop(request: HttpRequest, declared: int) -> None:
    left = declared
    while left > 0:
        piece = request.read(min(CHUNK, left))
        if not piece:
            return
        left -= len(piece)


def _refusal(request: HttpRequest) -> HttpResponse:
    limit = settings.ARTICLE_MAX_BYTES // (1024 * 1024)
    if request.path.startswith("/api/"):
        problem = {
            "type": "about:blank",
            "title": "Request too large",
            "status": 413,
            "detail": f"This is larger than {limit} MB, the most one article may have here.",
        }
        return JsonResponse(problem, status=413, content_type="application/problem+json")
    return render(request, "413.html", {"limit": limit}, status=413)
