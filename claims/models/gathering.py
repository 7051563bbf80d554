"""Two rounds: questions and answers first, then a verdict from those alone, by somebody else."""

from __future__ import annotations

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from .claim import Claim
from .evidence import Evidence
from .identity import Identified


class AnswerKind(models.TextChoices):
    """What an answer is made of."""

    EXTRACTIVE = "extractive", _("Words of the evidence")
    ABSTRACTIVE = "abstractive", _("In own words, from the evidence")
    BOOLEAN = "boolean", _("Yes or no")
    UNANSWERABLE = "unanswerable", _("No answer was found")


class Gathering(Identified):
    """One pass of round one over a claim. Closed, it opens round two; verdicts that differ open the next.

    ``number`` counts from 1; ``because`` says why a later one was opened.
    """

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="gatherings")
    number = models.PositiveSmallIntegerField(_("number"))
    because = models.TextField(_("because"), blank=True)
    opened_at = models.DateTimeField(db_default=Now(), editable=False)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="gatherings_closed"
    )

    class Meta:
        ordering = ["claim", "number"]
        constraints = [
            models.UniqueConstraint(name="gathering_once", fields=["claim", "number"]),
            models.UniqueConstraint(name="gathering_open_once", fields=["claim"], condition=Q(closed_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.claim_id}, {self.number}"


@pghistory.track(append_only=True)
class Inquiry(Identified):
    """One question whose answer bears on a claim."""

    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="inquiries")
    text = models.TextField(_("question"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="inquiries")
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)

    class Meta:
        ordering = ["gathering", "created_at", "id"]
        verbose_name_plural = _("inquiries")
        constraints = [models.CheckConstraint(name="inquiry_has_text", condition=Q(text__regex=r"\S"))]

    def __str__(self) -> str:
        return self.text[:80]


@pghistory.track(append_only=True)
class Answer(Identified):
    """One answer to an inquiry, on a piece of evidence unless none was found."""

    inquiry = models.ForeignKey(Inquiry, on_delete=models.CASCADE, related_name="answers")
    kind = models.CharField(_("kind"), max_length=12, choices=AnswerKind)
    text = models.TextField(_("answer"), blank=True)
    explanation = models.TextField(_("explanation"), blank=True, help_text=_("Of a yes or a no."))
    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, null=True, blank=True, related_name="answers")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="answers")
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)

    class Meta:
        ordering = ["inquiry", "created_at", "id"]
        constraints = [
            models.CheckConstraint(name="answer_kind_known", condition=Q(kind__in=AnswerKind.values)),
            models.CheckConstraint(
                name="answer_rests_on_evidence",
                condition=Q(kind=AnswerKind.UNANSWERABLE) | Q(evidence__isnull=False, text__regex=r"\S"),
            ),
        ]

    def __str__(self) -> str:
        return self.text[:80]
