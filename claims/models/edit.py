"""What a person changed in an article's claims, step by step, so that it can be undone and redone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from .article import Article
from .claim import Claim
from .identity import Identified

if TYPE_CHECKING:
    from .user import User


class EditVerb(models.TextChoices):
    """What was done."""

    MADE = "made", _("Marked a claim")
    RESHAPED = "reshaped", _("Changed where a claim stands")
    SPLIT = "split", _("Split a claim")
    MERGED = "merged", _("Merged claims")
    TRASHED = "trashed", _("Put into the trash")
    RESTORED = "restored", _("Took out of the trash")
    DESCRIBED = "described", _("Changed how it is said")
    VOICED = "voiced", _("Marked who says it")
    TIED = "tied", _("Changed the source")
    WAIVED = "waived", _("Waived")
    UNWAIVED = "unwaived", _("Lifted a waiver")
    WEIGHED = "weighed", _("Weighed evidence")


REWORDED = {
    EditVerb.MADE,
    EditVerb.RESHAPED,
    EditVerb.SPLIT,
    EditVerb.MERGED,
    EditVerb.VOICED,
    EditVerb.TIED,
    EditVerb.RESTORED,
}
"""After these a claim asks another question than before, and its verdicts may count no longer."""


class EditQuerySet(models.QuerySet["Edit"]):
    """Reads of edits."""

    def of(self, article: Article, user: User) -> Self:
        """One person's edits of one article, in order."""
        return self.filter(article=article, by=user).order_by("place")

    def to_undo(self, article: Article, user: User) -> Edit | None:
        """The person's newest edit that stands."""
        return self.of(article, user).filter(undone_at=None).last()

    def to_redo(self, article: Article, user: User) -> Edit | None:
        """The first undone edit after those that stand; what was undone before a newer edit stays undone."""
        standing = self.to_undo(article, user)
        undone = self.of(article, user).exclude(undone_at=None)
        return undone.filter(place__gt=standing.place if standing else 0).first()


class Edit(Identified):
    """One act on one article. ``place`` counts a person's edits of an article from 1.

    ``changes`` is a list of ``{"table": …, "id": …, "before": {field: value} | null, "after": {…} | null}``:
    what the act did to each row, null where the row was not there. Values are plain (see ``claims.undoing``).
    ``claim`` and ``number`` name the claim it was about, ``rows`` how many claims or sentences it touched.
    """

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="edits")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="edits")
    place = models.PositiveIntegerField(_("place"))
    verb = models.CharField(_("what was done"), max_length=12, choices=EditVerb)
    claim = models.ForeignKey(Claim, on_delete=models.SET_NULL, null=True, blank=True, related_name="edits")
    number = models.PositiveIntegerField(_("number of the claim"), null=True, blank=True)
    rows = models.PositiveIntegerField(_("claims or sentences"), default=1)
    changes: Any = models.JSONField(_("changes"), default=list)
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    undone_at = models.DateTimeField(_("undone at"), null=True, blank=True)

    objects = EditQuerySet.as_manager()

    class Meta:
        ordering = ["article_id", "by_id", "place"]
        constraints = [
            models.UniqueConstraint(name="edit_once", fields=["article", "by", "place"]),
            models.CheckConstraint(name="edit_verb_known", condition=Q(verb__in=EditVerb.values)),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.number or ''}".strip()

    @property
    def rewords(self) -> bool:
        """Whether claims ask another question after it than before."""
        return self.verb in REWORDED
