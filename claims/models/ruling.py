"""The settled outcome of a claim."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from .bounds import own_chain
from .claim import Claim
from .identity import Identified
from .scale import Rating
from .verdict import Finding, Verdict


class RulingBasis(models.TextChoices):
    """How a claim was settled."""

    AGREEMENT = "agreement", _("Agreement")
    VOTE = "vote", _("Vote")
    EDITOR = "editor", _("Editor")
    REOPENED = "reopened", _("Reopened")


class RulingQuerySet(models.QuerySet["Ruling"]):
    """Reads of rulings."""

    def in_force(self) -> Self:
        """Outcomes that stand: not replaced and not reopened."""
        return self.filter(superseded_by=None).exclude(basis=RulingBasis.REOPENED)

    def for_claims(self, ids: Iterable[Any]) -> Self:
        """Of these claims, oldest first, with their ratings."""
        return self.filter(claim__in=list(ids)).select_related("rating").order_by("created_at", "id")


class Ruling(Identified):
    """An outcome, the verdicts it rests on and the dissent. Append-only; a reopened claim says so in a new row."""

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="rulings")
    basis = models.CharField(_("basis"), max_length=12, choices=RulingBasis)
    finding = models.CharField(_("attribution finding"), max_length=16, choices=Finding, blank=True)
    rating = models.ForeignKey(Rating, on_delete=models.PROTECT, null=True, blank=True, related_name="rulings")
    rationale = models.TextField(_("rationale"), blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="rulings"
    )
    verdicts = models.ManyToManyField(Verdict, related_name="rulings", blank=True)
    supersedes = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="superseded_by"
    )
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = RulingQuerySet.as_manager()

    class Meta:
        ordering = ["claim", "created_at", "id"]
        constraints = [
            models.CheckConstraint(
                name="ruling_outcome_whole",
                condition=Q(basis=RulingBasis.REOPENED, rating=None, finding="")
                | (~Q(basis=RulingBasis.REOPENED) & Q(rating__isnull=False) & ~Q(finding="")),
            ),
            models.UniqueConstraint(name="ruling_first_once", fields=["claim"], condition=Q(supersedes=None)),
        ]
        triggers = [
            pgtrigger.Protect(name="keep", operation=pgtrigger.Update | pgtrigger.Delete),
            own_chain("claims_ruling", "claim_id"),
        ]

    def __str__(self) -> str:
        return f"{self.basis} on {self.claim_id}"


class Ground(Ruling.verdicts.through):  # type: ignore[name-defined, misc]
    """The verdicts a ruling rests on stand as long as the ruling."""

    class Meta:
        proxy = True
        triggers = [pgtrigger.Protect(name="keep", operation=pgtrigger.Update | pgtrigger.Delete)]
