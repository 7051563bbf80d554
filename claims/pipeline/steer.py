"""Steer background work: ask again for what failed, cancel what has not ended."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db import transaction

from claims.models import Event, Intake, Lookup, Split

if TYPE_CHECKING:
    from claims.models import User

Row = Split | Intake | Lookup


@transaction.atomic
def ask_again(*, work: Iterable[Row], by: User) -> list[Any]:
    """Queue failed and cancelled rows again, and those put off until later; answers their ids.

    What waits for a worker, runs or succeeded stays as it is.
    """
    willing = [row for row in work if not row.is_unfinished or row.is_put_off]
    return [row.pk for row in willing if _rows(row).requeue() and _record("asked_again", row, by)]


@transaction.atomic
def cancel(*, work: Iterable[Row], by: User) -> int:
    """Cancel rows that have not ended; answers how many."""
    return sum(1 for row in work if _rows(row).cancel() and _record("cancelled", row, by))


def _rows(row: Row) -> Any:
    return type(row).objects.filter(pk=row.pk)


def _record(act: str, row: Row, by: User) -> bool:
    name = row._meta.model_name
    Event.objects.record(f"{name}.{act}", row, project_id=_project_id(row), by=by)
    return True


def _project_id(row: Row) -> Any:
    if isinstance(row, Intake):
        return row.project_id
    revision = row.revision if isinstance(row, Split) else row.claim.revision
    return revision.article.project_id
