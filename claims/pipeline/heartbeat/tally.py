"""How often and how long: counted in each process, told to Redis every few seconds, read by whoever asks.

Nobody waits for Redis: what cannot be told is dropped when too much of it has gathered. Redis may be emptied; then
the numbers begin anew.
"""

from __future__ import annotations

import atexit
import os
import threading
import time
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from typing import NamedTuple

import redis

from . import _client

KEY = "tally"  # a hash: name, labels and bucket -> how many (or how many seconds, for sums)
HOUR_KEY = "tally-hour"  # the same for pages alone, a key an hour, for what was slow of late
HOURS_KEPT = 24
EVERY_SECONDS = 5
MOST_FIELDS = 20_000
BOUNDS = (
    0.005,
    0.01,
    0.025,
    0.05,
    0.075,
    0.1,
    0.15,
    0.2,
    0.3,
    0.4,
    0.5,
    0.75,
    1.0,
    2.0,
    5.0,
    10.0,
    30.0,
    60.0,
    300.0,
)
"""Upper ends of the buckets in seconds; what took longer is counted in one without an end."""
BETWEEN = "\x1f"
SUM, COUNT = "sum", "count"
PAGES = "request"

_lock = threading.Lock()
_gathered: Counter[str] = Counter()
_hourly: Counter[str] = Counter()
_teller: tuple[int, threading.Thread] | None = None


class Series(NamedTuple):
    """One histogram. ``buckets`` are counts by bucket of ``BOUNDS`` and one more; ``total`` is seconds."""

    labels: tuple[str, ...]
    buckets: list[int]
    total: float


class Slow(NamedTuple):
    """A page by its name, and within which time 95 of 100 requests were answered in the last hours."""

    route: str
    p95_ms: float
    requests: int


def measured(*, name: str, labels: Iterable[str], seconds: float) -> None:
    """Count something that took so long. Costs no more than adding two numbers."""
    stem = BETWEEN.join((name, *labels))
    bucket = f"{stem}{BETWEEN}{bisect_left(BOUNDS, seconds)}"
    with _lock:
        _gathered[bucket] += 1
        _gathered[f"{stem}{BETWEEN}{SUM}"] += seconds  # type: ignore[assignment]
        if name == PAGES:
            _hourly[bucket] += 1
    _begin_telling()


def counted(*, name: str, labels: Iterable[str]) -> None:
    """Count something that happened."""
    with _lock:
        _gathered[BETWEEN.join((name, *labels, COUNT))] += 1
    _begin_telling()


def tell() -> None:
    """Tell Redis what has gathered; where it does not answer, the next round does."""
    global _gathered, _hourly
    with _lock:
        gathered, hourly = _gathered, _hourly
        _gathered, _hourly = Counter(), Counter()
    if not gathered:
        return
    try:
        with _client().pipeline(transaction=True) as pipe:
            for field, number in gathered.items():
                pipe.hincrbyfloat(KEY, field, number)
            key = _hour_key(0)
            for field, number in hourly.items():
                pipe.hincrby(key, field, int(number))
            pipe.expire(key, HOURS_KEPT * 3600 + 3600)
            pipe.execute()
    except redis.RedisError:
        with _lock:
            if len(_gathered) < MOST_FIELDS:
                _gathered.update(gathered)
                _hourly.update(hourly)


def histograms(*, name: str) -> list[Series]:
    """All that was measured under a name, one series for each set of labels. Raises redis.RedisError."""
    return _series(name, _read(KEY))


def counts(*, name: str) -> dict[tuple[str, ...], int]:
    """All that was counted under a name, by labels. Raises redis.RedisError."""
    found = {}
    for field, number in _read(KEY).items():
        first, *labels, last = field.split(BETWEEN)
        if first == name and last == COUNT:
            found[tuple(labels)] = int(number)
    return found


def slowest(*, n: int = 10, hours: int = HOURS_KEPT) -> list[Slow]:
    """The pages that were slowest in the last hours, slowest first; empty without Redis.

    A page's worst time lies within its bucket: the figure is interpolated there.
    """
    merged: Counter[str] = Counter()
    try:
        for back in range(hours):
            merged.update({field: int(number) for field, number in _read(_hour_key(back)).items()})
    except redis.RedisError:
        return []
    by_route: dict[str, list[int]] = {}
    for one in _series(PAGES, dict(merged)):
        before = by_route.setdefault(one.labels[0], [0] * (len(BOUNDS) + 1))
        by_route[one.labels[0]] = [a + b for a, b in zip(before, one.buckets, strict=True)]
    found = [Slow(route, _quantile(buckets, 0.95) * 1000, sum(buckets)) for route, buckets in by_route.items()]
    return sorted(found, key=lambda one: one.p95_ms, reverse=True)[:n]


def _series(name: str, fields: dict[str, float]) -> list[Series]:
    buckets: dict[tuple[str, ...], list[int]] = {}
    totals: dict[tuple[str, ...], float] = {}
    for field, number in fields.items():
        first, *labels, last = field.split(BETWEEN)
        if first != name or last == COUNT:
            continue
        if last == SUM:
            totals[tuple(labels)] = number
        else:
            buckets.setdefault(tuple(labels), [0] * (len(BOUNDS) + 1))[int(last)] = int(number)
    return [Series(labels, found, totals.get(labels, 0.0)) for labels, found in sorted(buckets.items())]


def _quantile(buckets: list[int], part: float) -> float:
    """Within how many seconds this part of them was done; the last bound for what went beyond."""
    wanted, seen = part * sum(buckets), 0
    for number, (low, high) in zip(buckets, zip((0.0, *BOUNDS), BOUNDS, strict=False), strict=False):
        if number and seen + number >= wanted:
            return low + (high - low) * (wanted - seen) / number
        seen += number
    return BOUNDS[-1]


def _read(key: str) -> dict[str, float]:
    found = _client().hgetall(key)
    return {str(field): float(number) for field, number in found.items()}


def _hour_key(back: int) -> str:
    return f"{HOUR_KEY}-{int(time.time() // 3600) - back}"


def _begin_telling() -> None:
    """A thread that tells, once in each process: a fork has none of its parent's."""
    global _teller  # noqa: PLW0603 - one for the process
    if _teller and _teller[0] == os.getpid():
        return
    thread = threading.Thread(target=_go_on_telling, name="tally", daemon=True)
    _teller = os.getpid(), thread
    thread.start()
    atexit.register(_tell_last)


def _go_on_telling() -> None:
    while True:
        time.sleep(EVERY_SECONDS)
        tell()


def _tell_last() -> None:
    with suppress(Exception):  # at the end of a process nobody can do anything about it
        tell()
