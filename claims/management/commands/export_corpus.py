"""manage.py export_corpus SLUG FOLDER: a project's reviewed articles, to teach the splitter with."""

from __future__ import annotations

from argparse import ArgumentParser
from itertools import chain
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from claims.models import Project
from claims.pipeline.corpus import reviewed_articles

HELD_BACK = 10


class Command(BaseCommand):
    """Every tenth article is held back to choose by; the rest is to learn from."""

    help = "Write train.jsonl and dev.jsonl from the articles whose claims all have a verdict."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Of which project, and where to."""
        parser.add_argument("project", metavar="SLUG")
        parser.add_argument("folder", metavar="FOLDER", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """Write both files; a project without a reviewed article is refused."""
        try:
            project = Project.objects.get(slug=options["project"])
        except Project.DoesNotExist:
            raise CommandError(f"There is no project “{options['project']}”.") from None
        rows = reviewed_articles(project=project)
        if not (first := next(rows, b"")):
            raise CommandError("No article of this project has a verdict on every claim yet.")
        folder: Path = options["folder"]
        folder.mkdir(parents=True, exist_ok=True)
        counts = {"train": 0, "dev": 0}
        with (folder / "train.jsonl").open("wb") as train, (folder / "dev.jsonl").open("wb") as dev:
            for number, row in enumerate(chain([first], rows), start=1):
                name = "train" if number % HELD_BACK else "dev"
                (train if name == "train" else dev).write(row)
                counts[name] += 1
        self.stdout.write(f"{counts['train']} articles to learn from, {counts['dev']} to choose by, in {folder}")
