"""manage.py import FILE: bring in what an export of a project holds."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from claims.formats.records_reading import Broken
from claims.interchange.writing import Refused
from claims.models import Project
from claims.pipeline.bring_in import Report, bring_in


class Command(BaseCommand):
    """Brings in a project as `export --project` writes it; a second time changes nothing."""

    help = "Bring in a project's export (JSON Lines), each article all or nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file and where it goes."""
        parser.add_argument("file", metavar="FILE", type=Path, help="As `export --project` writes it.")
        parser.add_argument("--project", metavar="SLUG", help="Into this project, not the one in the file.")
        parser.add_argument("--dry-run", action="store_true", help="Say what would happen, write nothing.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Say what came in, what was here, and every article that was refused and why."""
        project = _project(options["project"]) if options["project"] else None
        try:
            with options["file"].open("rb") as file:
                report = bring_in(file=file, project=project, dry_run=options["dry_run"])
        except OSError as error:
            raise CommandError(f"{options['file']} cannot be read: {error.strerror}.") from None
        except (Broken, Refused) as error:
            raise CommandError(f"Nothing was brought in. {error}") from None
        self._tell(report, dry_run=options["dry_run"])
        if report.refused:
            raise CommandError(f"{len(report.refused)} could not be brought in.")

    def _tell(self, report: Report, *, dry_run: bool) -> None:
        would = "would be " if dry_run else ""
        rows = ", ".join(f"{number} {place}" for place, number in sorted(report.rows.items()) if "." not in place)
        self.stdout.write(f"Project {report.project}: {report.added} articles {would}added ({rows or 'no rows'}).")
        self.stdout.write(f"{report.known} were here just so.")
        for line, title, why in report.refused:
            self.stdout.write(f"Refused, line {line}, “{title}”: {why}")


def _project(slug: str) -> Project:
    project = Project.objects.filter(slug=slug).first()
    if project is None:
        raise CommandError(f"There is no project “{slug}”.")
    return project
