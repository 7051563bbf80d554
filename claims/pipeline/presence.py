"""Presence: who looks at which claim of an article just now. Told through Redis, forgotten within seconds.

It is no truth: nothing is decided by it, it is never kept, and where Redis does not answer nobody is shown.
"""

from __future__ import annotations

import json
import time
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

import redis
from django.conf import settings
from redis.backoff import NoBackoff
from redis.retry import Retry

if TYPE_CHECKING:
    from claims.models import User

FRESH_SECONDS = 30
"""Whoever gave no sign for so long has left."""

PATIENCE_SECONDS = 0.5
REST_SECONDS = 10
"""For so long Redis is not asked again by this process after it did not answer: no page waits for company."""

_rest: dict[str, float] = {"until": 0.0}


class Present(NamedTuple):
    """Somebody at an article: the id of the person and the claim in their hand ("" for none)."""

    person: int
    name: str
    claim: str


def arrive(*, article_id: Any, by: User, claim_id: Any = "") -> list[Present]:
    """Say that ``by`` is at the article with this claim in hand; answers who else is there, by name."""
    sign = json.dumps([by.label, str(claim_id or ""), time.time()])
    return _others(article_id, by, sign)


def others(*, article_id: Any, besides: User) -> list[Present]:
    """Who else is at the article, by name, without saying that ``besides`` is there."""
    return _others(article_id, besides, "")


def _others(article_id: Any, person: User, sign: str) -> list[Present]:
    if time.monotonic() < _rest["until"]:
        return []
    try:
        signs = _exchange(f"presence:{article_id}", str(person.pk), sign)
    except (redis.RedisError, OSError):
        _rest["until"] = time.monotonic() + REST_SECONDS
        return []
    found = [_read(who, told) for who, told in signs.items() if who != str(person.pk)]
    return sorted((one for one in found if one), key=lambda one: (one.name.casefold(), one.person))


def _exchange(key: str, person: str, sign: str) -> dict[str, str]:
    """All signs at the article, after leaving ``sign``; one round trip."""
    with _client().pipeline(transaction=False) as pipe:
        if sign:
            pipe.hset(key, person, sign)
            pipe.expire(key, FRESH_SECONDS)
        pipe.hgetall(key)
        signs: dict[str, str] = pipe.execute()[-1]
    return signs


def _read(who: str, sign: str) -> Present | None:
    """The person behind a sign; None where they have left."""
    try:
        name, claim, at = json.loads(sign)
        fresh = time.time() - float(at) < FRESH_SECONDS
        return Present(int(who), str(name), str(claim)) if fresh else None
    except (ValueError, TypeError):
        return None


@cache
def _client() -> redis.Redis:
    return redis.Redis.from_url(
        settings.REDIS_URL,
        socket_timeout=PATIENCE_SECONDS,
        socket_connect_timeout=PATIENCE_SECONDS,
        retry=Retry(NoBackoff(), 0),
        decode_responses=True,
    )
