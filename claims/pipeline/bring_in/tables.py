"""Tables as text: which encoding a file is in, and what its columns are called."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any, BinaryIO

from claims.extraction import Unreadable
from claims.extraction.decoding import decode
from claims.formats.incoming import Incoming, Meanings, Refusal
from claims.formats.records_reading import Broken
from claims.formats.table_meaning import articles
from claims.formats.table_reading import columns

OURS = frozenset({"article_id", "claim_id", "number", "claim", "rating_label"})
"""Columns by which a table that this workbench wrote is known (``claims_csv``)."""

SAMPLE = 256 * 1024


def columns_of(file: BinaryIO) -> list[str]:
    """The columns of a table, as its first line names them. Raises Broken for what is no table."""
    return columns(as_text(file))


def read(file: BinaryIO, meanings: Meanings) -> Iterator[Incoming | Refusal]:
    """The articles of a table. Raises Broken."""
    return articles(as_text(file), meanings, ours=OURS)


def as_text(file: BinaryIO) -> io.TextIOWrapper:
    """The file as text, in the encoding that its beginning speaks for. Raises Broken."""
    file.seek(0)
    sample = file.read(SAMPLE)
    whole = sample if len(sample) < SAMPLE else sample[: sample.rfind(b"\n") + 1] or sample
    try:
        encoding = decode(whole).encoding
    except Unreadable as error:
        raise Broken(f"This is no table: {error}") from None
    file.seek(0)
    kept: Any = _Kept(file)
    return io.TextIOWrapper(kept, encoding="utf-8-sig" if encoding == "utf-8" else encoding, newline="")


class _Kept(io.BufferedIOBase):
    """A file that is not closed with the text on it."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def readable(self) -> bool:
        """It is."""
        return True

    def seekable(self) -> bool:
        """It is."""
        return True

    def seek(self, offset: int, whence: int = 0, /) -> int:
        """As the file does."""
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        """As the file does."""
        return self._file.tell()

    def read(self, size: int | None = -1, /) -> bytes:
        """As the file does."""
        return self._file.read(-1 if size is None else size)

    def read1(self, size: int = -1, /) -> bytes:
        """As the file does."""
        return self._file.read(size)
