"""How much waits, for whom, and what fails: reads that use indexes, for monitors and the admin."""

from __future__ import annotations

from datetime import timedelta
from typing import NamedTuple

from django.apps import apps
from django.db.models import Count, Min, Q
from django.utils import timezone

from claims.models import Lookup, Work, WorkState

from . import _client, expected

OF_LATE = timedelta(days=1)


class Waiting(NamedTuple):
    """What has not ended of one kind of work. ``oldest_seconds`` is how long the oldest queued row is due."""

    kind: str
    queued: int
    running: int
    oldest_seconds: float


def queue_lengths() -> dict[str, int]:
    """Messages that wait in Redis for a worker, by queue. Raises redis.RedisError."""
    names = expected()
    with _client().pipeline(transaction=False) as pipe:
        for name in names:
            pipe.llen(name)
        return dict(zip(names, pipe.execute(), strict=True))


def waiting() -> list[Waiting]:
    """All kinds of work, also those of which nothing waits."""
    now = timezone.now()
    ready = Q(state=WorkState.QUEUED) & (Q(due_at=None) | Q(due_at__lte=now))
    found = []
    for model in apps.get_app_config("claims").get_models():
        if issubclass(model, Work):
            told = model._default_manager.filter(state__in=[WorkState.QUEUED, WorkState.RUNNING]).aggregate(
                queued=Count("pk", filter=Q(state=WorkState.QUEUED)),
                running=Count("pk", filter=Q(state=WorkState.RUNNING)),
                oldest=Min("queued_at", filter=ready),
            )
            age = max((now - told["oldest"]).total_seconds(), 0.0) if told["oldest"] else 0.0
            found.append(Waiting(str(model._meta.model_name), told["queued"], told["running"], age))
    return found


def failures_by_provider() -> dict[str, int]:
    """Look-ups that failed in the last day, by service, most first."""
    since = timezone.now() - OF_LATE
    failed = Lookup.objects.filter(state=WorkState.FAILED, touched_at__gte=since)
    return dict(failed.values("provider").annotate(n=Count("pk")).order_by("-n").values_list("provider", "n"))
