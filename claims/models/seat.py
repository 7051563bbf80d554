"""Who is to judge which claim: taken from the queue or assigned, for a limited time."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from .claim import Claim
from .identity import Identified


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
