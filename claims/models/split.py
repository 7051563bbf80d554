"""One run of the splitter over one revision, and what it leaves that is no claim."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .article import Revision
from .bounds import within_text
from .identity import Identified
from .work import Work, WorkQuerySet


class SplitStep(models.TextChoices):
    """How far a running split has come."""

    WAITING = "waiting", _("Waiting for a worker")
    READING = "reading", _("Reading the text")
    SAVING = "saving", _("Saving the claims")
    DONE = "done", _("Done")


class SplitQuerySet(WorkQuerySet):
    """A split that begins again has not come far."""

    def _queue(self, **fields: Any) -> int:
        return super()._queue(step=SplitStep.WAITING, **fields)


class Split(Work):
    """The background job that turns a revision into claims."""

    revision = models.OneToOneField(Revision, on_delete=models.CASCADE, related_name="split")
    step = models.CharField(_("step"), max_length=12, choices=SplitStep, default=SplitStep.WAITING)
    version = models.CharField(_("splitter version"), max_length=40, blank=True)

    project_path = "revision__article__project"
    objects = SplitQuerySet.as_manager()

    class Meta(Work.Meta):
        abstract = False
        ordering = ["-queued_at", "-id"]

    def __str__(self) -> str:
        return f"{self.revision_id} {self.state}"


class Sentence(models.Model):
    """A sentence of a revision; every one is touched by a claim or waived."""

    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="sentences")
    position = models.PositiveIntegerField(_("position"))
    start = models.PositiveIntegerField(_("start"))
    end = models.PositiveIntegerField(_("end"))

    class Meta:
        ordering = ["revision_id", "position"]
        constraints = [
            models.UniqueConstraint(name="sentence_once", fields=["revision", "position"]),
            models.CheckConstraint(name="sentence_not_empty", condition=Q(end__gt=F("start"))),
        ]
        triggers = within_text()

    def __str__(self) -> str:
        return f"[{self.start}, {self.end})"


class WaiverReason(models.TextChoices):
    """Why a sentence is not to be checked."""

    OPINION = "opinion", _("Opinion")
    QUESTION = "question", _("Question")
    HEADLINE = "headline", _("Headline")
    BOILERPLATE = "boilerplate", _("Boilerplate")
    PREDICTION = "prediction", _("Prediction")
    EXPERIENCE = "experience", _("Personal experience")


class Waiver(Identified):
    """A sentence that is not to be checked, and why; ``waived_by`` is None for the splitter."""

    sentence = models.OneToOneField(Sentence, on_delete=models.CASCADE, related_name="waiver")
    reason = models.CharField(_("reason"), max_length=12, choices=WaiverReason)
    waived_by = models.ForeignKey(
        "claims.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="waivers"
    )

    class Meta:
        ordering = ["sentence_id"]
        constraints = [
            models.CheckConstraint(name="waiver_reason_known", condition=Q(reason__in=WaiverReason.values))
        ]

    def __str__(self) -> str:
        return self.reason
