"""Records as JSON Lines (jsonlines.org): one object a line, in UTF-8, the last with counts and a checksum.

Moments are RFC 3339 in UTC with microseconds, days YYYY-MM-DD. Offsets count code points of the text they point
into, end exclusive. The same records give the same bytes, and no line tells when it was written.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from typing import Any

import orjson

from claims.formats.format import About, Format, Record, as_json

MEDIA_TYPE = "application/jsonl"
SUFFIX = ".jsonl"
NAME = "claim-workbench/export"
VERSION = 2
LINES_AT_ONCE = 256


def header(**told: Any) -> Record:
    """The first record: what this file is."""
    offsets = {"unit": "code point", "end": "exclusive"}
    return {"record": "export", "format": NAME, "version": VERSION, "offsets": offsets, **told}


def dump(records: Iterable[Record], about: About | None = None) -> Iterator[bytes]:
    """The file in pieces of some lines. The last is what ``end`` says and the SHA-256 of all before it."""
    digest = hashlib.sha256()
    lines: list[bytes] = []
    last: Record = {}
    for record in records:
        if record["record"] == "end":
            last = record
            continue
        lines.append(as_json(record))
        if len(lines) >= LINES_AT_ONCE:
            yield _whole(lines, digest)
    yield _whole(lines, digest)
    yield orjson.dumps({**last, "record": "end", "sha256": digest.hexdigest()}, option=orjson.OPT_APPEND_NEWLINE)


def _whole(lines: list[bytes], digest: Any) -> bytes:
    piece = b"".join(line + b"\n" for line in lines)
    digest.update(piece)
    lines.clear()
    return piece


FORMAT = Format(
    slug="jsonl",
    label="JSON Lines",
    means="Everything, a record a line, for large projects and for other installations. Can be imported again.",
    media_type=MEDIA_TYPE,
    suffix=SUFFIX,
    dump=dump,
    lossless=True,
)
