"""Answers where no view could answer: a page for people, a problem (RFC 9457) for programs."""

from __future__ import annotations

import errno
import sys
from http import HTTPStatus

import redis
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views import defaults
from kombu.exceptions import OperationalError as BrokerDown

from claims.api.problems import problem

AWAY = ("08", "53", "57P")
"""How the SQLSTATEs begin of a connection that broke, a server without room, and one that stops or starts."""
DISK_FULL = {errno.ENOSPC, errno.EDQUOT}
PAGES = {HTTPStatus.SERVICE_UNAVAILABLE: "503.html", HTTPStatus.INSUFFICIENT_STORAGE: "507.html"}
RETRY_AFTER = {HTTPStatus.SERVICE_UNAVAILABLE: "2", HTTPStatus.INSUFFICIENT_STORAGE: "60"}


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A request that cannot be read."""
    if request.path.startswith("/api/"):
        return problem(400, _("The request cannot be read."))
    return defaults.bad_request(request, exception)


def server_error(request: HttpRequest) -> HttpResponse:
    """A fault of ours; what went wrong is in the log. What may pass says so, so that programs and the outbox of
    a browser send the same again."""
    status = passing(sys.exc_info()[1])
    if status is not None:
        return _later(request, status)
    if request.path.startswith("/api/"):
        return problem(500, _("Something is wrong here, not with your request. It is in the log."))
    return defaults.server_error(request)


def passing(error: BaseException | None) -> HTTPStatus | None:
    """503 where the database or Redis is away, 507 where a file finds no room; None for any other fault."""
    if isinstance(error, OperationalError | InterfaceError):
        state = getattr(error.__cause__, "sqlstate", None)
        away = state is None or state.startswith(AWAY)
        return HTTPStatus.SERVICE_UNAVAILABLE if away else None
    if isinstance(error, redis.ConnectionError | redis.TimeoutError | BrokerDown):
        return HTTPStatus.SERVICE_UNAVAILABLE
    if isinstance(error, OSError) and error.errno in DISK_FULL:
        return HTTPStatus.INSUFFICIENT_STORAGE
    return None


def _later(request: HttpRequest, status: HTTPStatus) -> HttpResponse:
    headers = {"Retry-After": RETRY_AFTER[status]}
    if request.path.startswith("/api/"):
        full = status == HTTPStatus.INSUFFICIENT_STORAGE
        words = _("There is no room for files here. Tell the person who runs this installation.")
        return problem(
            status, words if full else _("The database is away just now. Send the same again in a moment."), headers
        )
    return HttpResponse(render_to_string(PAGES[status]), status=status, headers=headers)
