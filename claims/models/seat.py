"""Who is to judge which claim: taken from the queue or assigned, for a limited time."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .claim import Claim
from .identity import Identified
from .project import SharedBy

if TYPE_CHECKING:
    from .user import User


class Release(models.TextChoices):
    """Why a seat was given up."""

    JUDGED = "judged", _("Judged")
    EXPIRED = "expired", _("Time ran out")
    GIVEN_BACK = "given_back", _("Given back")
    TAKEN_AWAY = "taken_away", _("Taken away by an editor")
    GONE = "gone", _("The claim went away")


class SeatQuerySet(models.QuerySet["Seat"]):
    """Reads of seats."""

    def held(self, at: datetime) -> Self:
        """Seats that somebody holds at a moment: neither released nor run out, released or not by a sweeper."""
        return self.filter(released_at=None, expires_at__gt=at)

    def run_out(self, at: datetime) -> Self:
        """Seats whose time is over and that nobody has released yet."""
        return self.filter(released_at=None, expires_at__lte=at)

    def leave(self, why: Release, at: datetime) -> int:
        """Give up those that nobody has given up yet, run out or not; how many."""
        return self.filter(released_at=None).update(released_at=at, released_why=why)

    def vacate(self, claims: Iterable[Any]) -> int:
        """Give up all seats at claims (ids) that went away or are settled; how many."""
        return self.filter(claim__in=list(claims)).leave(Release.GONE, timezone.now())

    def leave_for_verdict(self, claim: Claim, by: User) -> datetime | None:
        """Give up the person's seat because they judge; when they took the claim, where they alone decided that.

        None where they hold none, where an editor gave it, or where it came with a whole article: then the time
        at which they took it does not tell when they began.
        """
        mine = self.filter(claim=claim, holder=by, released_at=None)
        taken: tuple[datetime, Any, str] | None = mine.values_list(
            "taken_at", "assigned_by", "claim__revision__article__project__shared_by"
        ).first()
        mine.leave(Release.JUDGED, timezone.now())
        return taken[0] if taken and taken[1] is None and taken[2] == SharedBy.CLAIM else None

    def lengthen(self, claim: Claim, by: User) -> int:
        """Let the person who writes on hold their seat for the project's time from now, if they hold it still."""
        now = timezone.now()
        until = now + timedelta(minutes=claim.revision.article.project.seat_minutes)
        return self.held(now).filter(claim=claim, holder=by, expires_at__lt=until).update(expires_at=until)


class Seat(Identified):
    """One person's place at one claim; it counts towards the reviewers per claim while it is held.

    ``assigned_by`` is the editor who gave it; None for one that the holder took from the queue. Times in UTC.
    """

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="seats")
    holder = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="seats")
    assigned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="seats_assigned"
    )
    taken_at = models.DateTimeField(_("taken at"), db_default=Now())
    expires_at = models.DateTimeField(_("held until"))
    released_at = models.DateTimeField(_("released at"), null=True, blank=True)
    released_why = models.CharField(_("why released"), max_length=12, choices=Release, blank=True)

    objects = SeatQuerySet.as_manager()

    class Meta:
        ordering = ["taken_at", "id"]
        constraints = [
            models.UniqueConstraint(
                name="seat_held_once", fields=["claim", "holder"], condition=Q(released_at=None)
            ),
            models.CheckConstraint(
                name="seat_release_says_why",
                condition=Q(released_at=None, released_why="")
                | Q(released_at__isnull=False, released_why__in=Release.values),
            ),
            models.CheckConstraint(name="seat_ends_after_it_began", condition=Q(expires_at__gt=F("taken_at"))),
        ]
        indexes = [
            models.Index(name="seat_by_holder", fields=["holder", "expires_at"], condition=Q(released_at=None)),
            models.Index(name="seat_by_end", fields=["expires_at"], condition=Q(released_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.holder_id} at {self.claim_id}"
