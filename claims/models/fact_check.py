"""Fact-checks that others published, as they gave them; never mixed with our own verdicts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

import pghistory
from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from pgvector.django import HnswIndex, VectorField

from .identity import Identified
from .project import Project
from .search import VECTOR_SIZE, indexed

if TYPE_CHECKING:
    from .user import User


class FactCheckQuerySet(models.QuerySet["FactCheck"]):
    """Reads of fact-checks."""

    def kept(self) -> Self:
        """Without the trash."""
        return self.filter(deleted_at=None)

    def seen_by(self, user: User) -> Self:
        """Fact-checks of the user's projects."""
        return self.kept().filter(project__in=Project.objects.seen_by(user))


@pghistory.track(append_only=True, exclude=["search", "embedding", "raw"])
class FactCheck(Identified):
    """One published review of one claim (schema.org ClaimReview). ``key`` names the same review found again."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="fact_checks")
    key = models.CharField(_("key"), max_length=64, help_text=_("SHA-256 of address and claim."))
    claim_reviewed = models.TextField(_("claim reviewed"))
    title = models.CharField(_("title"), max_length=500, blank=True)
    url = models.URLField(_("address"), max_length=2000, blank=True)
    publisher = models.CharField(_("publisher"), max_length=200, blank=True)
    rating_as_given = models.CharField(_("rating as given"), max_length=200, blank=True)
    rating_value = models.FloatField(_("rating value"), null=True, blank=True)
    best_rating = models.FloatField(_("best rating"), null=True, blank=True)
    worst_rating = models.FloatField(_("worst rating"), null=True, blank=True)
    reviewed_at = models.DateField(_("reviewed"), null=True, blank=True)
    claimant = models.CharField(_("claimant"), max_length=300, blank=True)
    claimed_at = models.DateField(_("claimed"), null=True, blank=True)
    language = models.CharField(_("language"), max_length=12, blank=True)
    raw = models.JSONField(_("as read"), default=dict)
    retrieved_at = models.DateTimeField(_("retrieved at"), db_default=Now())
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="fact_checks"
    )
    deleted_at = models.DateTimeField(_("in the trash since"), null=True, blank=True)
    search = models.GeneratedField(
        expression=indexed("claim_reviewed", "title"), output_field=SearchVectorField(), db_persist=True
    )
    embedding = VectorField(_("meaning"), dimensions=VECTOR_SIZE, null=True, editable=False)

    objects = FactCheckQuerySet.as_manager()

    class Meta:
        ordering = ["-reviewed_at", "-id"]
        constraints = [
            models.UniqueConstraint(name="fact_check_once", fields=["project", "key"]),
            models.CheckConstraint(name="fact_check_has_claim", condition=~Q(claim_reviewed="")),
        ]
        indexes = [
            GinIndex(name="fact_check_search", fields=["search"]),
            HnswIndex(name="fact_check_meaning", fields=["embedding"], opclasses=["vector_cosine_ops"]),
            models.Index(name="fact_check_without_meaning", fields=["id"], condition=Q(embedding=None)),
        ]

    def __str__(self) -> str:
        return self.claim_reviewed[:80]
