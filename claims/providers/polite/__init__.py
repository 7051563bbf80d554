"""The polite client: no service is asked oftener than it allows, by however many workers.

The parts meet in Redis, which is handed in: ``gate`` (rate, concurrency, pauses, breaker), ``cache`` (today's
answers), ``states`` (what people see of it). ``shared_client`` puts them together.
"""

from functools import lru_cache

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from claims.providers.http import Limits
from claims.providers.polite.cache import Cache
from claims.providers.polite.call import Asker, Call
from claims.providers.polite.client import Client
from claims.providers.polite.gate import Gate
from claims.providers.polite.states import ServiceState, close_breakers, service_states

__all__ = [
    "LIMITS",
    "Asker",
    "Cache",
    "Call",
    "Client",
    "Gate",
    "ServiceState",
    "close_breakers",
    "connect",
    "service_states",
    "shared_client",
]

LIMITS = Limits(total=20.0, connect=5.0, read=15.0, max_bytes=5_000_000)
"""Tighter than for a document that a person asks for: hits are small, and workers wait."""


@lru_cache(maxsize=4)
def connect(url: str) -> redis.Redis:
    """This process's connections to Redis. It does not try again: nobody waits for a server that is away."""
    once = Retry(NoBackoff(), 0)
    return redis.Redis.from_url(url, socket_timeout=1, socket_connect_timeout=1, retry=once)


@lru_cache(maxsize=8)
def shared_client(
    url: str,
    *,
    contact: str,
    limits: Limits = LIMITS,
    allow_private: frozenset[str] = frozenset(),
    patience: float = 1.0,
) -> Client:
    """This process's client, whose gate and cache are those of all workers at this Redis."""
    store = connect(url)
    gate, cache = Gate(store, patience=patience), Cache(store)
    return Client(contact=contact, gate=gate, cache=cache, limits=limits, allow_private=allow_private)
