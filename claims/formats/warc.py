"""One archived page as a WARC file (ISO 28500, version 1.1), and back.

The body is kept as the client decoded it: compression on the wire is undone, its headers are kept under
``X-Archive-Orig-``, and Content-Length is that of what is kept.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from io import BytesIO
from typing import IO, Any
from urllib.parse import urlsplit

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

_OF_THE_WIRE = frozenset({"content-encoding", "transfer-encoding", "content-length", "connection"})
_TEXT_LIMIT = 5_000_000


class Damaged(Exception):
    """The file holds no archived response that can be read."""


@dataclass(frozen=True, slots=True)
class Page:
    """A response as it is archived. ``headers`` in the order in which they came; ``at`` when, with its zone."""

    url: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    at: datetime

    @property
    def content_type(self) -> str:
        """The Content-Type header, parameters included."""
        return next((value for name, value in self.headers if name.lower() == "content-type"), "")


def write_warc(page: Page, *, sent: Mapping[str, str], asked: str, text: str, software: str) -> bytes:
    """A gzipped WARC: what wrote it, the request, the response, and ``text``, which was read from it, if any.

    ``sent`` are the request's headers, ``asked`` the address before redirects.
    """
    stream = BytesIO()
    writer = WARCWriter(stream, gzip=True, warc_version="1.1")
    date = {"WARC-Date": page.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")}

    def record(kind: str, payload: bytes, headers: StatusAndHeaders | None = None, **told: str) -> Any:
        fields = date | {name.replace("_", "-"): value for name, value in told.items()}
        how = {"length": len(payload), "http_headers": headers, "warc_headers_dict": fields}
        return writer.create_warc_record(page.url, kind, BytesIO(payload), **how)

    response = record("response", page.body, _answered(page))
    identity = response.rec_headers.get_header("WARC-Record-ID")
    records = [
        writer.create_warcinfo_record("", {"software": software, "format": "WARC File Format 1.1"}),
        response,
        record("request", b"", _asked(page.url, sent), WARC_Concurrent_To=identity),
    ]
    if asked != page.url:
        via = f"via: {_one_line(asked)}\r\n".encode()
        records.append(record("metadata", via, WARC_Concurrent_To=identity))
    if text:
        told = {"WARC_Refers_To": identity, "Content_Type": "text/plain; charset=utf-8"}
        records.append(record("conversion", text.encode()[:_TEXT_LIMIT], **told))
    for one in records:
        writer.write_record(one)
    return stream.getvalue()


def read_warc(file: IO[bytes], *, most: int) -> Page:
    """The first response of a WARC file, of at most ``most`` bytes; raises Damaged."""
    try:
        for record in ArchiveIterator(file):
            if record.rec_type == "response":
                return _page(record, most)
    except (ArchiveLoadFailed, OSError, EOFError, ValueError) as error:
        raise Damaged("This file is no WARC, or it is damaged.") from error
    raise Damaged("This WARC file holds no response.")


def _page(record: Any, most: int) -> Page:
    body: bytes = record.content_stream().read(most + 1)
    if len(body) > most:
        raise Damaged("The archived page is larger than can be shown.")
    at = datetime.fromisoformat(record.rec_headers.get_header("WARC-Date")[:19])
    return Page(
        url=record.rec_headers.get_header("WARC-Target-URI"),
        status=int(record.http_headers.get_statuscode()),
        headers=tuple(record.http_headers.headers),
        body=body,
        at=at.replace(tzinfo=UTC),
    )


def _answered(page: Page) -> StatusAndHeaders:
    kept = [
        (f"X-Archive-Orig-{name}" if name.lower() in _OF_THE_WIRE else name, _one_line(value))
        for name, value in page.headers
    ]
    return StatusAndHeaders(
        f"{page.status} {_phrase(page.status)}",
        [*kept, ("Content-Length", str(len(page.body)))],
        protocol="HTTP/1.1",
    )


def _asked(url: str, sent: Mapping[str, str]) -> StatusAndHeaders:
    place = urlsplit(url)
    path = (place.path or "/") + (f"?{place.query}" if place.query else "")
    headers = [("Host", place.netloc), *((name, _one_line(value)) for name, value in sent.items())]
    return StatusAndHeaders(f"GET {path} HTTP/1.1", _titled(headers), is_http_request=True)


def _titled(headers: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(name.title(), value) for name, value in headers]


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Unknown"


def _one_line(value: str) -> str:
    return " ".join(value.split())
