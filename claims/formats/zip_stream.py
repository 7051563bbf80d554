"""A zip archive written in pieces: nothing of it is held but the list of its files.

The same files give the same bytes: every file has one date, one mode and its place in the order of writing.
"""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

EPOCH = (1980, 1, 1, 0, 0, 0)
"""The first date that a zip can tell."""

_PART = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,119}")


@dataclass(frozen=True, slots=True)
class Filed:
    """A file as it was written; ``size`` in bytes before it was packed."""

    path: str
    size: int
    sha256: str


class ZipStream:
    """Hand in files one after another, take what each call gives, then ``close``."""

    def __init__(self) -> None:
        self.filed: list[Filed] = []
        self._out = _Outlet()
        self._zip = zipfile.ZipFile(self._out, "w", compression=zipfile.ZIP_DEFLATED)

    def add(self, path: str, pieces: Iterable[bytes], *, packed: bool = True) -> Iterator[bytes]:
        """A file; ``packed`` False for what is packed already. Raises ValueError for a name that is not safe."""
        if not all(_PART.fullmatch(part) for part in path.split("/")):
            raise ValueError(f"“{path[:80]}” is no safe name for a file in an archive.")
        told = zipfile.ZipInfo(path, EPOCH)
        told.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
        told.create_system, told.external_attr = 3, 0o100644 << 16
        digest, size = hashlib.sha256(), 0
        with self._zip.open(told, "w", force_zip64=True) as file:
            for piece in pieces:
                file.write(piece)
                digest.update(piece)
                size += len(piece)
                yield from self._out.taken()
        self.filed.append(Filed(path, size, digest.hexdigest()))
        yield from self._out.taken()

    def close(self) -> Iterator[bytes]:
        """The list of files, which ends an archive."""
        self._zip.close()
        yield from self._out.taken()


class _Outlet(io.RawIOBase):
    """Keeps what is written until it is taken; there is no way back in it."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]
        self._pieces.append(bytes(data))
        return len(data)

    def taken(self) -> Iterator[bytes]:
        """What was written since; nothing where there is nothing."""
        if self._pieces:
            piece = b"".join(self._pieces)
            self._pieces.clear()
            yield piece
