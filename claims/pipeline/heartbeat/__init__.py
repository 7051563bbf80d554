"""Signs of life: which queues have a worker, told through Redis and forgotten when Redis is emptied."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import cache
from typing import Any

import redis
from django.conf import settings
from redis.backoff import NoBackoff
from redis.retry import Retry

KEY = "heartbeats"  # a sorted set: "queue host" -> when, by the clock of Redis
CLOCK = "beat "  # how the members begin that are no workers
FRESH_SECONDS = 30
KEPT_SECONDS = 3600
PATIENCE_SECONDS = 1


@cache
def _client() -> redis.Redis:
    """A client that does not try again: a page that asks must not wait, and the next one asks anew."""
    return redis.Redis.from_url(
        settings.REDIS_URL,
        socket_timeout=PATIENCE_SECONDS,
        socket_connect_timeout=PATIENCE_SECONDS,
        retry=Retry(NoBackoff(), 0),
        decode_responses=True,
    )


def beat(*, names: Iterable[str], host: str) -> None:
    """Say that ``host`` serves the queues ``names`` now. Raises redis.RedisError."""
    now = _now()
    with _client().pipeline() as pipe:
        pipe.zadd(KEY, {f"{name} {host}": now for name in names})
        pipe.zremrangebyscore(KEY, "-inf", now - KEPT_SECONDS)
        pipe.execute()


def alive() -> dict[str, float]:
    """Per queue served in the last 30 s ("beat" is the clock), the seconds since. Raises redis.RedisError."""
    now = _now()
    seen: dict[str, float] = {}
    fresh: Any = _client().zrangebyscore(KEY, now - FRESH_SECONDS, "+inf", withscores=True)
    for member, at in fresh:
        name = member.split(" ")[0]
        seen[name] = min(max(now - at, 0.0), seen.get(name, FRESH_SECONDS))
    return seen


def hosts() -> dict[str, int]:
    """Per queue ("beat" is the clock), how many gave a sign of life in the last 30 s. Raises redis.RedisError."""
    fresh: Any = _client().zrangebyscore(KEY, _now() - FRESH_SECONDS, "+inf")
    return dict(Counter(member.split(" ")[0] for member in fresh))


def last_seen() -> float | None:
    """Seconds since any worker's last sign of life in the past hour; None for none, or without Redis."""
    try:
        seen: Any = _client().zrange(KEY, 0, -1, withscores=True)
        workers = [at for member, at in seen if not member.startswith(CLOCK)]
        return max(_now() - max(workers), 0.0) if workers else None
    except redis.RedisError:
        return None


def expected() -> list[str]:
    """The queues that need a worker, by the settings."""
    routed = {str(route["queue"]) for route in settings.CELERY_TASK_ROUTES.values()}
    return sorted(routed | {settings.CELERY_TASK_DEFAULT_QUEUE})


def unserved() -> list[str]:
    """The queues that nobody serves, for the desk's banner; all of them when Redis does not answer."""
    try:
        served = alive()
    except redis.RedisError:
        served = {}
    return [name for name in expected() if name not in served]


def _now() -> float:
    """The time on Redis's clock, so that workers on machines whose clocks differ agree."""
    seconds, micros = _client().time()
    return float(seconds + micros / 1_000_000)
