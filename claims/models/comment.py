"""What people say to each other about a claim."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from .claim import Claim
from .evidence import Evidence
from .identity import Identified
from .verdict import Verdict, is_fully_judged

if TYPE_CHECKING:
    from .user import User


class CommentQuerySet(models.QuerySet["Comment"]):
    """Reads of comments."""

    def visible_to(self, user: User) -> Self:
        """Without what others say on the verdict, where review is blind and the user has not judged the claim nor
        settles it, fully judged as it is."""
        judged = Verdict.objects.filter(claim=OuterRef("claim"), by=user)
        open_review = Q(claim__revision__article__project__blind=False)
        opened = open_review | Exists(judged) | is_fully_judged(user)
        return self.filter(Q(about_verdict=False) | Q(by=user) | opened)


@pghistory.track(append_only=True)
class Comment(Identified):
    """One remark on a claim, or an answer to another. A withdrawn one leaves its place, not its words, on pages."""

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="comments")
    evidence = models.ForeignKey(Evidence, on_delete=models.CASCADE, null=True, blank=True, related_name="comments")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="comments")
    answers = models.ForeignKey("self", on_delete=models.CASCADE, null=True, blank=True, related_name="replies")
    text = models.TextField(_("text"))
    about_verdict = models.BooleanField(
        _("says what I think of the verdict"),
        default=False,
        help_text=_("In blind review only those who have judged the claim see it."),
    )
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    resolved_at = models.DateTimeField(_("resolved at"), null=True, blank=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="comments_resolved"
    )
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)

    objects = CommentQuerySet.as_manager()

    class Meta:
        ordering = ["claim_id", "created_at", "id"]
        constraints = [models.CheckConstraint(name="comment_has_text", condition=Q(text__regex=r"\S"))]

    def __str__(self) -> str:
        return self.text[:80]
