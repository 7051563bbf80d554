"""Seats whose time is over are given up by themselves. They count for nothing even before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from claims.models import Act, ClaimState, Event, Membership, Release, Role, Seat, allows

if TYPE_CHECKING:
    from claims.models import Project
    from claims.models.seat import SeatQuerySet

AT_ONCE = 500


@transaction.atomic
def release_run_out(*, project: Project | None = None) -> int:
    """Release seats that ran out, of one project or of all; how many.

    So are those at claims that went away, and of holders who left or may no longer judge: they would stand empty.
    Rows that somebody else is just writing to are left for the next time.
    """
    seats = Seat.objects.filter(released_at=None)
    if project:
        seats = seats.filter(claim__revision__article__project=project)
    now = timezone.now()
    return _release(seats.run_out(now), Release.EXPIRED) + _release(
        seats.held(now).filter(_in_vain()), Release.GONE
    )


def _in_vain() -> Q:
    """Of seats that nobody can use: the claim is settled or in the trash, or the holder may not judge."""
    of_claim = Q(claim__deleted_at__isnull=False) | Q(claim__state=ClaimState.SETTLED)
    of_claim |= Q(claim__revision__article__deleted_at__isnull=False)
    judging = [role for role in Role if allows(role, Act.JUDGE)]
    project = OuterRef("claim__revision__article__project")
    member = Membership.objects.filter(project=project, user=OuterRef("holder"), role__in=judging)
    return of_claim | Q(holder__is_active=False) | (Q(holder__is_superuser=False) & ~Q(Exists(member)))


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
