"""A verdict that is being written, kept on the server until it is given."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from .claim import Claim
from .identity import Identified


class Draft(Identified):
    """What a person has typed so far on a claim; nobody else sees it.

    ``number`` goes up by one with every save: who saves says which number they started from, and learns of a
    newer one from another window instead of overwriting it. ``fields`` holds the form's values as typed.
    """

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="drafts")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="drafts")
    number = models.PositiveIntegerField(_("number"), default=1)
    fields: Any = models.JSONField(_("fields"), default=dict)
    begun_at = models.DateTimeField(_("begun at"), db_default=Now(), editable=False)
    saved_at = models.DateTimeField(_("saved at"))

    class Meta:
        ordering = ["-saved_at", "-id"]
        constraints = [models.UniqueConstraint(name="draft_once", fields=["claim", "by"])]

    def __str__(self) -> str:
        return f"{self.by_id} on {self.claim_id}, {self.number}"
