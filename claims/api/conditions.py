"""Conditional requests (RFC 9110, section 13): what a reader has already is not sent again, and whoever writes on
what has changed since they read it is told so.

A row's ETag is that of what its address answers to the person who asks, whatever ``fields`` leaves out. The ETags
of lists are weak: they save sending, and no write can rest on them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.http.response import HttpResponseBase
from django.urls import Resolver404, resolve
from django.utils.http import parse_etags
from django.utils.translation import gettext as _
from rest_framework.exceptions import APIException
from rest_framework.request import Request
from rest_framework.response import Response

from claims.api.renderer import Json

if TYPE_CHECKING:
    from claims.api.doors import Door

ROW = "retrieve"
"""The action that answers with one row, and whose ETag a write may name."""


class Changed(APIException):
    """The row is not as whoever writes has seen it; ``extra`` goes into the answer."""

    status_code = HTTPStatus.PRECONDITION_FAILED
    default_code = "changed"

    def __init__(self, current: str | None) -> None:
        if current:
            words = _("This was changed since you read it. Read it again, and name its ETag of now in If-Match.")
        else:
            words = _("If-Match is about one row, and this address answers with none: leave the header out.")
        super().__init__(words)
        self.extra = {"current": current} if current else {}
        self.headers = {"ETag": current} if current else {}


def etag_of(data: Any, *, weak: bool = False) -> str:
    """The ETag of an answer's data."""
    told = hashlib.sha256(Json().render(data)).hexdigest()[:40]
    return f'W/"{told}"' if weak else f'"{told}"'


def is_known(request: Request, etag: str) -> bool:
    """Whether the reader has this already (If-None-Match, weak comparison)."""
    named = parse_etags(request.headers.get("If-None-Match", ""))
    return named == ["*"] or etag.removeprefix("W/") in [one.removeprefix("W/") for one in named]


def written_as_seen(request: Request, write: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    """Carry out a write, if the row is as ``If-Match`` says; raises Changed.

    From the comparison until the write is committed the row is locked against every other writer.
    """
    wanted = request.headers.get("If-Match")
    unwanted = request.headers.get("If-None-Match")
    if wanted is None and unwanted is None:
        return write()
    with transaction.atomic():
        row = row_of(request)
        current = _now(row) if row else None
        if wanted is not None and not _fits(current, parse_etags(wanted)):
            raise Changed(current)
        if unwanted is not None and current is not None and is_known(request, current):
            raise Changed(current)
        return write()


def with_new_etag(request: Request, response: HttpResponseBase) -> HttpResponseBase:
    """The answer to a change of a row, with the ETag that the row has by now."""
    if response.status_code == HTTPStatus.OK and (row := row_of(request)):
        response["ETag"] = etag_of(_told(row))
    return response


def row_of(request: Request) -> Door | None:
    """The door to the row that an address is about: ``claims/ID`` for ``claims/ID/verdicts``. None for a list."""
    steps = request.path.strip("/").split("/")
    for end in range(len(steps), 3, -1):
        try:
            match = resolve("/" + "/".join(steps[:end]))
        except Resolver404:
            continue
        view: Any = match.func
        if getattr(view, "actions", {}).get("get") == ROW:
            door: Door = view.cls(**view.initkwargs)
            door.request, door.args, door.kwargs = request, (), match.kwargs
            door.action, door.format_kwarg = ROW, None
            return door
    return None


def _now(row: Door) -> str:
    """The ETag of the row, which nobody else writes until the transaction ends. Raises what reading it raises."""
    row.lock()
    return etag_of(_told(row))


def _told(row: Door) -> Any:
    response: Response = row.retrieve(row.request, **row.kwargs)  # type: ignore[attr-defined]
    return response.data


def _fits(current: str | None, wanted: list[str]) -> bool:
    return current is not None and (wanted == ["*"] or current in wanted)
