"""One question to one provider for one claim."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .claim import Claim
from .work import Work, WorkQuerySet


class Lookup(Work):
    """A background search for passages that bear on a claim, and how it went."""

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="lookups")
    provider = models.CharField(_("provider"), max_length=40)
    provider_version = models.CharField(_("provider version"), max_length=20, blank=True)
    query = models.CharField(_("query"), max_length=2000)
    as_of = models.DateField(_("as of"), null=True, blank=True)
    hit_count = models.PositiveIntegerField(_("hits"), default=0)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="lookups"
    )

    stale_after = timedelta(seconds=120)
    objects = WorkQuerySet.as_manager()

    class Meta(Work.Meta):
        abstract = False
        ordering = ["claim", "provider", "id"]
        constraints = [
            *Work.Meta.constraints,
            models.UniqueConstraint(name="lookup_once", fields=["claim", "provider", "query"]),
            models.CheckConstraint(name="lookup_has_query", condition=~Q(query="")),
        ]
        indexes = [models.Index(name="lookup_by_state", fields=["state", "touched_at"])]

    def __str__(self) -> str:
        return f"{self.provider} {self.state}"
