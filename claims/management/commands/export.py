"""manage.py export ID … or --project SLUG: articles or a project as a file on standard output."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from claims.formats.checked_copy import NotOneArticle
from claims.formats.registry import formats
from claims.interchange.chosen import Chosen
from claims.models import Article, Project
from claims.pipeline.export import Incomplete, UnknownFormat, export

CHOICES = {
    "state": ("states", "Only claims in this state."),
    "source": ("sources", "Only claims that rest on the source with this id."),
    "rating": ("ratings", "Only claims whose ruling has this rating."),
}


class Command(BaseCommand):
    """Writes articles or a project, all verdicts and names included, to standard output."""

    help = "Write articles, or a whole project, with claims, evidence and verdicts to standard output."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What to write, and the format."""
        parser.add_argument("ids", metavar="ID", nargs="*", help="Ids of articles, as `ingest` prints them.")
        parser.add_argument("--project", metavar="SLUG", help="The project instead of single articles.")
        parser.add_argument("--format", metavar="F", help=f"{', '.join(formats())}; json, or jsonl of a project.")
        for name, (_field, words) in CHOICES.items():
            parser.add_argument(f"--{name}", action="append", default=[], help=f"{words} May be repeated.")
        parser.add_argument("--since", metavar="DAY", help="Only articles published (else taken in) then or later.")
        parser.add_argument("--until", metavar="DAY", help="Only articles published (else taken in) until then.")
        parser.add_argument("--with-history", action="store_true", help="Earlier states of all rows, too.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write bytes, so that no terminal encoding or line end gets between."""
        if bool(options["ids"]) == bool(options["project"]):
            raise CommandError("Give ids of articles, or --project with a project's slug.")
        try:
            _write(_file(options))
        except (UnknownFormat, Incomplete, NotOneArticle) as error:
            raise CommandError(str(error)) from None


def _file(options: dict[str, Any]) -> Iterator[bytes]:
    project = _project(options["project"]) if options["project"] else _project_of(options["ids"])
    fmt = options["format"] or ("jsonl" if options["project"] else "json")
    return export(
        project=project,
        fmt=fmt,
        viewer=None,
        chosen=_chosen(options),
        site=settings.SITE_URL or f"http://localhost:{settings.PORT}",
        with_history=options["with_history"],
    )


def _chosen(options: dict[str, Any]) -> Chosen:
    values = {field: options[name] for name, (field, _words) in CHOICES.items()}
    values |= {name: options[name] for name in ("since", "until")} | {"articles": options["ids"]}
    try:
        return Chosen.from_values(values)
    except ValidationError as error:
        raise CommandError(" ".join(error.messages)) from None


def _write(pieces: Iterable[bytes]) -> None:
    """To whoever reads; one who has read enough is no error."""
    with suppress(BrokenPipeError):
        for piece in pieces:
            sys.stdout.buffer.write(piece)
        sys.stdout.buffer.flush()


def _project(slug: str) -> Project:
    project = Project.objects.filter(slug=slug).first()
    if project is None:
        raise CommandError(f"There is no project “{slug}”.")
    return project


def _project_of(names: list[str]) -> Project:
    """The one project of all these articles."""
    projects = {_article(name).project_id for name in names}
    if len(projects) > 1:
        raise CommandError("These articles belong to several projects; a file holds one.")
    return Project.objects.get(pk=projects.pop())


def _article(name: str) -> Article:
    try:
        return Article.objects.get(pk=UUID(name))
    except ValueError:
        raise CommandError(f"“{name}” is not an id. Give the article's id, as `ingest` prints it.") from None
    except Article.DoesNotExist:
        raise CommandError(f"There is no article with the id {name}.") from None
