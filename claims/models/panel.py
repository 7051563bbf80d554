"""A vote of several editors on a proposed ruling."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from .bounds import unsealed
from .claim import Claim
from .identity import Identified
from .ruling import Ruling
from .scale import Rating
from .verdict import Finding

if TYPE_CHECKING:
    from .user import User


class PanelOutcome(models.TextChoices):
    """How a vote ended."""

    CARRIED = "carried", _("Carried")
    LOST = "lost", _("Not carried")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class PanelQuerySet(models.QuerySet["Panel"]):
    """Reads of votes, and how one ends without a result."""

    def open(self) -> Self:
        """Those that still run."""
        return self.filter(closed_at=None)

    def end_open(self, claim: Claim) -> int:
        """End the vote on a claim that runs, without a result: something else was ruled. Answers how many ended."""
        return self.open().filter(claim=claim).update(closed_at=Now(), outcome=PanelOutcome.WITHDRAWN)

    def end_outdated(self, claim: Claim) -> int:
        """End the vote on a claim whose words or voice were changed since it was opened."""
        if claim.reshaped_at is None:
            return 0
        return self.filter(opened_at__lte=claim.reshaped_at).end_open(claim)


class Panel(Identified):
    """A proposal, put to ``size`` voters besides its author; ``needed`` of them carry it.

    One is open per claim. A carried one has its ruling, by vote; votes against it are its dissent.
    """

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="panels")
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="panels")
    finding = models.CharField(_("attribution finding"), max_length=16, choices=Finding)
    rating = models.ForeignKey(Rating, on_delete=models.PROTECT, related_name="panels")
    rationale = models.TextField(_("rationale"))
    size = models.PositiveSmallIntegerField(_("voters"))
    needed = models.PositiveSmallIntegerField(_("votes that carry"))
    opened_at = models.DateTimeField(db_default=Now(), editable=False)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)
    outcome = models.CharField(_("outcome"), max_length=10, choices=PanelOutcome, blank=True)
    ruling = models.OneToOneField(Ruling, on_delete=models.PROTECT, null=True, blank=True, related_name="panel")

    objects = PanelQuerySet.as_manager()

    class Meta:
        ordering = ["claim_id", "opened_at", "id"]
        constraints = [
            models.UniqueConstraint(name="panel_open_once", fields=["claim"], condition=Q(closed_at=None)),
            models.CheckConstraint(name="panel_finding_known", condition=Q(finding__in=Finding.values)),
            models.CheckConstraint(name="panel_has_rationale", condition=Q(rationale__regex=r"\S")),
            models.CheckConstraint(
                name="panel_can_be_carried", condition=Q(needed__gte=1) & Q(size__gte=F("needed"))
            ),
            models.CheckConstraint(
                name="panel_closed_with_an_outcome",
                condition=Q(closed_at=None, outcome="", ruling=None)
                | Q(closed_at__isnull=False, outcome="carried", ruling__isnull=False)
                | Q(closed_at__isnull=False, outcome__in=["lost", "withdrawn"], ruling=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rating_id} for {self.claim_id}"


class PanelVoteQuerySet(models.QuerySet["PanelVote"]):
    """Reads of votes given."""

    def visible_to(self, user: User) -> Self:
        """One's own, and all of a vote that has ended, that one opened, or in which one has voted."""
        voted = PanelVote.objects.filter(panel=OuterRef("panel"), by=user)
        return self.filter(Q(panel__closed_at__isnull=False) | Q(panel__proposed_by=user) | Exists(voted))


class PanelVote(Identified):
    """One editor's vote, given once; a vote against says why."""

    panel = models.ForeignKey(Panel, on_delete=models.PROTECT, related_name="votes")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="panel_votes")
    agrees = models.BooleanField(_("agrees"))
    reason = models.TextField(_("reason"), blank=True)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = PanelVoteQuerySet.as_manager()

    class Meta:
        ordering = ["panel_id", "created_at", "id"]
        constraints = [
            models.UniqueConstraint(name="panel_vote_once", fields=["panel", "by"]),
            models.CheckConstraint(
                name="panel_dissent_says_why", condition=Q(agrees=True) | Q(reason__regex=r"\S")
            ),
        ]
        triggers = [pgtrigger.Protect(name="keep", operation=pgtrigger.Update | pgtrigger.Delete), unsealed()]

    def __str__(self) -> str:
        return f"{self.by_id} on {self.panel_id}"
