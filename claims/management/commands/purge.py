"""manage.py purge: delete for good what is in the trash, by the operator."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from claims.models import Article, Project
from claims.pipeline import purge


class Command(BaseCommand):
    """Prints how many rows of each table went."""

    help = "Delete for good an article or a project that is in the trash. There is no way back but a backup."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What, and that it is meant."""
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument("--article", metavar="ID", help="An article that is in the trash.")
        what.add_argument("--project", metavar="SLUG", help="A project that is in the trash, with all it holds.")
        what.add_argument("--due", action="store_true", help="What projects keep no longer, by the days they set.")
        parser.add_argument("--yes", action="store_true", help="Do not ask.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Ask, then purge."""
        try:
            if options["due"]:
                self._due()
            elif options["project"]:
                self._project(options["project"], asked=options["yes"])
            else:
                self._article(options["article"], asked=options["yes"])
        except purge.Refused as error:
            raise CommandError(" ".join(error.messages)) from error

    def _due(self) -> None:
        for rule in purge.due_projects():
            while gone := purge.purge_due(rule=rule):
                self.stdout.write(f"{rule.project.slug}: {_told(gone)}")

    def _project(self, slug: str, *, asked: bool) -> None:
        project = Project.objects.filter(slug=slug).exclude(deleted_at=None).first()
        if project is None:
            raise CommandError(f"There is no project “{slug}” in the trash.")
        self._sure(slug, asked)
        purge.ask_purge(project=project, by=None, confirm=slug)
        while purge.purge_piece(project=project):
            self.stdout.write(".", ending="")
        self.stdout.write(f" {slug} is gone.")

    def _article(self, pk: str, *, asked: bool) -> None:
        article = Article.objects.filter(pk=pk).exclude(deleted_at=None).first()
        if article is None:
            raise CommandError(f"There is no article {pk} in the trash.")
        self._sure(article.title, asked)
        self.stdout.write(_told(purge.purge_article(article=article, by=None)))

    def _sure(self, name: str, asked: bool) -> None:
        if not asked and input(f"There is no way back. Type “{name}” to delete it for good: ").strip() != name:
            raise CommandError("Nothing was changed.")


def _told(counts: dict[str, int]) -> str:
    return ", ".join(f"{count} {table}" for table, count in sorted(counts.items()))
