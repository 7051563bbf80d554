"""Writing a backup: all rows in one snapshot, then the files that they name. Nobody waits for it."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

import orjson
from django.apps import apps
from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.db.models import FileField
from psycopg import sql

from claims.models import Seal

from . import catalogue
from .last import remember
from .manifest import FILE_LIST, FILES, MANIFEST, PIECE, TABLES, Manifest, Table

LOOSE = ("imports/refused",)  # folders of files that belong to rows which do not name them
PACKED = (".gz", ".zip", ".pdf", ".docx", ".png", ".jpg")  # smaller they do not get
QUICK = 1  # of zlib's levels; higher ones halve the speed for a tenth of the size


@dataclass(frozen=True)
class Made:
    """A backup that was written. ``size`` in bytes."""

    manifest: Manifest
    size: int


def write(*, file: Path, begun: Callable[[str], object] | None = None) -> Made:
    """Write a backup to ``file``, which appears when it is whole and which only its owner may read.

    ``begun`` is called with the name of the snapshot (as pg_export_snapshot gives it) before anything is read.
    Raises FileExistsError, and OSError where there is no room.
    """
    if file.exists():
        raise FileExistsError(file)
    part = file.with_name(f"{file.name}.part")
    try:
        with os.fdopen(os.open(part, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "wb") as stream:
            with ZipFile(stream, "w", allowZip64=True) as archive, _snapshot():
                if begun:
                    begun(str(catalogue.rows("SELECT pg_export_snapshot()")[0][0]))
                manifest = _fill(archive)
            stream.flush()
            os.fsync(stream.fileno())
        os.link(part, file)  # unlike a rename, it does not replace what somebody else put there meanwhile
    finally:
        with suppress(FileNotFoundError):
            part.unlink()
    made = Made(manifest, file.stat().st_size)
    remember(verb="backup.made", manifest=manifest, file=file.name, size=made.size)
    return made


@contextmanager
def _snapshot() -> Iterator[None]:
    """A transaction that sees one moment, and keeps nobody from writing."""
    with transaction.atomic(durable=True):
        catalogue.run("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        for setting in catalogue.PLAIN:
            catalogue.run(setting)
        yield


def _fill(archive: ZipFile) -> Manifest:
    moment, server = catalogue.rows(
        "SELECT to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"'),"
        " current_setting('server_version')"
    )[0]
    migrations = catalogue.rows("SELECT app, name FROM django_migrations ORDER BY id")
    tables = [_table(archive, name, columns) for name, columns in catalogue.tables().items()]
    numbering = catalogue.sequences()
    with tempfile.TemporaryFile() as listed:
        count, size, missing = _files(archive, listed)
        listed.seek(0)
        digest = _member(archive, FILE_LIST, iter(lambda: listed.read(PIECE), b""))[0]
    manifest = Manifest(
        made_at=moment,
        postgres=server,
        migrations=[(app, name) for app, name in migrations],
        tables=tables,
        sequences=numbering,
        files=count,
        file_bytes=size,
        files_sha256=digest,
        missing=missing,
        heads=Seal.objects.heads(),
    )
    _member(archive, MANIFEST, [manifest.to_bytes()])
    return manifest


def _table(archive: ZipFile, name: str, columns: list[str]) -> Table:
    with connection.cursor() as cursor:
        with cursor.copy(copying(name, columns)) as copy:
            digest, _size = _member(archive, f"{TABLES}{name}", copy)
        return Table(name, columns, max(cursor.rowcount, 0), digest)


def copying(name: str, columns: list[str]) -> sql.Composed:
    """The statement that gives a table's rows as text."""
    listed = sql.SQL(", ").join(map(sql.Identifier, columns))
    return sql.SQL("COPY {} ({}) TO STDOUT").format(sql.Identifier(name), listed)


def _files(archive: ZipFile, listed: IO[bytes]) -> tuple[int, int, list[str]]:
    """Write the files; how many, their bytes, those that are not there. No file is ever changed, only deleted."""
    count = total = 0
    missing = []
    for name in names_of_files():
        try:
            with default_storage.open(name, "rb") as file:
                packed = name.endswith(PACKED)
                digest, size = _member(archive, f"{FILES}{name}", file.chunks(PIECE), packed=packed)
        except FileNotFoundError:
            missing.append(name)
            continue
        listed.write(orjson.dumps({"name": name, "size": size, "sha256": digest}) + b"\n")
        count, total = count + 1, total + size
    return count, total, missing


def names_of_files() -> Iterator[str]:
    """The names of all files that rows hold, and of those that lie loose, each once."""
    seen: set[str] = set()
    for model in apps.get_models():
        for column in [one for one in model._meta.local_fields if isinstance(one, FileField)]:
            held = model._base_manager.exclude(**{column.name: ""}).values_list(column.name, flat=True)
            for name in held.iterator(chunk_size=2000):
                if name not in seen:
                    seen.add(name)
                    yield str(name)
    for folder in LOOSE:
        with suppress(FileNotFoundError):
            yield from (f"{folder}/{name}" for name in default_storage.listdir(folder)[1])


def _member(archive: ZipFile, name: str, pieces: Iterable[Any], *, packed: bool = False) -> tuple[str, int]:
    """Write one entry piece by piece; its SHA-256 and its size in bytes."""
    entry = ZipInfo(name)
    entry.external_attr = 0o600 << 16
    entry.compress_type = ZIP_STORED if packed else ZIP_DEFLATED
    entry._compresslevel = QUICK  # type: ignore[attr-defined]  # how the module itself sets it
    digest, size = hashlib.sha256(), 0
    with archive.open(entry, "w", force_zip64=True) as out:
        for piece in pieces:
            out.write(piece)
            digest.update(piece)
            size += len(piece)
    return digest.hexdigest(), size
