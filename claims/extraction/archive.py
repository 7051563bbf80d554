"""A zip archive from a stranger: listed and unpacked in memory only, within limits, names that lead out refused."""

import re
import stat
import zipfile
import zlib
from typing import IO

from claims.extraction.result import Unreadable

MOST_MEMBERS = 50_000
MOST_BYTES = 2_000_000_000
MOST_RATIO = 200
_PIECE = 1 << 16
_DRIVE = re.compile(r"\A[A-Za-z]:")
_RUBBISH = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")
_TOO_LARGE = "This archive unpacks to more than is safe to read. Divide it, and hand the parts in one by one."
_DAMAGED = "This is no zip archive, or it is damaged. Pack the files again."


class Archive:
    """The files of a zip archive by name. Nothing is written to a disk.

    ``names`` are the files in the archive's order, without folders and what systems leave behind. Raises Unreadable
    for an archive that is damaged, locked, too large unpacked, or whose names lead out of it.
    """

    def __init__(self, file: IO[bytes]) -> None:
        try:
            self._zip = zipfile.ZipFile(file)
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, EOFError) as error:
            raise Unreadable(_DAMAGED) from error
        members = [one for one in self._zip.infolist() if not one.is_dir() and not _is_rubbish(one.filename)]
        for member in members:
            _check(member)
        if len(members) > MOST_MEMBERS or sum(member.file_size for member in members) > MOST_BYTES:
            raise Unreadable(_TOO_LARGE)
        self._members = {member.filename: member for member in members}
        if len(self._members) < len(members):
            raise Unreadable("This archive holds two files of one name. Pack the files again.")
        self.names = list(self._members)

    def read(self, name: str, largest: int) -> bytes:
        """The file's bytes, at most ``largest``; counted as they come, because sizes are the sender's word."""
        data = bytearray()
        try:
            with self._zip.open(self._members[name]) as stream:
                while piece := stream.read(_PIECE):
                    data += piece
                    if len(data) > largest:
                        raise Unreadable(f"This file is larger than {largest // (1024 * 1024)} MB unpacked.")
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError) as error:
            raise Unreadable("This file is damaged in the archive.") from error
        except RuntimeError as error:  # what zipfile says of an encrypted member
            raise Unreadable("This file is locked with a password.") from error
        return bytes(data)


def _check(member: zipfile.ZipInfo) -> None:
    """Raises Unreadable for a name that leads elsewhere, a link, and a bomb by its own declaration."""
    name = member.filename
    parts = name.replace("\\", "/").split("/")
    if name.startswith(("/", "\\")) or _DRIVE.match(name) or ".." in parts or "\0" in member.orig_filename:
        raise Unreadable(f"This archive holds a file whose name leads out of it (“{name[:80]}”); it is not read.")
    if stat.S_ISLNK(member.external_attr >> 16):
        raise Unreadable(f"This archive holds a link (“{name[:80]}”) in place of a file; it is not read.")
    if member.file_size > 1_000_000 and member.file_size > MOST_RATIO * max(member.compress_size, 1):
        raise Unreadable(_TOO_LARGE)


def _is_rubbish(name: str) -> bool:
    return name.startswith(_RUBBISH[0]) or name.rsplit("/", 1)[-1] in _RUBBISH
