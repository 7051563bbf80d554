"""Seats whose time is over are given up by themselves. They count for nothing even before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from claims.models import ClaimState, Event, Release, Seat

if TYPE_CHECKING:
    from claims.models import Project
    from claims.models.seat import SeatQuerySet

AT_ONCE = 500


@transaction.atomic
def release_run_out(*, project: Project | None = None) -> int:
    """Release seats that ran out, of one project or of all, and those of claims that went away; how many.

    Rows that somebody else is just writing to are left for the next time.
    """
    now = timezone.now()
    gone = Q(claim__deleted_at__isnull=False) | Q(claim__state=ClaimState.SETTLED)
    gone |= Q(claim__revision__article__deleted_at__isnull=False)
    run_out, left = Seat.objects.run_out(now), Seat.objects.none()
    if project:
        run_out = run_out.filter(claim__revision__article__project=project)
    else:
        left = Seat.objects.held(now).filter(gone)
    return _release(run_out, Release.EXPIRED) + _release(left, Release.GONE)


def _release(seats: SeatQuerySet, why: Release) -> int:
    rows = seats.select_for_update(skip_locked=True, of=("self",)).values_list(
        "pk", "claim", "holder", "claim__revision__article", "claim__revision__article__project"
    )
    found = list(rows.order_by("pk")[:AT_ONCE])
    if not found:
        return 0
    Seat.objects.filter(pk__in=[row[0] for row in found]).leave(why, timezone.now())
    Event.objects.bulk_create(
        Event(
            verb="seat.run_out", target_type="seat", target_id=seat, claim_id=claim, article_id=article,
            project_id=project_id, data={"holder": holder, "why": why.value},
        )
        for seat, claim, holder, article, project_id in found
    )  # fmt: skip
    return len(found)
