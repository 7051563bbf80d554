"""Keys for programs: what acts in a person's name over the API."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime
from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .identity import Identified
from .project import Project
from .user import User

MARK = "cw_"
"""What every token begins with, so that a leaked one can be recognised."""
SHOWN = len(MARK) + 8


class Scope(models.TextChoices):
    """What a token may be used for, never more than the person may do."""

    READ = "read", _("Read")
    WRITE = "write", _("Bring in, look up, weigh, edit, comment")
    JUDGE = "judge", _("Give verdicts, settle and publish")
    EXPORT = "export", _("Export")
    MANAGE = "manage", _("Manage the project")


def digest(secret: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(secret.encode()).hexdigest()


class TokenQuerySet(models.QuerySet["Token"]):
    """Reads of tokens, and how one is made."""

    def live(self) -> Self:
        """Those that open a door now."""
        return self.filter(Q(revoked_at=None), expires_at__gt=timezone.now(), user__is_active=True)

    def make(
        self, *, user: User, name: str, scopes: list[str], expires_at: datetime, project: Project | None = None
    ) -> tuple[Token, str]:
        """A new token and its secret, which is known here and never again."""
        secret = MARK + secrets.token_urlsafe(32)
        row = self.create(
            user=user,
            project=project,
            name=name,
            scopes=scopes,
            expires_at=expires_at,
            prefix=secret[:SHOWN],
            sha256=digest(secret),
        )
        return row, secret


class Token(Identified):
    """A secret that stands for a person, in one project or (``project`` None) in all of theirs.

    Only its SHA-256 is kept: 256 random bits need no slow hash. ``last_used_at`` is right to the minute.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="tokens")
    project = models.ForeignKey(Project, on_delete=models.CASCADE, null=True, blank=True, related_name="tokens")
    name = models.CharField(_("name"), max_length=80)
    prefix = models.CharField(_("begins with"), max_length=SHOWN, editable=False)
    sha256 = models.CharField(max_length=64, unique=True, editable=False)
    scopes = ArrayField(models.CharField(max_length=8, choices=Scope), verbose_name=_("may"))
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    expires_at = models.DateTimeField(_("runs out"))
    last_used_at = models.DateTimeField(_("last used"), null=True, blank=True, editable=False)
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True, editable=False)

    objects = TokenQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="token_scopes_known", condition=Q(scopes__contained_by=Scope.values) & ~Q(scopes=[])
            ),
            models.CheckConstraint(name="token_has_name", condition=Q(name__regex=r"\S")),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.prefix}…"


class IdempotencyKey(models.Model):
    """A write that a program may repeat: the same key answers what the first time answered.

    ``status`` is None while the first is still at it.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=255)
    request_sha256 = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(null=True)
    headers = models.JSONField(default=dict)
    body = models.BinaryField(null=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(name="idempotency_key_once", fields=["user", "key"])]
        indexes = [models.Index(name="idempotency_key_by_age", fields=["created_at"])]

    def __str__(self) -> str:
        return self.key
