"""How the services are at the moment, for the people who look at the jobs page."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

import redis

from claims.providers.base import Quota
from claims.providers.polite.gate import keys_of

Breaker = Literal["closed", "open", "half-open"]


@dataclass(frozen=True, slots=True)
class ServiceState:
    """One service as Redis knows it.

    ``breaker`` is open until ``until`` because of ``reason``, since ``since``; then half-open until one
    request has gone well. ``paused_until`` is a wait that the service asked for, ``pause_reason`` its words.
    ``tokens`` (of the quota's burst) are left now, ``under_way`` requests are out. The last success and the
    last failure are those of any worker.
    """

    breaker: Breaker = "closed"
    reason: str = ""
    refused: bool = False
    since: datetime | None = None
    until: datetime | None = None
    paused_until: datetime | None = None
    pause_reason: str = ""
    tokens: float = 0.0
    under_way: int = 0
    failures: int = 0
    succeeded_at: datetime | None = None
    failed_at: datetime | None = None
    failure: str = ""


def service_states(store: redis.Redis, quotas: Mapping[str, Quota]) -> dict[str, ServiceState]:
    """The state of each service by slug, in one round trip. Raises redis.RedisError."""
    with store.pipeline(transaction=False) as pipe:
        pipe.time()
        for slug in quotas:
            state, leases = keys_of(slug)
            pipe.hgetall(state)
            pipe.zrange(leases, 0, -1, withscores=True)
        (seconds, micros), *told = pipe.execute()
    now = seconds * 1000 + micros // 1000
    pairs = zip(told[::2], told[1::2], strict=True)
    return {
        slug: _state(_read(fields), sum(until > now for _lease, until in leases), quota, now)
        for (slug, quota), (fields, leases) in zip(quotas.items(), pairs, strict=True)
    }


def close_breakers(store: redis.Redis, slugs: Iterable[str]) -> None:
    """Ask these services again at once: a person wants it. A pause that a service asked for stays."""
    fields = ["open", "refused", "why", "since", "probe", "failures", "trips"]
    with store.pipeline(transaction=False) as pipe:
        for slug in slugs:
            pipe.hdel(keys_of(slug)[0], *fields)
        pipe.execute()


def _state(told: dict[str, str], under_way: int, quota: Quota, now: int) -> ServiceState:
    open_until, pause = int(told.get("open", 0)), int(told.get("pause", 0))
    closed: Breaker = "half-open" if open_until else "closed"
    filled = (now - int(told.get("filled", now))) * quota.per_second / 1000
    return ServiceState(
        breaker="open" if open_until > now else closed,
        reason=told.get("why", ""),
        refused="refused" in told,
        since=_time(told.get("since")),
        until=_time(told.get("open")) if open_until > now else None,
        paused_until=_time(told.get("pause")) if pause > now else None,
        pause_reason=told.get("pause_why", "") if pause > now else "",
        tokens=max(min(quota.burst, float(told.get("tokens", quota.burst)) + filled), 0.0),
        under_way=under_way,
        failures=int(told.get("failures", 0)),
        succeeded_at=_time(told.get("ok_at")),
        failed_at=_time(told.get("failed_at")),
        failure=told.get("failed_why", ""),
    )


def _read(fields: Mapping[Any, Any]) -> dict[str, str]:
    return {_text(name): _text(value) for name, value in fields.items()}


def _text(value: Any) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)


def _time(milliseconds: str | None) -> datetime | None:
    return datetime.fromtimestamp(int(milliseconds) / 1000, UTC) if milliseconds else None
