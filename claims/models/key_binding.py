"""The keys that a person chose for the acts of the workbench."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .identity import Identified


class KeyBinding(Identified):
    """One act and the key that does it for one person, where they chose another than the usual one.

    ``key`` is a ``KeyboardEvent.key`` of one character; empty where the act shall have no key.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="key_bindings")
    act = models.SlugField(_("act"), max_length=40)
    key = models.CharField(_("key"), max_length=8, blank=True)

    class Meta:
        ordering = ["user_id", "act"]
        constraints = [
            models.UniqueConstraint(name="key_binding_once", fields=["user", "act"]),
            models.UniqueConstraint(name="key_has_one_act", fields=["user", "key"], condition=~Q(key="")),
        ]

    def __str__(self) -> str:
        return f"{self.act}: {self.key}"
