"""Many documents or fact-checks brought in at once: from a file, a folder, an address or a feed."""

from __future__ import annotations

from datetime import timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .identity import Identified
from .project import Project
from .work import Work, WorkQuerySet


class CollectionKind(models.TextChoices):
    """What is read, and from what."""

    DOCUMENTS_JSONL = "documents_jsonl", _("Documents, one JSON object a line")
    DOCUMENTS_ZIP = "documents_zip", _("Documents, files in a zip archive")
    DOCUMENTS_FEED = "documents_feed", _("Documents, from an RSS or Atom feed")
    FACT_CHECKS_FILE = "fact_checks_file", _("Fact-checks, a ClaimReview file")
    FACT_CHECKS_PAGE = "fact_checks_page", _("Fact-checks, a page with ClaimReview")
    FACT_CHECKS_FEED = "fact_checks_feed", _("Fact-checks, from a feed")


class Collection(Work):
    """One reading of many items. ``refused`` names the first hundred that could not be taken, and why.

    ``done`` counts items that were dealt with, so that a reading that lost its worker goes on there.
    """

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="collections")
    kind = models.CharField(_("kind"), max_length=20, choices=CollectionKind)
    url = models.URLField(_("address"), max_length=2000, blank=True)
    upload = models.FileField(_("file"), upload_to="collections/%Y/%m/", blank=True)
    filename = models.CharField(_("file name"), max_length=255, blank=True)
    total = models.PositiveIntegerField(_("items"), null=True, blank=True)
    done = models.PositiveIntegerField(_("dealt with"), default=0)
    added = models.PositiveIntegerField(_("added"), default=0)
    known = models.PositiveIntegerField(_("known before"), default=0)
    refused_count = models.PositiveIntegerField(_("refused"), default=0)
    refused = models.JSONField(_("refusals"), default=list)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="collections"
    )

    stale_after = timedelta(seconds=150)
    objects = WorkQuerySet.as_manager()

    class Meta(Work.Meta):
        abstract = False
        ordering = ["-queued_at", "-id"]
        constraints = [
            *Work.Meta.constraints,
            models.CheckConstraint(name="collection_has_origin", condition=~Q(url="") | ~Q(upload="")),
            models.CheckConstraint(name="collection_kind_known", condition=Q(kind__in=CollectionKind.values)),
        ]

    def __str__(self) -> str:
        return self.filename or self.url


class SubscriptionQuerySet(models.QuerySet["Subscription"]):
    """Reads of feeds."""

    def kept(self) -> Self:
        """Without the trash."""
        return self.filter(deleted_at=None)


class Subscription(Identified):
    """A feed that is read again and again."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="subscriptions")
    kind = models.CharField(_("kind"), max_length=20, choices=CollectionKind)
    url = models.URLField(_("address"), max_length=2000)
    every = models.PositiveIntegerField(_("every so many minutes"), default=60)
    active = models.BooleanField(_("active"), default=True)
    read_at = models.DateTimeField(_("last read"), null=True, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="subscriptions"
    )
    deleted_at = models.DateTimeField(_("in the trash since"), null=True, blank=True)

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        ordering = ["url"]
        constraints = [
            models.UniqueConstraint(name="subscription_once", fields=["project", "kind", "url"]),
            models.CheckConstraint(name="subscription_not_too_often", condition=Q(every__gte=5)),
        ]

    def __str__(self) -> str:
        return self.url
