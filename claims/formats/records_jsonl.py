"""Records as JSON Lines (jsonlines.org): one object a line, in UTF-8, the last with counts and a checksum.

Moments are RFC 3339 in UTC with microseconds, days YYYY-MM-DD. Offsets count code points of the text they point
into, end exclusive. The same records give the same bytes, and no line tells when it was written.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import orjson

MEDIA_TYPE = "application/jsonl"
SUFFIX = ".jsonl"
FORMAT = "claim-workbench/export"
VERSION = 2
LINES_AT_ONCE = 256

Record = Mapping[str, Any]
"""One object; its ``record`` says what it is."""


def header(**told: Any) -> Record:
    """The first record: what this file is."""
    offsets = {"unit": "code point", "end": "exclusive"}
    return {"record": "export", "format": FORMAT, "version": VERSION, "offsets": offsets, **told}


def dump(records: Iterable[Record]) -> Iterator[bytes]:
    """The file in pieces of some lines. The last is what ``end`` says and the SHA-256 of all before it."""
    digest = hashlib.sha256()
    lines: list[bytes] = []
    last: Record = {}
    for record in records:
        if record["record"] == "end":
            last = record
            continue
        lines.append(orjson.dumps(record, option=orjson.OPT_APPEND_NEWLINE))
        if len(lines) >= LINES_AT_ONCE:
            yield _whole(lines, digest)
    yield _whole(lines, digest)
    yield orjson.dumps({**last, "record": "end", "sha256": digest.hexdigest()}, option=orjson.OPT_APPEND_NEWLINE)


def _whole(lines: list[bytes], digest: Any) -> bytes:
    piece = b"".join(lines)
    digest.update(piece)
    lines.clear()
    return piece
