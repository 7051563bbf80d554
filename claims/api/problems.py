"""Errors as application/problem+json (RFC 9457), with the fields they are about."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from http import HTTPStatus
from typing import Any

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.core.exceptions import ValidationError as RefusedFields
from django.db import OperationalError
from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from rest_framework.exceptions import APIException, ParseError, ValidationError
from rest_framework.response import Response
from rest_framework.views import exception_handler

from claims.pipeline import adjudicate, grade, guide, ingest, judge, library, merge, queue, scales, tie, undo
from claims.pipeline.export import UnknownFormat

MEDIA_TYPE = "application/problem+json"


class Conflict(APIException):
    """What is there already stands in the way; ``extra`` goes into the answer."""

    status_code = HTTPStatus.CONFLICT
    default_code = "conflict"

    def __init__(self, detail: str, **extra: Any) -> None:
        super().__init__(detail)
        self.extra = extra


class TooLarge(APIException):
    """More than is taken in at once."""

    status_code = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    default_code = "too_large"


class Busy(APIException):
    """Others hold what this takes: the same again in a moment will do."""

    status_code = HTTPStatus.SERVICE_UNAVAILABLE
    default_code = "busy"
    headers = {"Retry-After": "1"}


def problem(status: int, detail: str, headers: dict[str, str] | None = None, **extra: Any) -> JsonResponse:
    """A problem outside of any door: an address that there is not, a fault of ours."""
    body = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": detail, **extra}
    return JsonResponse(body, status=status, headers=headers, content_type=MEDIA_TYPE)


@csrf_exempt  # nothing is done here, and a program gets a problem rather than a page
def nowhere(request: HttpRequest, **_kwargs: Any) -> JsonResponse:
    """The answer at every address under /api/ that nothing stands at."""
    return problem(404, _("Nothing stands at this address. All addresses: /api/"))


def answer(error: Exception, context: dict[str, Any]) -> Response | None:
    """The answer to an error raised in a door; None for one that is our own fault, which Django reports."""
    error = _translate(error)
    response = exception_handler(error, context)
    if response is None:
        return None
    fields = list(_fields(error.detail)) if isinstance(error, ValidationError) else []
    status = HTTPStatus(response.status_code)
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": status.phrase,
        "status": int(status),
        "detail": fields[0]["detail"] if fields else str(response.data["detail"]),
        **getattr(error, "extra", {}),
    }
    if fields:
        body["errors"] = fields
    headers = {**_kept(response), **getattr(error, "headers", {})}
    return Response(body, status=status, headers=headers, content_type=MEDIA_TYPE)


def _translate(error: Exception) -> Exception:
    """What a stage raises, as the exception that REST framework knows."""
    for kind, make in _TRANSLATIONS.items():
        if isinstance(error, kind):
            return make(error)
    return error


def _database(error: Any) -> Exception:
    """Two that waited for each other, or one that waited too long; anything else is no matter of the request."""
    state = getattr(error.__cause__, "sqlstate", None)
    passing = state in ("40P01", "40001", "55P03")
    return Busy(_("Others are writing here just now. Send the same again.")) if passing else error


def _refused_fields(error: Any) -> ValidationError:
    if hasattr(error, "error_dict"):
        return ValidationError(error.message_dict)
    return ValidationError({"": error.messages})


def _refused_merge(error: Any) -> Exception:
    """A refusal on which a person may insist says with which field."""
    return Conflict(error.messages[0], confirm="confirmed") if error.confirmable else _refused_fields(error)


def _ruled_meanwhile(error: Any) -> Conflict:
    current = error.current
    return Conflict(str(error), **({"current": str(current.pk)} if current else {}))


_TRANSLATIONS: dict[type[Exception], Callable[[Any], Exception]] = {
    merge.Refused: _refused_merge,
    RefusedFields: _refused_fields,
    ingest.Refused: lambda error: ValidationError({"text": [str(error)]}),
    library.Refused: lambda error: ValidationError({"text": [str(error)]}),
    ingest.AlreadyHere: lambda error: Conflict(str(error), article=str(error.article.pk)),
    tie.Changed: lambda error: Conflict(str(error), current=str(error.current.pk)),
    grade.Changed: lambda error: Conflict(str(error), current=str(error.current.pk)),
    adjudicate.Changed: _ruled_meanwhile,
    judge.Changed: lambda error: Conflict(str(error), current=str(error.current.pk)),
    guide.Changed: lambda error: Conflict(
        str(error), **({"current": error.current.number} if error.current else {})
    ),
    scales.Changed: lambda error: Conflict(
        str(error), scale=error.current.scale.slug, current=error.current.number
    ),
    undo.Nothing: lambda error: Conflict(str(error)),
    undo.Changed: lambda error: Conflict(str(error)),
    queue.Busy: lambda error: Conflict(str(error)),
    RequestDataTooBig: lambda error: TooLarge(_("This is more than is taken in at once.")),
    SuspiciousOperation: lambda error: ParseError(_("The request cannot be read.")),
    OperationalError: _database,
    UnknownFormat: lambda error: ValidationError({"format": [str(error)]}),
}


def _fields(detail: Any, path: str = "") -> Iterator[dict[str, str]]:
    """Each message with the path of its field; an empty path is about the request as a whole."""
    if isinstance(detail, dict):
        for key, value in detail.items():
            name = "" if key in ("non_field_errors", "__all__") else str(key)
            yield from _fields(value, f"{path}.{name}".strip("."))
    elif isinstance(detail, list):
        for index, value in enumerate(detail):
            deeper = isinstance(value, dict)
            yield from _fields(value, f"{path}.{index}".strip(".") if deeper else path)
    else:
        yield {"field": path, "detail": str(detail)}


def _kept(response: Response) -> dict[str, str]:
    """Headers that belong to the status: how to sign in, when to come back."""
    return {name: response[name] for name in ("WWW-Authenticate", "Retry-After", "Allow") if name in response}
