"""When a person changes what a claim says or who says it, the verdicts given before no longer count."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import connection

from claims.models import Claim, ClaimState

if TYPE_CHECKING:
    from claims.models import User


def clock() -> datetime:
    """The database's time now, not that of the transaction: what it is held against was stamped there, too."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        now: datetime = cursor.fetchone()[0]
    return now


def mark_reshaped(claims: Iterable[UUID], *, by: User) -> None:
    """Let no verdict there is count for these claims, and their state be found anew (``settle``)."""
    if ids := list(claims):
        Claim.objects.filter(pk__in=ids).update(reshaped_at=clock(), reshaped_by=by)
        count_anew(ids)


def count_anew(claims: Iterable[UUID]) -> None:
    """Take the claims for open until their verdicts were counted again."""
    Claim.objects.filter(pk__in=list(claims)).update(state=ClaimState.OPEN, verdicts_counted=0)
