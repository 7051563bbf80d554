"""The chain: seals over rows that nobody may change afterwards. See docs/audit.md."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from .project import Project

WIDTH = 32
"""Bytes of a digest."""


class SealQuerySet(models.QuerySet["Seal"]):
    """Reads of seals."""

    def heads(self) -> dict[str, str]:
        """The newest hash of each chain, by the project's slug (its id, where it is gone), in hexadecimal digits.

        "installation" is the chain of what belongs to no project.
        """
        newest = self.order_by("project", "-number").distinct("project").values_list("project", "hash")
        slugs = dict(Project.objects.values_list("pk", "slug"))
        return {slugs.get(pk, str(pk)) if pk else "installation": bytes(head).hex() for pk, head in newest}


class Seal(models.Model):
    """The digests of some rows of one table, chained to the seal before it in the same project.

    ``project`` is None in the chain of what belongs to none. ``rows`` are keys as text, ``digests`` 32 bytes
    for each of them, over ``columns``. Where the table numbers its rows, ``floor`` is the number up to which all
    had been sealed before, and ``top`` the highest in here. No foreign key: the chain outlives its project.
    """

    project = models.UUIDField(_("project"), null=True)
    number = models.PositiveIntegerField(_("number"))
    kind = models.CharField(_("table"), max_length=63)
    columns = ArrayField(models.CharField(max_length=63), verbose_name=_("columns"))
    rows = ArrayField(models.TextField(), verbose_name=_("rows"))
    digests = models.BinaryField(_("digests"))
    floor = models.BigIntegerField(null=True)
    top = models.BigIntegerField(null=True)
    previous = models.BinaryField(_("hash of the seal before"))
    hash = models.BinaryField(_("hash"))
    made_at = models.DateTimeField(_("made at"))

    objects = SealQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(name="seal_once", fields=["project", "number"], nulls_distinct=False)
        ]
        indexes = [models.Index(name="seal_by_kind", fields=["kind", "top"])]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"

    def worked_out(self) -> bytes:
        """The hash that the row as it is must have."""
        told: list[Any] = [
            str(self.project) if self.project else None,
            self.number,
            self.kind,
            self.columns,
            self.rows,
            self.floor,
            self.top,
            self.made_at.isoformat(),
        ]
        written = json.dumps(told, ensure_ascii=True, separators=(",", ":")).encode()
        return hashlib.sha256(bytes(self.previous) + written + b"\n" + bytes(self.digests)).digest()


class Unsealed(models.Model):
    """A row that waits to be sealed. The trigger ``unsealed`` writes it, whoever inserts."""

    kind = models.CharField(_("table"), max_length=63)
    row = models.TextField(_("row"))

    class Meta:
        ordering = ["id"]
        verbose_name_plural = "unsealed"

    def __str__(self) -> str:
        return f"{self.kind} {self.row}"


class SealMark(models.Model):
    """How far a table that numbers its rows is sealed.

    All up to ``floor`` are. ``seen`` becomes the floor once every transaction before ``until`` has ended: one that
    still runs may hold a lower number. ``until`` is a transaction's number in PostgreSQL.
    """

    kind = models.CharField(_("table"), max_length=63, unique=True)
    floor = models.BigIntegerField(default=0)
    seen = models.BigIntegerField(default=0)
    until = models.BigIntegerField(default=0)

    class Meta:
        ordering = ["kind"]

    def __str__(self) -> str:
        return f"{self.kind} {self.floor}"
