"""Exports that take longer than a page should: asked for, written to a file by a worker, gone after a week."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from traceback import clear_frames
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.files import File
from django.core.files.storage import default_storage
from django.utils import timezone
from django.utils.translation import gettext as _

from claims.formats.registry import UnknownFormat, find
from claims.interchange.signs import Signs, Stopped, held
from claims.models import Act, Export, WorkState, require
from claims.pipeline.export.handing import ROLE, SITE, chosen_of, role_at
from claims.pipeline.export.stream import Incomplete
from claims.pipeline.export.writing import claims_in, export

KEPT_FOR = timedelta(days=7)
FORGOTTEN_AFTER = timedelta(days=1)
TAIL = 64 * 1024


def run_export(*, export_id: Any) -> None:
    """Write the file; the row then has it with its checksum and counts, or says why there is none.

    Safe to call again after a worker was lost: it begins anew, and nothing is left of what that one wrote.
    """
    if not Export.objects.claim(export_id):
        return
    row = Export.objects.select_related("project", "asked_by").get(pk=export_id)
    _clear(row)
    try:
        with Signs(row) as signs:
            _write(row, signs)
    except Exception as error:
        clear_frames(error.__traceback__)  # ends the reading's transaction, in which nothing can be written
        if isinstance(error, Stopped):
            return
        if why := _why(error):
            held(row).fail(row.pk, why)
            return
        held(row).stumble(row.pk, error)
        raise


def expire() -> int:
    """Delete files whose time is over, and what lost workers left half written; answers how many files."""
    over = Export.objects.filter(state=WorkState.SUCCEEDED, expires_at__lte=timezone.now()).exclude(file="")
    gone = 0
    for row in over[:500]:
        row.file.storage.delete(str(row.file.name))
        with suppress(OSError):
            row.file.storage.delete(_own(row))  # the folder, which is empty by now
        gone += Export.objects.filter(pk=row.pk).update(file="")
    forgotten = (timezone.now() - FORGOTTEN_AFTER).timestamp()
    for part in _parts().glob("*.part"):
        if part.exists() and part.stat().st_mtime < forgotten:
            part.unlink(missing_ok=True)
    return gone


def _why(error: Exception) -> str:
    """What to say of an error that can be foreseen; "" of another."""
    if isinstance(error, Incomplete | UnknownFormat):
        return str(error)
    if isinstance(error, PermissionDenied):
        return _("Whoever asked for this may not export it, or not any more.")
    if isinstance(error, OSError):
        return _("The file could not be written: %(why)s.") % {"why": error.strerror or type(error).__name__}
    return ""


def _write(row: Export, signs: Signs) -> None:
    """Into a place where nobody looks, then where it is offered."""
    require(row.asked_by, Act.EXPORT, row.project)
    site = str(row.chosen.get(SITE, "")) or settings.SITE_URL or f"http://localhost:{settings.PORT}"
    chosen = chosen_of(row)
    total = claims_in(project=row.project, viewer=row.asked_by, chosen=chosen)
    held(row).touch(total=total, done=0, chosen=row.chosen | {ROLE: role_at(row.project, row.asked_by)})
    pieces = export(
        project=row.project,
        fmt=row.format,
        viewer=row.asked_by,
        chosen=chosen,
        with_history=row.with_history,
        site=site,
        told=signs.told,
    )
    part = _parts() / f"{row.pk}.{_turn(row)}.part"
    part.parent.mkdir(parents=True, exist_ok=True)
    try:
        size, checksum, tail = _into(part, pieces)
        signs.say(total)
        _keep(row, part, size=size, sha256=checksum, counts=_counts(tail), done=total)
    finally:
        part.unlink(missing_ok=True)


def _into(part: Path, pieces: Iterator[bytes]) -> tuple[int, str, bytes]:
    """Size, SHA-256 and the last bytes of what was written."""
    digest, size, tail = hashlib.sha256(), 0, b""
    with part.open("wb") as file:
        for piece in pieces:
            file.write(piece)
            digest.update(piece)
            size += len(piece)
            tail = (tail + piece[-TAIL:])[-TAIL:]
        file.flush()
        os.fsync(file.fileno())
    return size, digest.hexdigest(), tail


def _keep(row: Export, part: Path, **fields: Any) -> None:
    """Move the file into the storage, under a name of this turn; it goes where the row was cancelled meanwhile."""
    with part.open("rb") as file:
        name = default_storage.save(f"{_own(row)}/{_turn(row)}{find(row.format).suffix}", _Moved(file))
    if not held(row).succeed(row.pk, file=name, expires_at=timezone.now() + KEPT_FOR, **fields):
        default_storage.delete(name)


def _counts(tail: bytes) -> dict[str, int]:
    """The rows by place, as the end of a file of our own says; {} for other shapes, whose rows were counted too."""
    begun = tail.rfind(b'"counts"')
    if begun < 0:
        return {}
    try:
        found, _end = json.JSONDecoder().raw_decode(tail[begun + 8 :].decode().lstrip(": "))
    except (UnicodeDecodeError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


class _Moved(File):  # type: ignore[type-arg]
    """A file that a storage on this machine's disk takes by renaming it."""

    def temporary_file_path(self) -> str:
        """Where it lies."""
        return str(self.name)


def _parts() -> Path:
    """Where files lie until they are whole: on the disk of the storage, so that none is copied."""
    return Path(settings.MEDIA_ROOT) / "exports" / "unfinished"


def _own(row: Export) -> str:
    return f"exports/{row.pk}"


def _turn(row: Export) -> str:
    """Differs from one worker that takes the row to the next, so that none writes over, or deletes, another's."""
    return f"{row.started_at:%Y%m%dT%H%M%S%f}" if row.started_at else str(row.attempts)


def _clear(row: Export) -> None:
    """Take away what lost workers left: parts, and files that they had moved and did not offer any more."""
    for part in _parts().glob(f"{row.pk}.*.part"):
        part.unlink(missing_ok=True)
    with suppress(FileNotFoundError):
        for name in default_storage.listdir(_own(row))[1]:
            default_storage.delete(f"{_own(row)}/{name}")
