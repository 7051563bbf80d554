"""Answers where no view could answer: a page for people, a problem (RFC 9457) for programs."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views import defaults

from claims.api.problems import problem


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A request that cannot be read."""
    if request.path.startswith("/api/"):
        return problem(400, _("The request cannot be read."))
    return defaults.bad_request(request, exception)


def server_error(request: HttpRequest) -> HttpResponse:
    """A fault of ours; what went wrong is in the log."""
    if request.path.startswith("/api/"):
        return problem(500, _("Something is wrong here, not with your request. It is in the log."))
    return defaults.server_error(request)
