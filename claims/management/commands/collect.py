"""manage.py collect PATH|URL: bring in many documents or fact-checks from the command line."""

from __future__ import annotations

import time
import zipfile
from argparse import ArgumentParser
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any

from django.core.files.base import File
from django.core.management.base import BaseCommand, CommandError

from claims import tasks
from claims.models import Collection, CollectionKind, Project, WorkState
from claims.pipeline import collect

SUFFIXES = {".txt", ".text", ".md", ".html", ".htm", ".xhtml", ".docx", ".pdf"}
LINES = {".jsonl": CollectionKind.DOCUMENTS_JSONL, ".ndjson": CollectionKind.DOCUMENTS_JSONL}
GUESSES = {**LINES, ".zip": CollectionKind.DOCUMENTS_ZIP, ".jsonld": CollectionKind.FACT_CHECKS_FILE}


class Command(BaseCommand):
    """Queues the reading and prints its id; a worker does it, or this process with ``--here``."""

    help = (
        "Bring in documents (lines of JSON, a zip archive, a folder of files, a feed) or fact-checks "
        "(ClaimReview in a file, a page, a feed). Lines have text, title, url, publisher and published_at."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where it is, where it goes, what it is."""
        parser.add_argument("origin", metavar="PATH|URL", help="A file, a folder, or a web address.")
        parser.add_argument("--project", metavar="SLUG", required=True, help="The project.")
        parser.add_argument("--kind", choices=CollectionKind.values, help="May be left out where the name says it.")
        parser.add_argument("--here", action="store_true", help="Read it in this process, without a worker.")
        parser.add_argument("--wait", action="store_true", help="Return once a worker has read it.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Open the collection, then read it, wait for it, or leave it to the workers."""
        project = _project(options["project"])
        collection = _opened(project, options["origin"], options["kind"])
        if options["here"]:
            while collect.read_collection(collection_id=collection.pk, keep=tasks.KEEP):
                self._tell(collection)
        else:
            tasks.start(Collection, [collection.pk])
        if options["wait"] and not options["here"]:
            _wait(collection)
        self.stdout.write(str(collection.pk))
        if options["here"] or options["wait"]:
            self._end(collection)

    def _end(self, collection: Collection) -> None:
        self._tell(collection)
        for refusal in collection.refused:
            name = f" {refusal['name']}" if refusal["name"] else ""
            self.stderr.write(f"{refusal['number']}{name}: {refusal['why']}")
        if collection.state != WorkState.SUCCEEDED:
            raise CommandError(f"{collection.pk} {collection.state}: {collection.error}")

    def _tell(self, collection: Collection) -> None:
        collection.refresh_from_db()
        self.stderr.write(
            f"{collection.done} of {collection.total} dealt with: {collection.added} added, "
            f"{collection.known} here before, {collection.refused_count} refused."
        )


def _project(slug: str) -> Project:
    try:
        return Project.objects.get(slug=slug)
    except Project.DoesNotExist:
        known = ", ".join(Project.objects.values_list("slug", flat=True)) or "none yet"
        raise CommandError(f"There is no project “{slug}”. Projects: {known}.") from None


def _opened(project: Project, origin: str, kind: str | None) -> Collection:
    try:
        if "://" in origin:
            if not kind:
                raise CommandError("Say with --kind what stands at the address.")
            return collect.open_collection(project=project, by=None, kind=kind, url=origin)
        return _opened_path(project, Path(origin), kind)
    except collect.Refused as error:
        raise CommandError(str(error)) from error
    except OSError as error:
        raise CommandError(f"{origin}: {error.strerror}.") from error


def _opened_path(project: Project, path: Path, kind: str | None) -> Collection:
    if path.is_dir():
        with TemporaryFile() as packed:
            _pack(path, packed)
            upload = File(packed, name="folder.zip")
            zipped = CollectionKind.DOCUMENTS_ZIP
            return collect.open_collection(
                project=project, by=None, kind=zipped, upload=upload, filename=path.resolve().name
            )
    kind = kind or GUESSES.get(path.suffix.lower())
    if not kind:
        raise CommandError("Say with --kind what is in the file.")
    with path.open("rb") as file:
        return collect.open_collection(project=project, by=None, kind=kind, upload=File(file, name=path.name))


def _pack(folder: Path, packed: IO[bytes]) -> None:
    """The folder's readable files and its manifest as an archive; links are not followed."""
    names = [path for path in sorted(folder.rglob("*")) if path.is_file() and not path.is_symlink()]
    wanted = [path for path in names if path.suffix.lower() in SUFFIXES or path == folder / "manifest.jsonl"]
    if not wanted:
        raise CommandError(f"{folder} holds no txt, html, docx or pdf files.")
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in wanted:
            archive.write(path, path.relative_to(folder).as_posix())
    packed.seek(0)


def _wait(collection: Collection) -> None:
    """Until it has ended; there is no limit, because a long feed takes long and says how far it is."""
    while Collection.objects.filter(pk=collection.pk).unfinished().exists():
        time.sleep(0.5)
