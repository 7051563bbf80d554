"""Requests that are too large are refused before anything of them is kept."""

from __future__ import annotations

import re
from collections.abc import Callable
from importlib import import_module

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

ROOM_FOR_FIELDS = 256 * 1024
LARGEST_POLITELY_READ = 200 * 1024 * 1024
CHUNK = 256 * 1024
ESCAPED = 3
"""A pasted text may arrive with three bytes (%E2) for each of its own; its true size is checked later."""
PAGE = "/imports/new/"
API = re.compile(r"/api/v1/projects/[-\w]+/imports/?")


class RequestSizeMiddleware:
    """Answers 413 to a body over the limit. Stands before everything that would read it.

    Whoever is signed in may hand in files to be imported, and so may whoever the API lets in: it asks who they are
    before it reads. Anything else is as large as an article at most.

    A browser shows our answer only once its upload has been taken off the line, so the body is read in
    pieces and dropped; beyond 200 MB the line is cut instead.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass on what is small enough."""
        declared = _length(request)
        usual = settings.ARTICLE_MAX_BYTES * ESCAPED + ROOM_FOR_FIELDS
        if declared <= usual or (declared <= settings.IMPORT_MAX_BYTES + ROOM_FOR_FIELDS and _is_import(request)):
            return self.get_response(request)
        if declared <= LARGEST_POLITELY_READ:
            _drop(request, declared)
        return _refusal(request)


def _is_import(request: HttpRequest) -> bool:
    """Whether this is a file to be imported, from somebody who is known or will be asked before it is read."""
    if request.method != "POST" or not _takes_files(request):
        return False
    asked = request.path != PAGE and request.META.get("HTTP_AUTHORIZATION")
    return bool(asked) or _is_signed_in(request)


def _takes_files(request: HttpRequest) -> bool:
    return request.path == PAGE or bool(API.fullmatch(request.path))


def _is_signed_in(request: HttpRequest) -> bool:
    key = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
    if not key:
        return False
    return SESSION_KEY in import_module(settings.SESSION_ENGINE).SessionStore(key)


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
    most = settings.IMPORT_MAX_BYTES if _takes_files(request) else settings.ARTICLE_MAX_BYTES
    limit = most // (1024 * 1024)
    if request.path.startswith("/api/"):
        problem = {
            "type": "about:blank",
            "title": "Request too large",
            "status": 413,
            "detail": f"This is larger than {limit} MB, the most that is taken in here.",
        }
        return JsonResponse(problem, status=413, content_type="application/problem+json")
    return render(request, "413.html", {"limit": limit}, status=413)
