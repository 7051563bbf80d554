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
    """503 where the database, Redis or object storage is away, 507 where there is no room; None for another."""
    if isinstance(error, OperationalError | InterfaceError):
        state = getattr(error.__cause__, "sqlstate", None)
        away = state is None or state.startswith(AWAY)
        return HTTPStatus.SERVICE_UNAVAILABLE if away else None
    if isinstance(error, redis.ConnectionError | redis.TimeoutError | BrokerDown):
        return HTTPStatus.SERVICE_UNAVAILABLE
    if _bucket_is_away(error):
        return HTTPStatus.SERVICE_UNAVAILABLE
    if isinstance(error, OSError) and error.errno in DISK_FULL:
        return HTTPStatus.INSUFFICIENT_STORAGE
    return None


def _bucket_is_away(error: BaseException | None) -> bool:
    """Whether object storage cannot be reached, or says that it is its own fault; its package may not be here."""
    if type(error).__module__ != "botocore.exceptions":
        return False
    if {"ConnectionError", "HTTPClientError"} & {kind.__name__ for kind in type(error).__mro__}:
        return True
    told = getattr(error, "response", {}).get("ResponseMetadata", {})
    return int(told.get("HTTPStatusCode", 0)) >= HTTPStatus.INTERNAL_SERVER_ERROR


def _later(request: HttpRequest, status: HTTPStatus) -> HttpResponse:
    headers = {"Retry-After": RETRY_AFTER[status]}
    if request.path.startswith("/api/"):
        full = status == HTTPStatus.INSUFFICIENT_STORAGE
        no_room = _("There is no room for files here. Tell the person who runs this installation.")
        away = _("The database, or where files are kept, is away just now. Send the same again in a moment.")
        return problem(status, no_room if full else away, headers)
    return HttpResponse(render_to_string(PAGES[status]), status=status, headers=headers)
