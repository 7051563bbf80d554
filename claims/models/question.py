"""Questions between reviewers and editors about a claim."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from .claim import Claim
from .identity import Identified
from .project import Membership, Role
from .verdict import Verdict, is_fully_judged

if TYPE_CHECKING:
    from .user import User


class Asked(models.TextChoices):
    """Whom a question is put to."""

    EDITOR = "editor", _("The editor")
    REVIEWERS = "reviewers", _("The reviewers who judged it")


class QuestionQuerySet(models.QuerySet["Question"]):
    """Reads of questions."""

    def waiting(self) -> Self:
        """Those without an answer that nobody took back."""
        return self.filter(answered_at=None, withdrawn_at=None)

    def to_editor(self) -> Self:
        """Those put to the editors that nobody took back."""
        return self.filter(to=Asked.EDITOR, withdrawn_at=None)

    def visible_to(self, user: User) -> Self:
        """Where review is blind and the user has not judged the claim: one's own, and as an editor those that are
        put to editors, and all on claims that are fully judged.

        What somebody asks often says how they judge; what was sent back tells that verdicts differ.
        """
        judged = Verdict.objects.filter(claim=OuterRef("claim"), by=user)
        opened = Q(claim__revision__article__project__blind=False) | Exists(judged) | is_fully_judged(user)
        return self.filter(Q(by=user) | opened | Q(to=Asked.EDITOR) & _settles(user))


def _settles(user: User) -> Q:
    """The claim is in a project that the user is an editor or owner of, as a superuser is of all."""
    if user.is_superuser:
        return Q()
    mine = Membership.objects.filter(user=user, role__in=[Role.EDITOR, Role.OWNER])
    return Q(claim__revision__article__project__in=mine.values("project"))


@pghistory.track(append_only=True)
class Question(Identified):
    """One question about a claim, and its answer. Asked of the editor, or sent back to those who judged."""

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="questions")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="questions")
    to = models.CharField(_("asked of"), max_length=10, choices=Asked)
    text = models.TextField(_("question"))
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    answer = models.TextField(_("answer"), blank=True)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="answers_given"
    )
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        ordering = ["claim_id", "created_at", "id"]
        constraints = [
            models.CheckConstraint(name="question_has_text", condition=Q(text__regex=r"\S")),
            models.CheckConstraint(name="question_asked_of_known", condition=Q(to__in=Asked.values)),
            models.CheckConstraint(
                name="question_answer_whole",
                condition=Q(answered_at=None, answer="", answered_by=None)
                | (Q(answered_at__isnull=False, answered_by__isnull=False) & Q(answer__regex=r"\S")),
            ),
        ]
        indexes = [
            models.Index(
                name="question_waiting", fields=["claim"], condition=Q(answered_at=None, withdrawn_at=None)
            )
        ]

    def __str__(self) -> str:
        return self.text[:80]
