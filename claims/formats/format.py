"""What a file format is: records go in, bytes come out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson

Record = Mapping[str, Any]
"""One object as docs/interchange.md lists them; its ``record`` says what it is."""


class Written(Mapping[str, Any]):
    """A record that stands as JSON already, without its ``record``; parsed where somebody looks inside."""

    __slots__ = ("_values", "body", "kind")

    def __init__(self, kind: str, body: bytes) -> None:
        self.kind, self.body = kind, body
        self._values: dict[str, Any] | None = None

    def __getitem__(self, key: str) -> Any:
        return self.kind if key == "record" else self._read()[key]

    def __iter__(self) -> Iterator[str]:
        yield "record"
        yield from self._read()

    def __len__(self) -> int:
        return 1 + len(self._read())

    def _read(self) -> dict[str, Any]:
        if self._values is None:
            self._values = orjson.loads(self.body)
        return self._values


def as_json(record: Record) -> bytes:
    """A record as JSON, with what kind it is first."""
    if isinstance(record, Written):
        return b'{"record":"%b",%b' % (record.kind.encode(), record.body[1:])
    return orjson.dumps(record)


@dataclass(frozen=True, slots=True)
class Copied:
    """An archived copy of what stood at a document's address, as a gzipped WARC file.

    ``document`` is the document's id, ``sha256`` and ``size`` (bytes) are the file's as they were written down when
    it was kept. ``read`` gives the file in pieces and raises OSError where it is gone.
    """

    document: str
    url: str
    captured_at: str
    sha256: str
    size: int
    read: Callable[[], Iterator[bytes]]


def no_copies(documents: Sequence[str]) -> Iterator[Copied]:
    """None, for files without archived copies."""
    return iter(())


def no_grades(claims: Sequence[str]) -> Mapping[str, str]:
    """None, where nobody can say how well claims are sourced."""
    return {}


@dataclass(frozen=True, slots=True)
class About:
    """What a file says beside the records.

    ``site`` is the address under which people reach this installation, without a slash at the end. ``people`` are
    labels by user name, for formats that show people. ``names`` are those of everybody at the desk, whoever asks:
    for formats that are made for the public, which take them out of what was written. ``copies`` gives the archived
    copies of documents by their ids. ``grades`` gives the sourcing grades of claims by their ids; it asks the
    database, so ask it while the records are read, and for many at once.
    """

    site: str
    people: Mapping[str, str] = field(default_factory=dict)
    names: frozenset[str] = frozenset()
    copies: Callable[[Sequence[str]], Iterable[Copied]] = no_copies
    grades: Callable[[Sequence[str]], Mapping[str, str]] = no_grades


@dataclass(frozen=True, slots=True)
class Format:
    """``slug`` is what people type, ``label`` what they read, ``means`` who it is for, in a sentence.

    ``dump`` writes the file in pieces and must not hold the records. ``one_article`` marks a format for one article
    alone. ``lossless`` marks what can be brought in again as it was.
    """

    slug: str
    label: str
    means: str
    media_type: str
    suffix: str
    dump: Callable[[Iterable[Record], About], Iterator[bytes]]
    one_article: bool = False
    lossless: bool = False
