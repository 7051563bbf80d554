"""Entries of a knowledge base that may be one of our sources; a person confirms which is."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .identity import Identified
from .source import Source
from .work import Work, WorkQuerySet


class NamesakeSearch(Work):
    """A background search for entries about a source."""

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="namesake_searches")
    provider = models.CharField(_("provider"), max_length=40, default="wikidata")
    query = models.CharField(_("query"), max_length=300)
    hit_count = models.PositiveIntegerField(_("hits"), default=0)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="namesake_searches"
    )

    stale_after = timedelta(seconds=120)
    project_path = "source__project"
    objects = WorkQuerySet.as_manager()

    class Meta(Work.Meta):
        abstract = False
        ordering = ["-queued_at", "-id"]
        verbose_name_plural = _("namesake searches")
        constraints = [
            *Work.Meta.constraints,
            models.UniqueConstraint(name="namesake_search_once", fields=["source", "provider", "query"]),
            models.CheckConstraint(name="namesake_search_has_query", condition=~Q(query="")),
        ]

    def __str__(self) -> str:
        return f"{self.provider} {self.state}"


class Namesake(Identified):
    """An entry that was found. ``confirmed`` is None until a person says yes or no."""

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="namesakes")
    url = models.URLField(_("address"), max_length=500)
    label = models.CharField(_("label"), max_length=300)
    description = models.CharField(_("description"), max_length=500, blank=True)
    rank = models.PositiveSmallIntegerField(_("rank"), default=0)
    confirmed = models.BooleanField(_("confirmed"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="namesakes_decided"
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)

    class Meta:
        ordering = ["source_id", "rank", "id"]
        constraints = [models.UniqueConstraint(name="namesake_once", fields=["source", "url"])]

    def __str__(self) -> str:
        return self.label
