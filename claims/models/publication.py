"""What was published, and what was corrected since."""

from __future__ import annotations

from typing import Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from .claim import Claim
from .identity import Identified
from .ruling import Ruling


class PublicationQuerySet(models.QuerySet["Publication"]):
    """Reads of publications."""

    def standing(self) -> Self:
        """Those that nobody withdrew."""
        return self.filter(withdrawn_at=None)


class Publication(Identified):
    """A claim's outcome is public from ``published_at`` on, with ``ruling`` as the first that was."""

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="publications")
    ruling = models.ForeignKey(Ruling, on_delete=models.PROTECT, related_name="publications")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="publications")
    published_at = models.DateTimeField(db_default=Now(), editable=False)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)

    objects = PublicationQuerySet.as_manager()

    class Meta:
        ordering = ["-published_at", "-id"]
        constraints = [
            models.UniqueConstraint(name="published_once", fields=["claim"], condition=Q(withdrawn_at=None))
        ]

    def __str__(self) -> str:
        return f"{self.claim_id} published"


class Correction(Identified):
    """A published outcome that changed: what it was, what it is, and why. Append-only.

    ``after`` may be a reopening: then the outcome was taken back, and none stands yet.
    """

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="corrections")
    before = models.OneToOneField(Ruling, on_delete=models.PROTECT, related_name="corrected_by")
    after = models.OneToOneField(Ruling, on_delete=models.PROTECT, related_name="corrects")
    why = models.TextField(_("why"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="corrections"
    )
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [models.CheckConstraint(name="correction_says_why", condition=Q(why__regex=r"\S"))]
        triggers = [pgtrigger.Protect(name="keep", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.claim_id} corrected"
