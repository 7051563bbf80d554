"""What a desk knows and decides about sourcing: answers, grades it overrides, and who an unnamed source is."""

from __future__ import annotations

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from .bounds import unsealed
from .claim import Claim
from .identity import Identified
from .source import Source


class Grade(models.TextChoices):
    """How well a claim is sourced."""

    A = "A", _("Named and on record")
    B = "B", _("Named document")
    C = "C", _("Unnamed, specific, with direct knowledge or a second source")
    D = "D", _("Unnamed, specific, single")
    E = "E", _("Bare or passive")
    N = "N", _("Narrated, no source given")


class GradeOverride(Identified):
    """A person's grade for a claim and why; append-only, the newest counts, an empty grade lifts the override."""

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="grade_overrides")
    grade = models.CharField(_("grade"), max_length=1, choices=Grade, blank=True)
    reason = models.TextField(_("reason"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="grade_overrides")
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        ordering = ["claim_id", "-created_at", "-id"]
        constraints = [
            models.CheckConstraint(name="grade_known", condition=Q(grade__in=["", *Grade.values])),
            models.CheckConstraint(name="grade_override_says_why", condition=Q(reason__regex=r"\S")),
        ]
        triggers = [pgtrigger.Protect(name="keep", operation=pgtrigger.Update), unsealed()]

    def __str__(self) -> str:
        return f"{self.grade} for {self.claim_id}"


@pghistory.track(append_only=True)
class SourcingAnswer(Identified):
    """What the desk answers to one question of its sourcing policy about one source."""

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="answers")
    question = models.SlugField(_("question"), max_length=60)
    answer = models.CharField(_("answer"), max_length=500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="sourcing_answers")
    answered_at = models.DateTimeField(_("answered at"), db_default=Now())

    class Meta:
        ordering = ["source_id", "question"]
        constraints = [
            models.UniqueConstraint(name="sourcing_answer_once", fields=["source", "question"]),
            models.CheckConstraint(name="sourcing_answer_not_empty", condition=Q(answer__regex=r"\S")),
        ]

    def __str__(self) -> str:
        return self.question


class ConfidentialIdentity(Identified):
    """Who an unnamed source is, sealed. Kept out of histories, search, exports, logs and the API by design."""

    source = models.OneToOneField(Source, on_delete=models.CASCADE, related_name="confidential_identity")
    sealed = models.BinaryField(_("sealed"))
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="identities_entered"
    )
    entered_at = models.DateTimeField(_("entered at"), db_default=Now())

    class Meta:
        verbose_name_plural = _("confidential identities")

    def __str__(self) -> str:
        return f"identity of {self.source_id}"
