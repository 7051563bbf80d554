"""Signs of life go through Redis and are forgotten with it."""

from __future__ import annotations

import time

import pytest
import redis

from claims.pipeline import heartbeat


@pytest.fixture(autouse=True)
def empty():
    heartbeat._client().delete(heartbeat.KEY)
    yield
    heartbeat._client().delete(heartbeat.KEY)


def _grow_older(seconds):
    client = heartbeat._client()
    for member, at in client.zrange(heartbeat.KEY, 0, -1, withscores=True):
        client.zadd(heartbeat.KEY, {member: at - seconds})


def test_nobody_yet():
    assert heartbeat.alive() == {}
    assert heartbeat.last_seen() is None
    assert heartbeat.unserved() == heartbeat.expected() == ["lookup", "split"]


def test_who_serves_what():
    heartbeat.beat(names=["split", "lookup"], host="one@box")
    _grow_older(12)
    heartbeat.beat(names=["lookup"], host="two@box")
    seen = heartbeat.alive()
    assert set(seen) == {"split", "lookup"}
    assert 12 <= seen["split"] < 14
    assert 0 <= seen["lookup"] < 2, "the freshest sign counts"
    assert heartbeat.unserved() == []


def test_a_silent_worker_is_missed_after_half_a_minute():
    heartbeat.beat(names=["split", "lookup"], host="one@box")
    _grow_older(29)
    assert heartbeat.unserved() == []
    _grow_older(2)
    assert heartbeat.unserved() == ["lookup", "split"]
    assert 31 <= heartbeat.last_seen() < 33


def test_the_clock_is_no_worker():
    heartbeat.beat(names=["lookup"], host="one@box")
    _grow_older(100)
    heartbeat.beat(names=["beat"], host="beat")
    assert "beat" in heartbeat.alive()
    assert heartbeat.last_seen() > 99
    assert heartbeat.unserved() == ["lookup", "split"]


def test_old_signs_are_forgotten():
    heartbeat.beat(names=["split"], host="gone@box")
    _grow_older(heartbeat.KEPT_SECONDS + 1)
    heartbeat.beat(names=["lookup"], host="one@box")
    assert heartbeat._client().zrange(heartbeat.KEY, 0, -1) == ["lookup one@box"]


@pytest.fixture
def no_redis(settings):
    before, settings.REDIS_URL = settings.REDIS_URL, "redis://127.0.0.1:1/0"
    heartbeat._client.cache_clear()
    yield
    settings.REDIS_URL = before
    heartbeat._client.cache_clear()


def test_without_redis_nobody_is_known_and_nobody_waits_for_it(no_redis):
    began = time.monotonic()
    assert heartbeat.unserved() == ["lookup", "split"]
    assert heartbeat.last_seen() is None
    with pytest.raises(redis.RedisError):
        heartbeat.alive()
    assert time.monotonic() - began < 2, "every page asks"
