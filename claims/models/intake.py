"""What was handed in and is not yet an article: a file or an address whose text is being read."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .article import Article
from .project import Project
from .work import Work, WorkQuerySet


class Intake(Work):
    """An upload or an address, then what was read from it, then (``article``) what became of it."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="intakes")
    url = models.URLField(_("address"), max_length=2000, blank=True)
    upload = models.FileField(_("file"), upload_to="intakes/%Y/%m/", blank=True)
    filename = models.CharField(_("file name"), max_length=255, blank=True)
    content_type = models.CharField(_("content type"), max_length=120, blank=True)
    accept_unseen = models.BooleanField(
        default=False, help_text=_("Becomes an article without a person looking at the extraction first.")
    )
    title = models.CharField(_("title"), max_length=300, blank=True)
    publisher = models.CharField(_("publisher"), max_length=200, blank=True)
    byline = models.CharField(_("byline"), max_length=200, blank=True)
    published_at = models.DateField(_("published"), null=True, blank=True)
    language = models.CharField(_("language"), max_length=12, blank=True)
    text = models.TextField(_("text"), blank=True)
    extractor = models.CharField(_("extractor"), max_length=40, blank=True)
    extractor_version = models.CharField(_("extractor version"), max_length=40, blank=True)
    notes = ArrayField(models.TextField(), verbose_name=_("notes"), default=list, blank=True)
    article = models.ForeignKey(Article, on_delete=models.SET_NULL, null=True, blank=True, related_name="intakes")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="intakes"
    )

    stale_after = timedelta(seconds=150)
    objects = WorkQuerySet.as_manager()

    class Meta(Work.Meta):
        abstract = False
        ordering = ["-queued_at", "-id"]
        constraints = [
            *Work.Meta.constraints,
            models.CheckConstraint(name="intake_has_origin", condition=~Q(url="") | ~Q(upload="")),
        ]

    def __str__(self) -> str:
        return self.filename or self.url
