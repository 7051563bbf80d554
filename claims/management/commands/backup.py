"""manage.py backup FILE: the whole installation at one moment, while people go on working."""

from __future__ import annotations

import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from claims.models.installed import missing_migrations
from claims.pipeline import backup


class Command(BaseCommand):
    """Writes the database and the files it names; says what is in it."""

    help = "Write the database and all files into one file, consistent while the workbench is in use."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to."""
        parser.add_argument("file", metavar="FILE", type=Path, help="Must not exist yet.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write it, or say why not; what was begun is removed."""
        file, begun = options["file"], time.monotonic()
        try:
            if missing := missing_migrations():
                raise CommandError(
                    f"{len(missing)} migrations are not applied: start with the version that made this."
                )
            made = backup.write(file=file)
        except FileExistsError:
            raise CommandError(f"{file} is there already. Give a name that is not taken.") from None
        except OSError as error:
            raise CommandError(f"{file} cannot be written: {error.strerror or error}.") from error
        except DatabaseError as error:
            raise CommandError(f"The database broke off: {' '.join(str(error).split())}") from error
        manifest = made.manifest
        self.stdout.write(
            f"{file}: {made.size / 1e6:.1f} MB, {manifest.rows} rows of {len(manifest.tables)} tables, "
            f"{manifest.files} files, as of {manifest.made_at}, in {time.monotonic() - begun:.1f} s."
        )
        for name in manifest.missing:
            self.stderr.write(f"Not in the storage: {name}")
        self.stdout.write(
            "Not in it: SECRET_KEY and IDENTITY_KEYS. Keep them elsewhere; docs/operations.md says how."
        )
