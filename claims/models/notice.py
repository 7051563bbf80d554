"""What somebody should know of, in the app and by mail."""

from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from .claim import Claim
from .identity import Identified
from .project import Project


class NoticeKind(models.TextChoices):
    """What happened."""

    MENTIONED = "mentioned", _("You were mentioned")
    ANSWERED = "answered", _("Somebody answered you")
    ASSIGNED = "assigned", _("Claims were assigned to you")
    QUESTION = "question", _("A question for you")
    SENT_BACK = "sent_back", _("A claim came back to you")
    VOTE = "vote", _("Your vote is asked for")
    EXPERT = "expert", _("An expert answered")
    REOPENED = "reopened", _("A ruling was reopened")


class NoticeQuerySet(models.QuerySet["Notice"]):
    """Reads of notices."""

    def unread(self) -> Self:
        """What the person has not looked at yet."""
        return self.filter(read_at=None)

    def unmailed(self) -> Self:
        """Unread, and in no digest yet."""
        return self.filter(read_at=None, mailed_at=None)


class Notice(Identified):
    """One thing for one person. ``data`` holds plain values for its words, never anything of another's verdict."""

    to = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(_("kind"), max_length=12, choices=NoticeKind)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="notices")
    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, null=True, blank=True, related_name="notices")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="notices_caused"
    )
    data: Any = models.JSONField(_("data"), default=dict)
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    read_at = models.DateTimeField(_("read at"), null=True, blank=True)
    mailed_at = models.DateTimeField(_("mailed at"), null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [models.CheckConstraint(name="notice_kind_known", condition=Q(kind__in=NoticeKind.values))]
        indexes = [
            models.Index(name="notice_by_person", fields=["to", "-created_at"]),
            models.Index(name="notice_unread", fields=["to"], condition=Q(read_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.kind} for {self.to_id}"
