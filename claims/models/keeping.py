"""How long a project keeps what nobody needs, and what must not go."""

from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from .article import Article
from .identity import Identified
from .project import Project

DAYS = ("trash_days", "answer_days", "copy_days", "file_days", "draft_days", "notice_days", "delivery_days")
"""What a project keeps for so many days."""


class Retention(Identified):
    """After how many days what a project no longer needs goes for good; None is for ever. One a project."""

    project = models.OneToOneField(Project, on_delete=models.CASCADE, related_name="retention")
    trash_days = models.PositiveIntegerField(
        _("what is in the trash"), null=True, blank=True, help_text=_("Articles, documents, fact-checks, feeds.")
    )
    answer_days = models.PositiveIntegerField(
        _("answers of services"),
        null=True,
        blank=True,
        help_text=_("What a look-up was answered each time, but the last; what was kept as evidence stays."),
    )
    copy_days = models.PositiveIntegerField(
        _("archived copies"),
        null=True,
        blank=True,
        help_text=_("Of documents that no claim has as evidence, and whose quotations nothing cites."),
    )
    file_days = models.PositiveIntegerField(
        _("finished exports and imports"),
        null=True,
        blank=True,
        help_text=_("The files and what was said of them."),
    )
    draft_days = models.PositiveIntegerField(
        _("drafts"), null=True, blank=True, help_text=_("Verdicts that were begun, counted from the last letter.")
    )
    notice_days = models.PositiveIntegerField(_("notices that were read"), null=True, blank=True)
    delivery_days = models.PositiveIntegerField(_("messages to other systems"), null=True, blank=True)
    changed_at = models.DateTimeField(_("changed at"), auto_now=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="retention_days_are_days",
                condition=Q(*(Q(**{name: None}) | Q(**{f"{name}__gte": 1}) for name in DAYS)),
            )
        ]

    def __str__(self) -> str:
        return str(self.project_id)


class HoldQuerySet(models.QuerySet["Hold"]):
    """Reads of holds."""

    def in_force(self) -> Self:
        """Those that nobody lifted."""
        return self.filter(lifted_at=None)

    def on(self, *, project: Any, article: Any = None) -> Self:
        """Those in force on a project as a whole, and on the article."""
        here = Q(article=None) if article is None else Q(article=None) | Q(article=article)
        return self.in_force().filter(here, project=project)


class Hold(Identified):
    """A legal hold: nothing of the project, or of the one article, goes for good while it is in force."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="holds")
    article = models.ForeignKey(Article, on_delete=models.PROTECT, null=True, blank=True, related_name="holds")
    reason = models.CharField(_("reason"), max_length=500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="holds")
    placed_at = models.DateTimeField(_("placed at"), db_default=Now(), editable=False)
    lifted_at = models.DateTimeField(_("lifted at"), null=True, blank=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="holds_lifted"
    )

    objects = HoldQuerySet.as_manager()

    class Meta:
        ordering = ["-placed_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                name="hold_once",
                fields=["project", "article"],
                condition=Q(lifted_at=None),
                nulls_distinct=False,
            ),
            models.CheckConstraint(name="hold_says_why", condition=Q(reason__regex=r"\S")),
            models.CheckConstraint(
                name="hold_lifted_by_somebody", condition=Q(lifted_at=None) | Q(lifted_by__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.reason[:80]
