"""What stands in a backup: one entry for each table and file, with counts and checksums.

A backup is a ZIP file: ``tables/NAME`` as COPY writes it, ``files/NAME`` as the storage has it, ``files.jsonl``
with the checksum of each file, and ``manifest.json``, which is written last. PostgreSQL's text form of COPY is the
same in all versions, so a backup does not depend on the version of the server.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any
from zipfile import BadZipFile, ZipFile

import orjson
from django.utils.translation import gettext as _

KIND, VERSION = "claim-workbench-backup", 1
MANIFEST, FILE_LIST = "manifest.json", "files.jsonl"
TABLES, FILES = "tables/", "files/"
PIECE = 1 << 20  # bytes


class Damaged(Exception):
    """The file is no backup, or not what was written; the message says what is wrong with it."""


@dataclass(frozen=True)
class Table:
    """What was written of a table: ``sha256`` is that of the rows as COPY gives them."""

    name: str
    columns: list[str]
    rows: int
    sha256: str


@dataclass(frozen=True)
class Sequence:
    """Where the numbering of a table stands."""

    name: str
    last_value: int
    is_called: bool


@dataclass(frozen=True)
class Manifest:
    """A backup's account of itself. ``made_at`` is the moment of the snapshot, ISO 8601 in UTC.

    ``missing`` are files that rows name and the storage did not have; ``heads`` the newest hash of each chain of
    the audit trail, by project.
    """

    made_at: str
    postgres: str
    migrations: list[tuple[str, str]]
    tables: list[Table]
    sequences: list[Sequence]
    files: int
    file_bytes: int
    files_sha256: str
    missing: list[str] = field(default_factory=list)
    heads: dict[str, str] = field(default_factory=dict)

    @property
    def rows(self) -> int:
        """All rows of all tables."""
        return sum(table.rows for table in self.tables)

    def to_bytes(self) -> bytes:
        """As it stands in the file."""
        return orjson.dumps({"kind": KIND, "version": VERSION, **asdict(self)}, option=orjson.OPT_INDENT_2)


def read(archive: ZipFile) -> Manifest:
    """The manifest of an open backup. Raises Damaged."""
    try:
        found: dict[str, Any] = orjson.loads(archive.read(MANIFEST))
        if found.pop("kind") != KIND:
            raise Damaged(_("This is no backup of the workbench."))
        if found.pop("version") != VERSION:
            raise Damaged(
                _("This backup was written by a later version of the workbench. Restore it with that one.")
            )
        found["tables"] = [Table(**one) for one in found["tables"]]
        found["sequences"] = [Sequence(**one) for one in found["sequences"]]
        found["migrations"] = [(app, name) for app, name in found["migrations"]]
        return Manifest(**found)
    except (KeyError, TypeError, ValueError, BadZipFile, EOFError) as error:
        raise Damaged(_("The file has no manifest that can be read, so it is no whole backup.")) from error
