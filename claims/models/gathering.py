"""Two rounds: questions and answers first, then a verdict from those alone, by somebody else."""

from __future__ import annotations

from typing import Self

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


class GatheringQuerySet(models.QuerySet["Gathering"]):
    """Reads of gatherings, and how the next one begins."""

    def in_use(self) -> Self:
        """Those of projects that work in two rounds now; others are kept and change nothing."""
        return self.filter(claim__revision__article__project__two_rounds=True)

    def open(self) -> Self:
        """Those that still gather: round one."""
        return self.filter(closed_at=None)

    def open_next(self, claim: Claim, *, because: str = "") -> Gathering:
        """The next gathering of a claim whose row is locked; the one that is open, if any."""
        last = self.filter(claim=claim).order_by("-number").first()
        if last is not None and last.closed_at is None:
            return last
        return self.create(claim=claim, number=last.number + 1 if last else 1, because=because)


class InquiryQuerySet(models.QuerySet["Inquiry"]):
    """Reads of questions."""

    def stated(self) -> Self:
        """Without what its author took back."""
        return self.filter(withdrawn_at=None)


class AnswerQuerySet(models.QuerySet["Answer"]):
    """Reads of answers."""

    def stated(self) -> Self:
        """Without what its author took back, and without the answers to questions that were taken back."""
        return self.filter(withdrawn_at=None, inquiry__withdrawn_at=None)


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

    objects = GatheringQuerySet.as_manager()

    class Meta:
        ordering = ["claim_id", "number"]
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

    objects = InquiryQuerySet.as_manager()

    class Meta:
        ordering = ["gathering_id", "created_at", "id"]
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

    objects = AnswerQuerySet.as_manager()

    class Meta:
        ordering = ["inquiry_id", "created_at", "id"]
        constraints = [
            models.CheckConstraint(name="answer_kind_known", condition=Q(kind__in=AnswerKind.values)),
            models.CheckConstraint(
                name="answer_rests_on_evidence",
                condition=Q(kind=AnswerKind.UNANSWERABLE) | Q(evidence__isnull=False, text__regex=r"\S"),
            ),
        ]

    def __str__(self) -> str:
        return self.text[:80]
