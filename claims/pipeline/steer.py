"""Steer background work: ask again for what failed, cancel what has not ended."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db import transaction

from claims.models import Event, Work

if TYPE_CHECKING:
    from claims.models import User


@transaction.atomic
def ask_again(*, work: Iterable[Work], by: User) -> list[Any]:
    """Queue failed and cancelled rows again, and those put off until later; answers their ids.

    What waits for a worker, runs or succeeded stays as it is.
    """
    willing = [row for row in work if not row.is_unfinished or row.is_put_off]
    return [row.pk for row in willing if _rows(row).requeue() and _record("asked_again", row, by)]


@transaction.atomic
def cancel(*, work: Iterable[Work], by: User) -> int:
    """Cancel rows that have not ended; answers how many."""
    return sum(1 for row in work if _rows(row).cancel() and _record("cancelled", row, by))


def _rows(row: Work) -> Any:
    return type(row)._default_manager.filter(pk=row.pk)


def _record(act: str, row: Work, by: User) -> bool:
    name = row._meta.model_name
    Event.objects.record(f"{name}.{act}", row, project_id=row.of_project_id, by=by)
    return True
