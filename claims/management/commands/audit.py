"""``manage.py audit verify | heads | export | seal``: the trail, proved and taken along."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

import orjson
from django.core.management.base import BaseCommand, CommandError

from claims.models import Project, Seal
from claims.pipeline import chain


class Command(BaseCommand):
    """Finds whatever was changed past the workbench, and names the row."""

    help = "Verify the chain of the audit trail, print its newest hashes, or write the trail as JSON Lines."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What to do, and of which project."""
        acts = parser.add_subparsers(dest="act", required=True)
        verify = acts.add_parser("verify", help="Compare every row with its seal; exit code 1 where any differs.")
        verify.add_argument(
            "--head",
            action="append",
            default=[],
            metavar="HASH",
            help="A hash that was written down: it must be in the chain still. May be given several times.",
        )
        verify.add_argument("--heads", type=Path, metavar="FILE", help="The same, as `audit heads` printed them.")
        acts.add_parser("heads", help="Print the newest hash of each chain, to be kept elsewhere.")
        export = acts.add_parser("export", help="Write the events with names, and the chain, as JSON Lines.")
        export.add_argument("--out", type=Path, metavar="FILE", help="Where to; else the terminal.")
        acts.add_parser("seal", help="Seal now what is new, as the worker does every 15 seconds.")
        for one in (verify, export):
            one.add_argument("--project", metavar="SLUG", help="Only this project.")

    def handle(self, *args: Any, **options: Any) -> None:
        """One of the four."""
        {"verify": self._verify, "heads": self._heads, "export": self._export, "seal": self._seal}[options["act"]](
            options
        )

    def _verify(self, options: dict[str, Any]) -> None:
        heads = [*options["head"], *_written_down(options["heads"])]
        count, wrong = chain.Count(), 0
        for finding in chain.verify(project=_project(options["project"]), heads=heads, count=count):
            self.stdout.write(str(finding))
            wrong += 1
        told = f"{count.seals} seals, {count.rows} rows"
        if wrong:
            raise CommandError(f"{wrong} findings in {told}.", returncode=1)
        self.stdout.write(f"All as it was sealed: {told}.")

    def _heads(self, options: dict[str, Any]) -> None:
        for project, head in Seal.objects.heads().items():
            self.stdout.write(f"{head} {project}")

    def _export(self, options: dict[str, Any]) -> None:
        out = options["out"].open("wb") if options["out"] else sys.stdout.buffer
        for record in chain.tell(project=_project(options["project"])):
            out.write(orjson.dumps(record, option=orjson.OPT_APPEND_NEWLINE))
        if options["out"]:
            out.close()

    def _seal(self, options: dict[str, Any]) -> None:
        sealed = 0
        while count := chain.seal_new(seconds=60):
            sealed += count
        self.stdout.write(f"{sealed} rows sealed.")


def _project(slug: str | None) -> Any:
    if not slug:
        return None
    pk = Project.objects.filter(slug=slug).values_list("pk", flat=True).first()
    if pk is None:
        raise CommandError(f"There is no project {slug!r}.")
    return pk


def _written_down(file: Path | None) -> list[str]:
    """The hashes of a file with one "HASH NAME" a line."""
    return [line.split()[0] for line in file.read_text().splitlines() if line.strip()] if file else []
