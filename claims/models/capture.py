"""Archived copies: what stood at an address when it became evidence, kept here or asked of the Wayback Machine."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .document import Document
from .work import Work, WorkQuerySet


class Capture(Work):
    """One copy of a document's address: a WARC file with the response as it came, and the text read from it."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="captures")
    url = models.URLField(_("address"), max_length=2000)
    final_url = models.URLField(_("address after redirects"), max_length=2000, blank=True)
    captured_at = models.DateTimeField(_("captured at"), null=True, blank=True)
    http_status = models.PositiveSmallIntegerField(_("HTTP status"), null=True, blank=True)
    content_type = models.CharField(_("content type"), max_length=120, blank=True)
    file = models.FileField(_("file"), upload_to="captures/%Y/%m/", blank=True)
    size = models.PositiveBigIntegerField(_("size in bytes"), null=True, blank=True)
    sha256 = models.CharField(_("SHA-256 of the file"), max_length=64, blank=True)
    body_sha256 = models.CharField(_("SHA-256 of the body"), max_length=64, blank=True)
    text = models.TextField(_("text"), blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="captures"
    )

    stale_after = timedelta(seconds=150)
    project_path = "document__project"
    objects = WorkQuerySet.as_manager()

    class Meta(Work.Meta):
        abstract = False
        ordering = ["-queued_at", "-id"]
        constraints = [
            *Work.Meta.constraints,
            models.CheckConstraint(
                name="capture_done_has_file", condition=~Q(state="succeeded") | (~Q(file="") & ~Q(sha256=""))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.url} {self.state}"


class WaybackSave(Work):
    """A copy asked of the Wayback Machine. Only ``archived_url`` says that there is one."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="wayback_saves")
    url = models.URLField(_("address"), max_length=2000)
    job = models.CharField(_("job"), max_length=200, blank=True)
    archived_url = models.URLField(_("archived at"), max_length=2100, blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="wayback_saves"
    )

    stale_after = timedelta(seconds=150)
    project_path = "document__project"
    objects = WorkQuerySet.as_manager()

    class Meta(Work.Meta):
        abstract = False
        ordering = ["-queued_at", "-id"]
        constraints = [
            *Work.Meta.constraints,
            models.CheckConstraint(
                name="wayback_done_has_address", condition=~Q(state="succeeded") | ~Q(archived_url="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.url} {self.state}"
