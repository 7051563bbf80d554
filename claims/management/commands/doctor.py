"""Say what is wrong with an installation."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from claims.management.checkup import examine


class Command(BaseCommand):
    """``manage.py doctor``: one line for each thing looked at, and what to do where it is wrong."""

    help = "Say what is wrong with this installation, and what to do. Exit code 1 when something is."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Look at everything; raises CommandError, and so ends with code 1, when something is wrong."""
        wrong = 0
        for finding in examine():
            if finding.todo:
                wrong += 1
                self.stdout.write(self.style.ERROR(f"WRONG  {finding.what}: {finding.todo}"))
            else:
                self.stdout.write(f"ok     {finding.what}")
        if wrong:
            raise CommandError(f"{wrong} thing{'s are' if wrong > 1 else ' is'} wrong.")
