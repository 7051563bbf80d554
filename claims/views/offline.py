"""What stands in for a page without a line, and the worker in the browser that keeps it at hand."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import get_template
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

KEPT = (
    "css/fonts.css",
    "css/tokens.css",
    "css/base.css",
    "css/forms.css",
    "css/parts.css",
    "css/offline.css",
    "img/icon.svg",
    "js/offline.js",
    "vendor/ibm-plex-sans/ibm-plex-sans-latin-400-normal.woff2",
    "vendor/ibm-plex-sans/ibm-plex-sans-latin-600-normal.woff2",
    "vendor/source-serif-4/source-serif-4-latin-opsz-normal.woff2",
)
"""The static files that the page without a line is made of. No page with an article is ever kept."""


@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """The page that is shown where no page can be had; what it says of this device, its script counts there."""
    return render(request, "claims/offline.html")


@require_safe
@cache_control(no_cache=True)
def service_worker(request: HttpRequest) -> HttpResponse:
    """The worker's script, for the whole site. Its text changes with every file it keeps, and so renews them."""
    files = [static(name) for name in KEPT]
    kept = {"name": f"shell-{_edition()}", "page": reverse("claims:offline"), "files": files}
    context = {"kept": json.dumps(kept)}
    return render(request, "claims/service_worker.js", context, content_type="text/javascript")


@cache
def _edition() -> str:
    """A digest of everything that is kept, so that another edition never mixes with this one."""
    digest = hashlib.sha256()
    for name in KEPT:
        digest.update(static(name).encode() + _bytes_of(name))
    page = get_template("claims/offline.html")
    digest.update(Path(page.origin.name).read_bytes())  # type: ignore[attr-defined]
    return digest.hexdigest()[:16]


def _bytes_of(name: str) -> bytes:
    """A static file as it is now: the collected one, or the checkout's where none were collected."""
    collected = Path(settings.STATIC_ROOT) / name
    found = collected if collected.is_file() else finders.find(name)
    return Path(str(found)).read_bytes() if found else b""
