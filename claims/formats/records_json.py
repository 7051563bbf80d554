"""The same records as one JSON document (RFC 8259): each article holds its claims, other kinds stand in lists.

Written in pieces: one record is held at a time. The last key is ``end``, with the counts of all rows by place.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import orjson

from claims.formats.format import About, Format, Record, Written

MEDIA_TYPE = "application/json"
SUFFIX = ".json"
LISTS = {
    "scale": "scales",
    "source": "sources",
    "document": "documents",
    "fact_check": "fact_checks",
    "article": "articles",
    "example": "examples",
    "expert_link": "expert_links",
    "person": "people",
    "history": "history",
}
"""By kind of record: the list it stands in, in the order of the document; ``project`` and ``end`` stand alone."""

ON_REQUEST = {"history"}


def dump(records: Iterable[Record], about: About) -> Iterator[bytes]:
    """The document in pieces."""
    document = _Document()
    for record in records:
        yield document.take(record)
    yield document.close() + b"\n"


class _Document:
    """What is open at the moment: a list of the document, and the claims of an article."""

    def __init__(self) -> None:
        self._list = ""
        self._written_lists: set[str] = set()
        self._claims = 0
        self._in_article = False
        self._end = b"{}"

    def take(self, record: Record) -> bytes:
        """The bytes that a record adds."""
        kind, body = record["record"], _body(record)
        if kind == "export":
            return body[:-1]
        if kind == "claim":
            self._claims += 1
            return (b",\n" if self._claims > 1 else b"\n") + body
        before = self._leave_article()
        if kind == "end":
            self._end = body
            return before
        if kind == "project":
            return before + self._leave_list() + b",\n" + orjson.dumps(kind) + b":" + body
        return before + self._enter(LISTS[kind]) + self._written(kind, body)

    def close(self) -> bytes:
        """What ends the document: lists of which there was nothing, and the counts."""
        lacking = [name for name in LISTS.values() if name not in self._written_lists | ON_REQUEST]
        empty = b"".join(b",\n" + orjson.dumps(name) + b":[]" for name in lacking)
        return self._leave_article() + self._leave_list() + empty + b',\n"end":' + self._end + b"}"

    def _written(self, kind: str, body: bytes) -> bytes:
        if kind != "article":
            return body
        self._in_article, self._claims = True, 0
        return body[:-1] + b',"claims":['

    def _enter(self, name: str) -> bytes:
        if name == self._list:
            return b",\n"
        before, self._list = self._leave_list(), name
        self._written_lists.add(name)
        return before + b",\n" + orjson.dumps(name) + b":[\n"

    def _leave_article(self) -> bytes:
        inside, self._in_article = self._in_article, False
        return b"]}" if inside else b""

    def _leave_list(self) -> bytes:
        inside, self._list = self._list, ""
        return b"]" if inside else b""


def _body(record: Record) -> bytes:
    """The record's object without its kind."""
    if isinstance(record, Written):
        return record.body
    return orjson.dumps({key: value for key, value in record.items() if key != "record"})


FORMAT = Format(
    slug="json",
    label="JSON",
    means="Everything in one document, for programs: every verdict, with exact places. Can be imported again.",
    media_type=MEDIA_TYPE,
    suffix=SUFFIX,
    dump=dump,
    lossless=True,
)
