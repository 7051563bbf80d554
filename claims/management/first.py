"""Where the first account is made."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse

from claims.pipeline import begin

EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104 - compared with, not listened on


def link() -> str:
    """The address, under ``SITE_URL`` where that is set."""
    host = "localhost" if settings.HOST in EVERYWHERE else settings.HOST
    here = f"http://{f'[{host}]' if ':' in host else host}:{settings.PORT}"
    return (settings.SITE_URL or here).rstrip("/") + reverse("claims:first-account", args=[begin.key()])
