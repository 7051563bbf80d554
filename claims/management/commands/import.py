"""manage.py import FILE: bring in what an export of a project holds, or a file of another tool."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from claims.formats.guessing import guess
from claims.models import Project
from claims.pipeline.bring_in import FORMATS_IN, Broken, Refused, Report, bring_in, options_of
from claims.pipeline.fact_checks import keep_fact_checks

HEAD = 64 * 1024
OURS = ("jsonl", "json")


class Command(BaseCommand):
    """Brings in a project as `export --project` writes it, or a file of another tool; a second time changes
    nothing."""

    help = "Bring in a project's export, or claims from another tool, each article all or nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file, what it is and where it goes."""
        parser.add_argument("file", metavar="FILE", type=Path, help="As `export` or another tool writes it.")
        known = ", ".join(FORMATS_IN)
        parser.add_argument("--format", metavar="F", help=f"What it is: {known}. Else told by how it begins.")
        parser.add_argument("--project", metavar="SLUG", help="Into this project, not the one in the file.")
        parser.add_argument("--dry-run", action="store_true", help="Say what would happen, write nothing.")
        parser.add_argument(
            "--map",
            metavar="WORD=MEANING",
            action="append",
            default=[],
            help="What a column, or a label, of the file means; see docs/imports.md. May be given often.",
        )
        parser.add_argument("--person", metavar="NAME", default="", help="Who judged, where the file names nobody.")
        parser.add_argument(
            "--unit", choices=["code-points", "utf-16"], default="", help="What places in doccano's texts count."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Say what came in, what was here, and every article that was refused and why."""
        project = _project(options["project"]) if options["project"] else None
        try:
            with options["file"].open("rb") as file:
                fmt = options["format"] or guess(options["file"].name, file.read(HEAD)) or OURS[0]
                if project is None and fmt in FORMATS_IN and fmt not in OURS:
                    project = _only_project()
                report = bring_in(
                    file=file,
                    fmt=fmt,
                    project=project,
                    options=options_of(fmt, _pairs(options["map"]), person=options["person"], unit=options["unit"]),
                    dry_run=options["dry_run"],
                    keep=keep_fact_checks,
                )
        except OSError as error:
            raise CommandError(f"{options['file']} cannot be read: {error.strerror}.") from None
        except (Broken, Refused) as error:
            raise CommandError(f"Nothing was brought in. {error}") from None
        self._tell(report, fmt, dry_run=options["dry_run"])
        if report.refused:
            raise CommandError(f"{len(report.refused)} could not be brought in.")

    def _tell(self, report: Report, fmt: str, *, dry_run: bool) -> None:
        would = "would be " if dry_run else ""
        what = "fact-checks" if fmt == "claimreview" else "articles"
        rows = ", ".join(f"{number} {place}" for place, number in sorted(report.rows.items()) if "." not in place)
        self.stdout.write(f"Project {report.project}: {report.added} {what} {would}added ({rows or 'no rows'}).")
        self.stdout.write(f"{report.known} were here just so.")
        for line, title, why in report.refused:
            self.stdout.write(f"Refused, line {line}, “{title}”: {why}")


def _pairs(given: list[str]) -> dict[str, str]:
    for one in given:
        if "=" not in one:
            raise CommandError(f"“{one}” does not say what it means: write WORD=MEANING.")
    return dict(one.rsplit("=", 1) for one in given)


def _project(slug: str) -> Project:
    project = Project.objects.filter(slug=slug).first()
    if project is None:
        raise CommandError(f"There is no project “{slug}”.")
    return project


def _only_project() -> Project:
    projects = list(Project.objects.all()[:2])
    if len(projects) != 1:
        raise CommandError("Say with --project which project this is to go into.")
    return projects[0]
