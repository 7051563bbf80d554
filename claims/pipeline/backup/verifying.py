"""Reading a backup without believing it: every entry is there, and is what was written."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

import orjson
from django.core.files.storage import default_storage
from django.db import connection
from django.utils.translation import gettext as _

from .manifest import FILE_LIST, FILES, PIECE, TABLES, Damaged, Manifest, read
from .writing import copying


@contextmanager
def opened(file: Path) -> Iterator[tuple[ZipFile, Manifest]]:
    """The backup in ``file``, not yet looked into. Raises Damaged, and OSError where it cannot be read."""
    try:
        with ZipFile(file) as archive:
            yield archive, read(archive)
    except BadZipFile as error:
        raise Damaged(_("The file is cut short, or is no backup: it has no end.")) from error


def examine(*, file: Path) -> Manifest:
    """Read all of a backup against its checksums; nothing is changed anywhere. Raises Damaged."""
    with opened(file) as (archive, manifest):
        for table in manifest.tables:
            _hold(archive, f"{TABLES}{table.name}", table.sha256)
        _hold(archive, FILE_LIST, manifest.files_sha256)
        count = 0
        for count, one in enumerate(listed(archive), 1):  # noqa: B007 - the last number is what we want
            _hold(archive, f"{FILES}{one['name']}", one["sha256"])
        if count != manifest.files:
            raise Damaged(_("The list of files is not as long as the manifest says."))
        return manifest


def listed(archive: ZipFile) -> Iterator[dict[str, Any]]:
    """Name, size and checksum of each file in the backup."""
    with archive.open(FILE_LIST) as lines:
        for line in lines:
            yield orjson.loads(line)


def pieces(archive: ZipFile, name: str) -> Iterator[bytes]:
    """An entry piece by piece. Raises Damaged where it is not there or cannot be unpacked."""
    try:
        with archive.open(name) as entry:
            while piece := entry.read(PIECE):
                yield piece
    except (KeyError, BadZipFile, EOFError, zlib.error, NotImplementedError) as error:
        raise Damaged(_("%(name)s is damaged in this backup, or missing.") % {"name": name}) from error


def compare(manifest: Manifest, archive: ZipFile) -> list[str]:
    """What in the database and the storage is not as in the backup, by name; for the restore's own transaction."""
    wrong = []
    for table in manifest.tables:
        with connection.cursor() as cursor, cursor.copy(copying(table.name, table.columns)) as copy:
            if _digest(copy) != table.sha256:
                wrong.append(table.name)
    for one in listed(archive):
        with default_storage.open(one["name"], "rb") as file:
            if _digest(file.chunks(PIECE)) != one["sha256"]:
                wrong.append(one["name"])
    return wrong


def _hold(archive: ZipFile, name: str, sha256: str) -> None:
    if _digest(pieces(archive, name)) != sha256:
        raise Damaged(_("%(name)s is damaged in this backup, or missing.") % {"name": name})


def _digest(parts: Iterable[Any]) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part)
    return digest.hexdigest()
