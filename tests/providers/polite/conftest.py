"""A real Valkey, and services that nobody asked yet."""

import itertools
import os

import pytest
import redis
from django.conf import settings

from claims.providers.base import Quota
from claims.providers.http import Limits
from claims.providers.polite import Asker, Cache, Client, Gate
from factcheck import embedded
from tests.providers.loopback import Loopback

LIMITS = Limits(total=3, connect=1, read=1)
_numbers = itertools.count()


@pytest.fixture(scope="session")
def redis_url() -> str:
    """The Redis of this run of the tests."""
    return embedded.ensure_redis(settings.VAR) if "redis" in settings.EMBEDDED else settings.REDIS_URL


@pytest.fixture
def store(redis_url: str) -> redis.Redis:
    """A client of it."""
    return redis.Redis.from_url(redis_url)


@pytest.fixture
def asker() -> Asker:
    """A service of a name of its own, without limits that a test would meet."""
    return make_asker(per_second=1000, burst=1000, concurrency=100)


@pytest.fixture
def client(store: redis.Redis, server: Loopback) -> Client:
    """The client whole; the server answers what ``server.reply`` says."""
    server.reply = {"claims": []}
    permitted = frozenset({server.address})
    return Client(contact="desk", gate=Gate(store), cache=Cache(store), limits=LIMITS, allow_private=permitted)


def make_asker(per_second: float, burst: int, concurrency: int, secret: str = "one") -> Asker:
    slug = f"desk-{os.getpid()}-{next(_numbers)}"
    return Asker(slug, "Desk", "1", Quota("In words.", per_second, burst, concurrency), secret)
