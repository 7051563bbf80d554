"""Writes that may be repeated (``Idempotency-Key`` as in the IETF's draft): what was done once is not done twice.

The act and what it answered are committed together, so that a repetition finds both or neither. While the first is
at it an advisory lock of the database says so; it goes with the connection, so that nobody waits for what crashed.

Answers hold secrets at times. They are sealed with a key made of the installation's secret and of the caller's
Idempotency-Key, which is kept as a checksum only.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import re
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.db import connection, transaction
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from rest_framework.exceptions import APIException, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from claims.api.renderer import Json
from claims.models import IdempotencyKey, User

HEADER = "Idempotency-Key"
REPLAYED = "Idempotency-Replayed"
_FIT = re.compile(r"[\x21-\x7e]{1,255}")
_KEPT = ("Location", "ETag")


class Running(APIException):
    """The first request with this key has not ended."""

    status_code = HTTPStatus.CONFLICT
    default_code = "running"
    headers = {"Retry-After": "2"}

    def __init__(self) -> None:
        super().__init__(
            _("The first request with this Idempotency-Key is still under way. Ask again in a moment.")
        )


class OtherRequest(APIException):
    """The key was used for something else."""

    status_code = HTTPStatus.UNPROCESSABLE_ENTITY
    default_code = "other_request"

    def __init__(self) -> None:
        super().__init__(_("This Idempotency-Key was used for another request. Take a new key for each act."))


def key_of(request: Request) -> str | None:
    """The key that the request carries, if any. ValidationError for one that is none."""
    key = request.headers.get(HEADER)
    if key is None:
        return None
    key = key.strip().removeprefix('"').removesuffix('"')
    if not _FIT.fullmatch(key):
        raise ValidationError({HEADER: [_("A key is 1 to 255 letters, digits and signs, without spaces.")]})
    return key


def once(request: Request, key: str, act: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    """Carry ``act`` out, or answer as the first time.

    Only what was done (2xx) is kept, for 24 hours; after a refusal the same key may be used again. Raises Running
    and OtherRequest.
    """
    assert isinstance(request.user, User)  # noqa: S101 - narrows the type
    name, seal = _checksum(key), _seal(key)
    asked = _fingerprint(request)
    with transaction.atomic():
        if not _alone(request.user.pk, name):
            raise Running
        known = IdempotencyKey.objects.filter(user=request.user, key=name).first()
        if known is not None:
            return _as_before(known, asked, seal)
        response = act()
        if HTTPStatus.OK <= response.status_code < HTTPStatus.MULTIPLE_CHOICES and not response.streaming:
            body = _body(response)
            headers = {one: response[one] for one in _KEPT if one in response} | _kind(response)
            IdempotencyKey.objects.create(
                user=request.user,
                key=name,
                request_sha256=asked,
                status=response.status_code,
                headers=headers,
                body=seal.encrypt(body),
            )
        return response


def _as_before(known: IdempotencyKey, asked: str, seal: Fernet) -> HttpResponse:
    if known.request_sha256 != asked:
        raise OtherRequest
    try:
        body = seal.decrypt(bytes(known.body or b""))
    except InvalidToken:  # the installation has another secret by now
        raise OtherRequest from None
    response = HttpResponse(body, status=known.status, headers={**known.headers, REPLAYED: "true"})
    if not body:
        del response["Content-Type"]
    return response


def _body(response: Any) -> bytes:
    """What the answer is going to say."""
    if not isinstance(response, Response):
        return bytes(response.content)
    return b"" if response.data is None else Json().render(response.data)


def _kind(response: HttpResponseBase) -> dict[str, str]:
    """The Content-Type that the answer is going to have; REST framework sets it when it renders."""
    if isinstance(response, Response):
        return {"Content-Type": response.content_type or "application/json"}
    return {"Content-Type": response["Content-Type"]}


def _fingerprint(request: Request) -> str:
    """What was asked, and within which limits; form data without the boundary, which a client makes up anew."""
    user: Any = request.user
    limits = [str(user.only_project or ""), *sorted(user.scopes or [])]
    told = hashlib.sha256("\n".join([request.method or "", request.get_full_path(), *limits]).encode())
    if request.content_type.partition(";")[0].strip() == "multipart/form-data":
        for field in sorted(request.POST):
            told.update(json.dumps([field, request.POST.getlist(field)]).encode())
        for field, file in sorted(request.FILES.items()):
            told.update(json.dumps([field, file.name]).encode())
            for chunk in file.chunks():
                told.update(chunk)
            file.seek(0)
    else:
        told.update(request._request.body)
    return told.hexdigest()


def _checksum(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()


def _seal(key: str) -> Fernet:
    secret = hmac.digest(settings.SECRET_KEY.encode(), b"idempotency:" + key.encode(), "sha256")
    return Fernet(base64.urlsafe_b64encode(secret))


def _alone(user: Any, name: str) -> bool:
    """Whether no other request of the person with this key is under way; until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 8))", [f"{user}:{name}"])
        return bool(cursor.fetchone()[0])
