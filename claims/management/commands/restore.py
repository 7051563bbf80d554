"""manage.py restore FILE: an installation as it was when the backup was made."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

import redis
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from claims.pipeline import backup, heartbeat
from claims.pipeline.backup.manifest import Manifest


class Command(BaseCommand):
    """All or nothing: when anything is wrong, the database stays as it was."""

    help = "Put this installation into the state of a backup."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which backup, and how sure to be."""
        parser.add_argument("file", metavar="FILE", type=Path, help="As `backup` wrote it.")
        parser.add_argument(
            "--verify", action="store_true", help="Read everything back and compare before it counts."
        )
        parser.add_argument(
            "--check", action="store_true", help="Only look whether the file is whole; change nothing."
        )
        parser.add_argument("--overwrite", action="store_true", help="Delete the data that is here.")
        parser.add_argument("--yes", action="store_true", help="Do not ask.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Check, ask, restore, say what is here now."""
        try:
            manifest = self._do(**options)
        except (backup.Damaged, backup.NotEmpty, backup.Unfit) as error:
            raise CommandError(f"Nothing was changed. {error}") from None
        except OSError as error:
            what = error.filename or options["file"]
            raise CommandError(
                f"Nothing was changed in the database. {what}: {error.strerror or error}."
            ) from error
        except DatabaseError as error:
            raise CommandError(f"Nothing was changed. The database says: {' '.join(str(error).split())}") from error
        said = "The backup is whole" if options["check"] else "Restored"
        self.stdout.write(f"{said}: {manifest.rows} rows, {manifest.files} files, as of {manifest.made_at}.")
        for name in manifest.missing:
            self.stderr.write(f"The backup lacks a file that a row names: {name}")

    def _do(self, **options: Any) -> Manifest:
        if options["check"]:
            return backup.examine(file=options["file"])
        _refuse_workers()
        if options["overwrite"] and not options["yes"]:
            self._ask()
        return backup.restore(
            file=options["file"],
            overwrite=options["overwrite"],
            verify=options["verify"],
            say=self.stdout.write,
        )

    def _ask(self) -> None:
        if not sys.stdin.isatty():
            raise CommandError("Nothing was changed. Without a terminal --overwrite takes --yes as well.")
        self.stdout.write("All data of this installation is deleted and replaced. Type yes to go on: ", ending="")
        self.stdout.flush()
        if sys.stdin.readline().strip() != "yes":
            raise CommandError("Nothing was changed.")


def _refuse_workers() -> None:
    """Workers hold no connection while they wait, and would work on what is half there."""
    try:
        serving = heartbeat.alive()
    except redis.RedisError:
        return
    if serving:
        raise CommandError(
            f"Nothing was changed. {', '.join(sorted(serving))}: seen less than {heartbeat.FRESH_SECONDS} s ago. "
            "Stop the workbench and its workers first."
        )
