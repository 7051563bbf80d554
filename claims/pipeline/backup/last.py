"""When the last backup was made: told by the trail, which travels with the rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.utils import timezone

from claims.models import Event

from .manifest import Manifest

INSTALLATION = UUID("7f5d6c1e-0000-7000-8000-6261636b7570")  # what such events tell of: the installation as a whole


@dataclass(frozen=True)
class LastBackup:
    """The newest backup. ``made_at`` is the moment whose rows it holds, ``size`` in bytes."""

    made_at: datetime
    file: str
    size: int
    rows: int
    files: int

    @property
    def age(self) -> timedelta:
        """How old it is; negative where clocks differ."""
        return timezone.now() - self.made_at


def remember(*, verb: str, manifest: Manifest, file: str, size: int) -> None:
    """Put on record that a backup was made, or that one was restored."""
    Event.objects.create(
        verb=verb,
        target_type="installation",
        target_id=INSTALLATION,
        data={
            "snapshot_at": manifest.made_at,
            "file": file,
            "size": size,
            "rows": manifest.rows,
            "files": manifest.files,
            "missing": len(manifest.missing),
        },
    )


def last_backup() -> LastBackup | None:
    """The newest backup that was written to its end, as far as this database knows."""
    told = Event.objects.filter(target_id=INSTALLATION, verb="backup.made").order_by("-created_at").first()
    if told is None:
        return None
    data = told.data
    made_at = datetime.fromisoformat(data["snapshot_at"])
    return LastBackup(made_at, data["file"], data["size"], data["rows"], data["files"])
