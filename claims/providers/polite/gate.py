"""The gate before each service, kept in Redis: rate, concurrency, pauses and breaker, shared by all workers.

Two scripts do the work by the server's clock; a process that dies leaves a lease that ends by itself. When
Redis does not answer, nobody is asked: how much the other workers ask cannot be known then, and a service
that we overrun may shut us out. When Redis is emptied, buckets are full and breakers closed again.
"""

import random
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import redis

from claims.providers.base import ProviderError
from claims.providers.errors import BusyError, ClosedError
from claims.providers.polite.call import Asker
from claims.providers.polite.outcome import Outcome, outcome_of

LONGEST_TURN = 120.0
"""Seconds: nobody is told to wait longer for our own rate, since those before him may give up."""

LONG_DOWN = 3600.0
"""Seconds after which a service that is down is no longer waited for."""

WITHOUT_REDIS = 15.0
"""Seconds until a question is asked again that could not be asked because Redis was away."""


@dataclass(frozen=True, slots=True)
class Temper:
    """When the breaker opens, and for how long (seconds): at first, at most, and where a key was refused."""

    failures: int = 5
    first: float = 30.0
    longest: float = 600.0
    refused: float = 600.0


TEMPER = Temper()


def keys_of(slug: str) -> list[str]:
    """The state of a service, and its leases; the braces keep both on one node of a cluster."""
    return [f"service:{{{slug}}}", f"service:{{{slug}}}:leases"]


class Gate:
    """Lets requests out one by one. ``patience`` is the longest that a caller is made to wait, in seconds."""

    def __init__(self, store: redis.Redis, *, patience: float = 1.0, temper: Temper = TEMPER) -> None:
        self._store = store
        self._patience = patience
        self._temper = temper

    @contextmanager
    def passing(self, asker: Asker, *, life: float) -> Iterator[None]:
        """Within the block one request may be made, that takes no longer than ``life`` seconds.

        Raises BusyError where it is not our turn within the patience, ClosedError where waiting is no use;
        the service was not asked then. An error of the block is noted and goes on, with the time to wait.
        """
        lease = uuid.uuid4().hex
        self._enter(asker, lease, life)
        try:
            yield
        except ProviderError as error:
            self.note(asker, error, lease)
            raise
        except BaseException:
            self._leave(asker, lease, Outcome("unclear"))
            raise
        self._leave(asker, lease, Outcome("ok"))

    def _enter(self, asker: Asker, lease: str, life: float) -> None:
        until = time.monotonic() + self._patience
        while True:
            left = until - time.monotonic()
            verdict, seconds, why, since = self._ask_to_enter(asker, lease, life, left)
            if verdict == "go":
                if seconds:  # even a sleep of nothing gives the processor away
                    time.sleep(seconds)
                return
            if verdict != "slot":
                raise _told(_in_words(asker, verdict, seconds, why, since))
            time.sleep(min(seconds * random.uniform(0.5, 1.5), max(left, 0.001)))  # noqa: S311 - not a secret

    def _ask_to_enter(self, asker: Asker, lease: str, life: float, left: float) -> tuple[str, float, str, float]:
        quota = asker.quota
        rates: list[Any] = [quota.per_second, quota.burst, quota.concurrency]
        waits = [max(int(left * 1000), 0), int(LONGEST_TURN * 1000)]
        try:
            told = self._enter_script(
                keys=keys_of(asker.slug),
                args=[*rates, lease, int(life * 1000), asker.fingerprint, *waits],
            )
        except (redis.RedisError, OSError) as error:
            message = f"{asker.name} was not asked: Redis, which counts how often we ask, does not answer."
            raise _told(BusyError(message, retry_after=WITHOUT_REDIS)) from error
        return _text(told[0]), told[1] / 1000, _text(told[2]), told[3] / 1000

    def note(self, asker: Asker, error: ProviderError, lease: str = "") -> None:
        """Tell all workers what was met with, once; the error learns how long to wait where it does not say."""
        if not error.noted:
            error.noted = True
            closed = self._leave(asker, lease, outcome_of(error))
            if error.retryable and error.retry_after is None:
                error.retry_after = closed

    def _leave(self, asker: Asker, lease: str, outcome: Outcome) -> float:
        """Seconds to wait before the next try; what cannot be noted is let be, since leases end by themselves."""
        temper = self._temper
        asked = "" if outcome.wait is None else int(outcome.wait * 1000)
        milliseconds = [int(part * 1000) for part in (temper.first, temper.longest, temper.refused)]
        jitter = random.uniform(0.5, 1)  # noqa: S311 - not a secret
        try:
            failures, closed = self._leave_script(
                keys=keys_of(asker.slug),
                args=[lease, outcome.kind, outcome.why, asked, jitter, temper.failures, *milliseconds],
            )
        except (redis.RedisError, OSError):
            failures, closed = 1, 0
        return float(max(closed / 1000, min(2.0 ** (failures + 2), temper.longest) * jitter))

    @cached_property
    def _enter_script(self) -> Any:
        return self._store.register_script(_script("enter"))

    @cached_property
    def _leave_script(self) -> Any:
        return self._store.register_script(_script("leave"))


def _told(error: ProviderError) -> ProviderError:
    """The error of a service that was not asked, which is nothing new to the others."""
    error.noted = True
    return error


@lru_cache(maxsize=2)
def _script(name: str) -> str:
    return (Path(__file__).parent / f"{name}.lua").read_text(encoding="utf-8")


def _in_words(asker: Asker, verdict: str, seconds: float, why: str, since: float) -> ProviderError:
    jitter = random.uniform(1, 1.25)  # noqa: S311 - not a secret
    if verdict == "refused":
        return ClosedError(f"{asker.name} was not asked, because the last time: {why}")
    if verdict == "open" and since > LONG_DOWN:
        return ClosedError(f"{asker.name} has not worked for over an hour. It said: {why}")
    if verdict == "open":
        message = f"{asker.name} is not asked for the moment, because it failed several times. It said: {why}"
        return BusyError(message, retry_after=seconds * jitter)
    if verdict == "pause" and seconds > LONG_DOWN:
        return ClosedError(f"{asker.name} may not be asked for {seconds / 3600:.0f} more hours. {why}")
    if verdict == "pause":
        return BusyError(f"{asker.name} asked all of us to wait. {why}", retry_after=seconds * jitter)
    message = f"{asker.name} is asked as often as it allows; this question waits for its turn."
    if seconds > LONGEST_TURN - 1:  # the last turn, which many are given
        seconds = LONGEST_TURN * random.uniform(0.5, 1)  # noqa: S311 - not a secret
    return BusyError(message, retry_after=seconds)


def _text(value: Any) -> str:
    return value.decode() if isinstance(value, bytes) else str(value)
