"""Asking somebody outside: a link with a deadline, its questions and their answers."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Self

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from .claim import Claim
from .identity import Identified
from .project import Project
from .rounds import kept_from

if TYPE_CHECKING:
    from .user import User


class Opinion(models.TextChoices):
    """What an expert says of a claim."""

    RIGHT = "right", _("It is right")
    PARTLY = "partly", _("It is right in part")
    WRONG = "wrong", _("It is wrong")
    CANNOT_SAY = "cannot_say", _("I cannot say")


class ExpertLinkQuerySet(models.QuerySet["ExpertLink"]):
    """Reads of links."""

    def usable(self, at: datetime) -> Self:
        """Neither revoked nor past their deadline, of a project that is not in the trash."""
        return self.filter(revoked_at=None, expires_at__gt=at, project__deleted_at=None)


@pghistory.track(append_only=True, exclude=["token_sha256"])
class ExpertLink(Identified):
    """One expert's link. Whoever holds the token may answer its questions until the deadline, and see nothing else.

    Only the token's SHA-256, in hexadecimal, is kept: the link can be shown once, when it is made.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="expert_links")
    expert = models.CharField(_("expert"), max_length=200, help_text=_("Name, and what they are an expert in."))
    message = models.TextField(_("message"), blank=True)
    token_sha256 = models.CharField(max_length=64, unique=True, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="expert_links")
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    expires_at = models.DateTimeField(_("deadline"))
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)
    opened_at = models.DateTimeField(_("first opened at"), null=True, blank=True)

    objects = ExpertLinkQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [models.CheckConstraint(name="expert_link_has_expert", condition=Q(expert__regex=r"\S"))]

    def __str__(self) -> str:
        return self.expert


class ExpertQuestionQuerySet(models.QuerySet["ExpertQuestion"]):
    """Reads of what experts were asked."""

    def visible_to(self, user: User) -> Self:
        """Without those on claims that the person is to judge from the answers of round one alone.

        Blind review does not hide them: an expert says what is known of the matter, as a document does, and has
        seen no verdict.
        """
        return self.exclude(claim__in=kept_from(user).values("pk"))


@pghistory.track(append_only=True)
class ExpertQuestion(Identified):
    """What an expert is asked about one claim, and what they answered. ``wording`` is the claim as it was shown."""

    link = models.ForeignKey(ExpertLink, on_delete=models.CASCADE, related_name="questions")
    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="expert_questions")
    wording = models.TextField(_("wording"))
    text = models.TextField(_("question"), blank=True)
    opinion = models.CharField(_("opinion"), max_length=10, choices=Opinion, blank=True)
    answer = models.TextField(_("answer"), blank=True)
    sources = models.TextField(_("where it can be read"), blank=True)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)

    objects = ExpertQuestionQuerySet.as_manager()

    class Meta:
        ordering = ["link_id", "id"]
        constraints = [
            models.UniqueConstraint(name="expert_question_once", fields=["link", "claim"]),
            models.CheckConstraint(
                name="expert_answer_whole",
                condition=Q(answered_at=None, opinion="", answer="", sources="")
                | Q(answered_at__isnull=False, opinion__in=Opinion.values),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.claim_id} asked of {self.link_id}"
