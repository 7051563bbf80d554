"""manage.py export ID --format json: an article's file on standard output."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError

from claims.models import Article, Revision
from claims.pipeline.export import FORMATS, UnknownFormat, export_article


class Command(BaseCommand):
    """Writes everything about an article, all verdicts and names included, to standard output."""

    help = "Write an article with its claims, evidence and verdicts to standard output."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The article and the format."""
        parser.add_argument("id", metavar="ID", help="The article's id, as `ingest` prints it.")
        parser.add_argument("--format", default="json", help=f"One of: {', '.join(sorted(FORMATS))}.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write bytes, so that no terminal encoding or line end gets between."""
        article = _article(options["id"])
        try:
            data = export_article(article=article, viewer=None, fmt=options["format"])
        except UnknownFormat as error:
            raise CommandError(str(error)) from None
        except Revision.DoesNotExist:
            raise CommandError(f"Article {article.pk} has no text yet.") from None
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()


def _article(name: str) -> Article:
    try:
        return Article.objects.get(pk=UUID(name))
    except ValueError:
        raise CommandError(f"“{name}” is not an id. Give the article's id, as `ingest` prints it.") from None
    except Article.DoesNotExist:
        raise CommandError(f"There is no article with the id {name}.") from None
