"""A finished file over HTTP: whole, or from where a download broke off (RFC 9110, sections 13 and 14)."""

from __future__ import annotations

import re
from typing import Any, BinaryIO

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.utils.http import parse_etags

PIECE = 64 * 1024
_ONE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})", re.ASCII | re.IGNORECASE)


def answer(
    request: HttpRequest, file: BinaryIO, *, size: int, sha256: str, name: str, media_type: str
) -> HttpResponseBase:
    """The file, which this closes: 200, 206 for one range, 304 for who has it, 416 for a range beyond its end.

    The ETag is the file's SHA-256, so that parts of two files never become one: with an ``If-Range`` that names
    another the whole file comes. So it does for several ranges at once, which no download asks for.
    """
    etag = f'"{sha256}"'
    headers = {
        "ETag": etag,
        "Accept-Ranges": "bytes",
        "Cache-Control": "private, no-cache",
        "X-Content-Type-Options": "nosniff",
    }
    if _has(request, etag):
        file.close()
        return HttpResponseNotModified(headers=headers)
    wanted = _range(request, etag, size)
    if wanted is not None and not wanted:
        file.close()
        return HttpResponse(status=416, headers={**headers, "Content-Range": f"bytes */{size}"})
    told: dict[str, Any] = {"as_attachment": True, "filename": name, "content_type": media_type, "headers": headers}
    if wanted is None:
        return FileResponse(file, **told)
    part = FileResponse(_Part(file, wanted), status=206, **told)
    part["Content-Length"] = str(len(wanted))
    part["Content-Range"] = f"bytes {wanted.start}-{wanted.stop - 1}/{size}"
    return part


def _has(request: HttpRequest, etag: str) -> bool:
    named = parse_etags(request.headers.get("If-None-Match", ""))
    return named == ["*"] or etag in [one.removeprefix("W/") for one in named]


def _range(request: HttpRequest, etag: str, size: int) -> range | None:
    """The places asked for; empty where there are none such, None where the whole file is to come."""
    asked = _ONE.fullmatch(request.headers.get("Range", "").strip())
    if request.method != "GET" or asked is None or asked.groups() == ("", ""):
        return None
    if request.headers.get("If-Range", etag).strip() != etag:
        return None
    first, last = asked.groups()
    if not first:
        return range(max(size - int(last), 0), size)
    if last and int(last) < int(first):
        return None
    return range(int(first), min(int(last) + 1, size) if last else size)


class _Part:
    """Some bytes of a file, to be read once. It has no number of a file, by which a server would send all of it."""

    def __init__(self, file: BinaryIO, places: range) -> None:
        self._file, self._left = file, len(places)
        file.seek(places.start)

    def read(self, size: int = -1) -> bytes:
        """Up to ``size`` bytes, all that are left for a negative number."""
        data = self._file.read(self._left if size < 0 else min(size, self._left))
        self._left -= len(data)
        return data

    def close(self) -> None:
        """Close the file."""
        self._file.close()
