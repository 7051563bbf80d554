"""How a desk judges: its guidelines, version by version, and its examples."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from .bounds import unsealed
from .claim import Claim, ClaimState
from .event import Event
from .identity import Identified
from .project import Project
from .question import Question
from .verdict import Finding, Verdict, is_fully_judged

if TYPE_CHECKING:
    from .user import User


class GuidelineManager(models.Manager["Guideline"]):
    """Reads of versions, and the one way to write them."""

    def in_force(self, project: Project) -> Guideline | None:
        """The newest version; None where there never was one."""
        return self.filter(project=project).order_by("-number").first()

    def version_of(self, project: Project) -> int | None:
        """The number of the version in force; None where there never was one."""
        return self.filter(project=project).aggregate(models.Max("number"))["number__max"]  # type: ignore[no-any-return]

    def write(self, *, project: Project, by: User | None, text: str, note: str = "") -> Guideline:
        """Append the next version and put its text in force, within the caller's transaction.

        Call it with the project's row locked: two at once would both take one number.
        """
        newest = self.filter(project=project).aggregate(models.Max("number"))["number__max"] or 0
        row = self.create(project=project, by=by, text=text, note=note, number=newest + 1)
        project.guidelines = text
        project.save(update_fields=["guidelines"])
        Event.objects.record(
            "guidelines.changed", row, project_id=project.pk, by=by, number=row.number, reason=note
        )
        return row


class Guideline(Identified):
    """One version of a project's guidelines; the one with the highest number is in force. Append-only."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="guideline_versions")
    number = models.PositiveIntegerField(_("number"))
    text = models.TextField(_("text"), blank=True)
    note = models.CharField(_("what changed"), max_length=300, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="guidelines"
    )
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = GuidelineManager()

    class Meta:
        ordering = ["project_id", "-number"]
        constraints = [models.UniqueConstraint(name="guideline_once", fields=["project", "number"])]
        triggers = [pgtrigger.Protect(name="keep", operation=pgtrigger.Update), unsealed()]

    def __str__(self) -> str:
        return f"{self.project_id} {self.number}"


class ExampleQuerySet(models.QuerySet["Example"]):
    """Reads of examples."""

    def standing(self) -> Self:
        """Those that nobody retired."""
        return self.filter(retired_at=None)

    def visible_to(self, user: User) -> Self:
        """Without those from a claim that the user may still judge blind: it is not settled, and the user gave no
        verdict on it and does not settle it. Whoever wrote an example sees it."""
        judged = Exists(Verdict.objects.filter(claim=OuterRef("claim"), by=user))
        free = Q(claim=None) | Q(project__blind=False) | Q(claim__state=ClaimState.SETTLED)
        return self.filter(free | Q(by=user) | judged | is_fully_judged(user))


@pghistory.track(append_only=True)
class Example(Identified):
    """A statement, how this desk judges it and why; for a rating (by its slug), a finding, or both.

    ``question`` is the one whose answer it came from, ``claim`` the claim it is about, where there is one.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="examples")
    rating = models.SlugField(_("rating"), max_length=60, blank=True)
    finding = models.CharField(_("attribution finding"), max_length=16, choices=Finding, blank=True)
    statement = models.TextField(_("statement"))
    why = models.TextField(_("why"))
    claim = models.ForeignKey(Claim, on_delete=models.SET_NULL, null=True, blank=True, related_name="examples")
    question = models.OneToOneField(
        Question, on_delete=models.SET_NULL, null=True, blank=True, related_name="example"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="examples")
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    retired_at = models.DateTimeField(_("retired at"), null=True, blank=True)

    objects = ExampleQuerySet.as_manager()

    class Meta:
        ordering = ["project_id", "created_at", "id"]
        constraints = [
            models.CheckConstraint(name="example_whole", condition=Q(statement__regex=r"\S") & Q(why__regex=r"\S")),
            models.CheckConstraint(
                name="example_of_something", condition=~Q(rating="") | Q(finding__in=Finding.values)
            ),
        ]

    def __str__(self) -> str:
        return self.statement[:80]
