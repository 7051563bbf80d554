"""A file that somebody asked for and that takes longer than a page should."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .identity import Identified
from .project import Project
from .work import Work, WorkQuerySet


class Export(Work):
    """A project, or what ``chosen`` leaves of it, written to ``file`` as ``asked_by`` may see it.

    ``done`` of ``total`` claims are written. ``counts`` are the rows in the file by place, which were held against
    the database in the same snapshot. The file goes at ``expires_at``.
    """

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="exports")
    format = models.CharField(_("format"), max_length=40)
    chosen = models.JSONField(_("chosen"), default=dict, blank=True)
    with_history = models.BooleanField(_("with row histories"), default=False)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="exports")
    done = models.PositiveIntegerField(_("claims written"), default=0)
    total = models.PositiveIntegerField(_("claims in all"), default=0)
    file = models.FileField(_("file"), upload_to="exports/%Y/%m/", blank=True)
    size = models.PositiveBigIntegerField(_("size in bytes"), null=True, blank=True)
    sha256 = models.CharField(_("SHA-256 of the file"), max_length=64, blank=True)
    counts = models.JSONField(_("counts"), default=dict, blank=True)
    expires_at = models.DateTimeField(_("kept until"), null=True, blank=True)

    stale_after = timedelta(minutes=5)
    objects = WorkQuerySet.as_manager()

    class Meta(Work.Meta):
        abstract = False
        ordering = ["-queued_at", "-id"]
        constraints = [
            *Work.Meta.constraints,
            models.CheckConstraint(
                name="export_done_has_checksum", condition=~Q(state="succeeded") | ~Q(sha256="")
            ),
        ]
        indexes = [models.Index(name="export_by_project", fields=["project", "-queued_at"])]

    def __str__(self) -> str:
        return f"{self.format} {self.state}"


class Import(Work):
    """A file that is brought in: each article all or nothing, a second time changes nothing.

    ``options`` hold what the format asks for, such as which column is what. With ``dry_run`` nothing stays. Of the
    ``total`` bytes ``done`` are read. ``report`` lists what was refused, with line, title and reason, up to a
    number of rows; ``refused`` counts all.
    """

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="imports")
    format = models.CharField(_("format"), max_length=40)
    file = models.FileField(_("file"), upload_to="imports/%Y/%m/", blank=True)
    filename = models.CharField(_("file name"), max_length=255, blank=True)
    options = models.JSONField(_("options"), default=dict, blank=True)
    dry_run = models.BooleanField(_("dry run"), default=False)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="imports")
    done = models.PositiveBigIntegerField(_("bytes read"), default=0)
    total = models.PositiveBigIntegerField(_("bytes in all"), default=0)
    added = models.PositiveIntegerField(_("articles added"), default=0)
    known = models.PositiveIntegerField(_("articles that were here"), default=0)
    refused = models.PositiveIntegerField(_("refused"), default=0)
    report = models.JSONField(_("report"), default=list, blank=True)
    rows = models.JSONField(_("rows by kind"), default=dict, blank=True)

    stale_after = timedelta(minutes=5)
    objects = WorkQuerySet.as_manager()

    class Meta(Work.Meta):
        abstract = False
        ordering = ["-queued_at", "-id"]
        indexes = [models.Index(name="import_by_project", fields=["project", "-queued_at"])]

    def __str__(self) -> str:
        return self.filename or self.format


class Mapping(Identified):
    """Which column of a table is what, kept for the next file of the same columns."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="mappings")
    columns = ArrayField(models.TextField(), verbose_name=_("columns"))
    meanings = models.JSONField(_("meanings"), default=dict)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    changed_at = models.DateTimeField(_("changed at"), auto_now=True)

    class Meta:
        ordering = ["project_id", "-changed_at"]
        constraints = [models.UniqueConstraint(name="mapping_once", fields=["project", "columns"])]

    def __str__(self) -> str:
        return ", ".join(self.columns)[:80]
