"""manage.py ingest FILE|URL|-: take an article in from the command line."""

from __future__ import annotations

import sys
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from claims import tasks
from claims.extraction import Extracted, Unreadable
from claims.models import Article, Lookup, Project, Split, WorkState
from claims.pipeline import ingest, read
from claims.providers.errors import FetchError

LONGEST_WAIT = 300


class Command(BaseCommand):
    """Prints the article's id; a text that is here already prints the id it has."""

    help = "Take an article in from a file, a web address or standard input, and print its id."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where the article is and where it goes."""
        parser.add_argument(
            "origin", metavar="FILE|URL|-", help="A txt, html, docx or pdf file, an address, or - for stdin."
        )
        parser.add_argument(
            "--project", metavar="SLUG", help="The project; may be left out where there is only one."
        )
        parser.add_argument(
            "--title", metavar="T", default="", help="The title; else the one found, else the first line."
        )
        parser.add_argument(
            "--wait", action="store_true", help="Return once the split and the local look-ups have ended."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, freeze, queue, and wait where asked to."""
        project = _project(options["project"])
        found = _read(options["origin"])
        url = options["origin"] if _is_address(options["origin"]) else ""
        try:
            article = ingest.create_article(
                project=project,
                by=None,
                text=found.text,
                title=options["title"] or found.title,
                url=url,
                publisher=found.publisher,
                byline=found.byline,
                published_at=found.published_at,
                language=found.language or "en",
                extractor=found.extractor,
                extractor_version=found.extractor_version,
            )
        except ingest.Refused as error:
            raise CommandError(str(error)) from error
        except ingest.AlreadyHere as known:
            self.stderr.write(str(known))
            article = known.article
        else:
            tasks.start_split(article.latest().split.pk)
        if options["wait"]:
            _wait(article)
        self.stdout.write(str(article.pk))


def _project(slug: str | None) -> Project:
    if slug:
        try:
            return Project.objects.get(slug=slug)
        except Project.DoesNotExist:
            known = ", ".join(Project.objects.values_list("slug", flat=True)) or "none yet"
            raise CommandError(f"There is no project “{slug}”. Projects: {known}.") from None
    projects = list(Project.objects.all()[:2])
    if len(projects) != 1:
        raise CommandError("Say which project with --project SLUG." if projects else "There is no project yet.")
    return projects[0]


def _is_address(origin: str) -> bool:
    return "://" in origin


def _read(origin: str) -> Extracted:
    try:
        if _is_address(origin):
            return read.read_address(origin)
        data = sys.stdin.buffer.read(settings.ARTICLE_MAX_BYTES + 1) if origin == "-" else _bytes(origin)
        if len(data) > settings.ARTICLE_MAX_BYTES:
            raise CommandError(ingest.too_large())
        return read.read_bytes(data, filename="" if origin == "-" else Path(origin).name)
    except (Unreadable, FetchError) as error:
        raise CommandError(str(error)) from error


def _bytes(origin: str) -> bytes:
    try:
        with Path(origin).open("rb") as file:
            return file.read(settings.ARTICLE_MAX_BYTES + 1)
    except OSError as error:
        raise CommandError(f"{origin}: {error.strerror}.") from error


def _wait(article: Article) -> None:
    """Until the split and the look-ups have ended; says why where they did not end well or in time."""
    deadline = time.monotonic() + LONGEST_WAIT
    split = Split.objects.filter(revision__article=article)
    local = Lookup.objects.filter(claim__revision__article=article, provider__in=["library", "precedents"])
    while split.unfinished().exists() or local.unfinished().exists():
        if time.monotonic() > deadline:
            raise CommandError(
                f"{article.pk} is still being worked on after {LONGEST_WAIT} s. Is a worker running?"
            )
        time.sleep(0.2)
    job = split.get()
    if job.state != WorkState.SUCCEEDED:
        raise CommandError(f"{article.pk} was not split ({job.state}): {job.error}")
