"""Figures that were computed are kept for as long as nothing they are made of has changed.

What they are made of is told by three marks that are read without a search: the project's newest event, the newest
change of a claim, the newest verdict. While one of them is fresh nothing is kept, as something that began before it
may still be on its way into the database. A cache that is away or emptied costs time, not truth.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import timedelta
from typing import Any, TypeVar

from django.core.cache import cache
from django.utils import timezone
from redis.exceptions import RedisError

from claims.models import Claim, Event, Project, User, Verdict

FRESH = timedelta(seconds=5)
"""Longer than any act takes to be written."""
KEPT = 24 * 3600
"""Seconds after which what nobody asked for is forgotten."""

Found = TypeVar("Found")


def remembered(name: str, project: Project, viewer: User, asked: str, compute: Callable[[], Found]) -> Found:
    """What ``compute`` gives, from the last time where nothing changed; ``asked`` is all it depends on besides."""
    marks = _marks(project)
    if any(moment > timezone.now() - FRESH for _mark, moment in marks):
        return compute()
    told = [name, project.pk, viewer.pk, asked, *(mark for mark, _moment in marks)]
    key = f"figures:{hashlib.sha256(repr(told).encode()).hexdigest()}"
    try:
        found: Found | None = cache.get(key)
        if found is None:
            found = compute()
            cache.set(key, found, KEPT)
    except RedisError:
        return compute()
    return found


def _marks(project: Project) -> list[tuple[Any, Any]]:
    """The newest of each kind, as its id and its moment."""
    changes: Any = Claim._meta.get_field("events").related_model
    newest = [
        Event.objects.filter(project_id=project.pk).order_by("-created_at").values_list("pk", "created_at").first(),
        changes.objects.order_by("-pgh_id").values_list("pgh_id", "pgh_created_at").first(),
        Verdict.objects.order_by("-created_at").values_list("pk", "created_at").first(),
    ]
    return [mark for mark in newest if mark is not None]
