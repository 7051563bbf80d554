"""manage.py upgrade: look before, then apply what this version brings."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from claims.management.preparing import collect
from claims.management.upgrading import before_upgrade
from claims.models.installed import missing_migrations


class Command(BaseCommand):
    """``--check`` changes nothing; without it, migrations and static files follow when all is well."""

    help = "Check whether this installation may be moved to this version, and do it. Exit code 1 when it may not."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Only look?"""
        parser.add_argument("--check", action="store_true", help="Only look; change nothing.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Look, and go on only when nothing is wrong."""
        wrong = 0
        for finding in before_upgrade():
            wrong += bool(finding.todo)
            self.stdout.write(
                f"WRONG  {finding.what}: {finding.todo}" if finding.todo else f"ok     {finding.what}"
            )
        if wrong:
            raise CommandError("Nothing was changed.")
        if options["check"]:
            return
        if missing_migrations():
            call_command("migrate", verbosity=1, interactive=False, stdout=self.stdout)
        collect(self.stdout.write)
        self.stdout.write("Done. The way back: the former version, and manage.py restore BACKUP --overwrite.")
