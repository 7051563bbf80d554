"""Signs of life, on a real Valkey."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from claims.pipeline import heartbeat
from factcheck import embedded


@pytest.fixture
def client(settings: Any) -> Iterator[redis.Redis]:
    """A Valkey without signs."""
    if "redis" in settings.EMBEDDED:
        embedded.ensure_redis(settings.VAR)
    connected = redis.Redis.from_url(settings.REDIS_URL)
    connected.delete(heartbeat.KEY)
    yield connected
    connected.delete(heartbeat.KEY)
    connected.close()


def _age(client: redis.Redis, member: str, seconds: float) -> None:
    client.zincrby(heartbeat.KEY, -seconds, member)


def test_a_beat_is_seen_for_each_queue_and_fades(client: redis.Redis) -> None:
    assert heartbeat.alive() == {}
    heartbeat.beat(names=["split", "lookup"], host="one@here")
    seen = heartbeat.alive()
    assert set(seen) == {"split", "lookup"}
    assert all(0 <= seconds < 5 for seconds in seen.values())
    _age(client, "split one@here", 31)
    assert set(heartbeat.alive()) == {"lookup"}


def test_the_freshest_of_several_hosts_counts(client: redis.Redis) -> None:
    heartbeat.beat(names=["split"], host="one@here")
    heartbeat.beat(names=["split"], host="two@there")
    _age(client, "split one@here", 20)
    assert heartbeat.alive()["split"] < 5
    _age(client, "split two@there", 25)
    assert 19 < heartbeat.alive()["split"] < 24


def test_an_emptied_redis_is_right_again_after_one_beat(client: redis.Redis) -> None:
    heartbeat.beat(names=heartbeat.expected(), host="one@here")
    assert heartbeat.unserved() == []
    client.delete(heartbeat.KEY)
    assert heartbeat.unserved() == heartbeat.expected() == ["lookup", "split"]
    heartbeat.beat(names=["lookup"], host="one@here")
    assert heartbeat.unserved() == ["split"]


def test_hosts_long_gone_are_forgotten(client: redis.Redis) -> None:
    heartbeat.beat(names=["split"], host="one@here")
    _age(client, "split one@here", heartbeat.KEPT_SECONDS + 1)
    heartbeat.beat(names=["lookup"], host="two@there")
    assert client.zrange(heartbeat.KEY, 0, -1) == [b"lookup two@there"]


def test_without_redis_nobody_serves(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(heartbeat, "_client", lambda: redis.Redis(port=1, retry=Retry(NoBackoff(), 0)))
    assert heartbeat.unserved() == heartbeat.expected()
    with pytest.raises(redis.RedisError):
        heartbeat.alive()
