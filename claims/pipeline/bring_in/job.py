"""A file that is brought in, as a piece of work: handed in, tried, then done for good."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, BinaryIO, cast

import orjson
from django.core.exceptions import PermissionDenied
from django.core.files import File
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from claims.formats.guessing import guess
from claims.formats.records_reading import Broken
from claims.interchange.signs import Signs, Stopped, held
from claims.interchange.writing import Refused
from claims.models import Act, Event, Import, Project, WorkState, require
from claims.pipeline.bring_in.dispatch import FORMATS_IN, bring_in
from claims.pipeline.bring_in.report import Report
from claims.pipeline.bring_in.reviews import KeepReviews

if TYPE_CHECKING:
    from claims.models import User

HEAD = 64 * 1024
ROWS_KEPT = 1000


@transaction.atomic
def open_import(
    *,
    project: Project,
    by: User,
    upload: UploadedFile[Any],
    fmt: str = "",
    options: Mapping[str, Any] | None = None,
    dry_run: bool = True,
    wait: bool = False,
) -> Import:
    """Keep the file and queue its reading; ``fmt`` "" is told by how it begins. With ``wait`` it is not begun yet.

    Raises Refused for what is of no known format.
    """
    name = (upload.name or "")[:255]
    fmt = fmt or guess(name, upload.read(HEAD))
    upload.seek(0)
    if fmt not in FORMATS_IN:
        raise Refused(_("What this file is cannot be told by how it begins: choose its format."))
    row = Import.objects.create(
        project=project,
        asked_by=by,
        format=fmt,
        file=upload,
        filename=name,
        options=dict(options or {}),
        dry_run=dry_run,
        total=upload.size or 0,
        **({"state": WorkState.CANCELLED, "finished_at": timezone.now()} if wait else {}),
    )
    Event.objects.record("import.asked", row, project_id=project.pk, by=by, format=fmt, dry_run=dry_run)
    return row


@transaction.atomic
def begin(*, row: Import, by: User, dry_run: bool, options: Mapping[str, Any] | None = None) -> bool:
    """Read it from its beginning, to try or for good; False where it waits or runs already."""
    told = {"options": dict(options)} if options is not None else {}
    begun: int = Import.objects.filter(pk=row.pk).begin_anew(
        dry_run=dry_run, done=0, added=0, known=0, refused=0, report=[], rows={}, **told
    )
    if begun:
        Event.objects.record("import.begun", row, project_id=row.project_id, by=by, dry_run=dry_run)
    return bool(begun)


def run_import(*, import_id: Any, keep: KeepReviews | None = None) -> None:
    """Bring it in; the row then has the report or says why nothing of it was read. Safe to call twice."""
    if not Import.objects.claim(import_id):
        return
    row = Import.objects.select_related("project", "asked_by").get(pk=import_id)
    try:
        require(row.asked_by, Act.IMPORT, row.project)
        with Signs(row) as signs, row.file.open("rb") as file:
            report = bring_in(
                file=_plain(file),
                fmt=row.format,
                project=row.project,
                by=row.asked_by,
                options=row.options,
                dry_run=row.dry_run,
                told=signs.told,
                keep=keep,
            )
        if held(row).succeed(row.pk, done=row.total, **_told(report)):
            _keep_all(row, report)
    except Stopped:
        return
    except PermissionDenied:
        held(row).fail(row.pk, _("Whoever handed this in may not import here any more."))
    except (Broken, Refused) as error:
        held(row).fail(row.pk, str(error))
    except FileNotFoundError:
        held(row).fail(row.pk, _("The file is no longer in the storage. Hand it in again."))
    except Exception as error:
        held(row).stumble(row.pk, error)
        raise


def refusals(*, row: Import) -> Iterator[dict[str, Any]]:
    """All that was refused, with line, title and reason; the row itself has the first ``ROWS_KEPT``."""
    if row.refused <= len(row.report) or not default_storage.exists(_all_of(row)):
        yield from row.report
        return
    with default_storage.open(_all_of(row), "rb") as file:
        for line in file:
            yield orjson.loads(line)


def _keep_all(row: Import, report: Report) -> None:
    """Where the row has no place for all that was refused, a file beside it has."""
    default_storage.delete(_all_of(row))
    if len(report.refused) <= ROWS_KEPT:
        return
    with tempfile.TemporaryFile() as file:
        file.writelines(orjson.dumps(_refused(*one)) + b"\n" for one in report.refused)
        file.seek(0)
        default_storage.save(_all_of(row), File(file))


def _all_of(row: Import) -> str:
    return f"imports/refused/{row.pk}.jsonl"


def _refused(line: int, title: str, why: str) -> dict[str, Any]:
    return {"line": line, "title": title, "why": why}


def _plain(file: Any) -> BinaryIO:
    """The file itself: Django's wrapper begins anew whenever somebody asks for its lines."""
    while isinstance(file, File):
        file = file.file
    return cast("BinaryIO", file)


def _told(report: Report) -> dict[str, Any]:
    refused = [_refused(*one) for one in report.refused[:ROWS_KEPT]]
    return {
        "added": report.added,
        "known": report.known,
        "refused": len(report.refused),
        "report": refused,
        "rows": dict(report.rows),
    }
