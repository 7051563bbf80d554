"""manage.py export ID, or --project SLUG: an article's or a whole project's file on standard output."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError

from claims.formats import records_jsonl
from claims.models import Article, Project, Revision
from claims.pipeline.export import FORMATS, UnknownFormat, export_article
from claims.pipeline.export.stream import stream

OF_PROJECT = "jsonl"


class Command(BaseCommand):
    """Writes everything about an article or a project, all verdicts and names included, to standard output."""

    help = "Write an article, or a whole project, with claims, evidence and verdicts to standard output."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What to write, and the format."""
        parser.add_argument("id", metavar="ID", nargs="?", help="The article's id, as `ingest` prints it.")
        parser.add_argument("--project", metavar="SLUG", help="The whole project instead, as JSON Lines.")
        known = ", ".join(sorted(FORMATS))
        parser.add_argument("--format", help=f"Of an article: {known} (usual). Of a project: {OF_PROJECT}.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write bytes, so that no terminal encoding or line end gets between."""
        if bool(options["id"]) == bool(options["project"]):
            raise CommandError("Give an article's id, or --project with a project's slug.")
        if options["project"]:
            _write(_project_file(options["project"], options["format"]))
        else:
            _write([_article_file(options["id"], options["format"] or "json")])


def _write(pieces: Iterable[bytes]) -> None:
    for piece in pieces:
        sys.stdout.buffer.write(piece)
    sys.stdout.buffer.flush()


def _project_file(slug: str, fmt: str | None) -> Iterable[bytes]:
    if fmt not in (None, OF_PROJECT):
        raise CommandError(f"A whole project is written as {OF_PROJECT}.")
    project = Project.objects.filter(slug=slug).first()
    if project is None:
        raise CommandError(f"There is no project “{slug}”.")
    return records_jsonl.dump(stream(project=project))


def _article_file(name: str, fmt: str) -> bytes:
    article = _article(name)
    try:
        return export_article(article=article, viewer=None, fmt=fmt)
    except UnknownFormat as error:
        raise CommandError(str(error)) from None
    except Revision.DoesNotExist:
        raise CommandError(f"Article {article.pk} has no text yet.") from None


def _article(name: str) -> Article:
    try:
        return Article.objects.get(pk=UUID(name))
    except ValueError:
        raise CommandError(f"“{name}” is not an id. Give the article's id, as `ingest` prints it.") from None
    except Article.DoesNotExist:
        raise CommandError(f"There is no article with the id {name}.") from None
