"""However many ask at once, a service is asked no oftener, and by no more at a time, than it allows."""

import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest
import redis

from claims.providers.errors import BusyError
from claims.providers.polite import Asker, Gate, connect, service_states
from claims.providers.polite.gate import LONGEST_TURN, WITHOUT_REDIS, keys_of
from tests.providers.loopback import closed_port
from tests.providers.polite.conftest import make_asker

LIFE = 30.0


def passed(gate: Gate, asker: Asker, work: Callable[[], None] = lambda: None) -> float | None:
    """When the gate let this one through (monotonic), or None where it was put off."""
    at = None
    with suppress(BusyError), gate.passing(asker, life=LIFE):
        at = time.monotonic()
        work()
    return at


def test_many_threads_share_one_bucket(store: redis.Redis) -> None:
    asker = make_asker(per_second=20, burst=5, concurrency=100)
    gate = Gate(store, patience=1.0)
    started = time.monotonic()
    with ThreadPoolExecutor(60) as pool:
        times = [at for at in pool.map(lambda _: passed(gate, asker), range(60)) if at]
    late = sorted(at - started for at in times)
    assert len(late) in range(24, 30), "5 at once, 20 in the second that people wait; the rest come later"
    for nth, at in enumerate(late):
        assert at >= (nth - 4) / 20 - 0.03, f"the {nth}th came too early"


def test_a_bucket_fills_again_and_not_over_the_brim(store: redis.Redis) -> None:
    asker = make_asker(per_second=10, burst=2, concurrency=100)
    gate = Gate(store, patience=0)
    assert [bool(passed(gate, asker)) for _ in range(3)] == [True, True, False]
    time.sleep(0.45)
    assert [bool(passed(gate, asker)) for _ in range(4)] == [True, True, False, False]


def test_a_wait_within_the_patience_is_waited(store: redis.Redis) -> None:
    asker = make_asker(per_second=4, burst=1, concurrency=9)
    gate = Gate(store, patience=1.0)
    first, second = passed(gate, asker), passed(gate, asker)
    assert first
    assert second
    assert 0.24 <= second - first < 0.6


def test_a_longer_one_is_put_off_at_once_each_with_a_turn_of_his_own(store: redis.Redis) -> None:
    asker = make_asker(per_second=0.2, burst=1, concurrency=9)
    gate = Gate(store, patience=1.0)
    assert passed(gate, asker)
    started = time.monotonic()
    waits = []
    for _ in range(60):
        with pytest.raises(BusyError, match="as often as it allows") as caught, gate.passing(asker, life=LIFE):
            pass
        waits.append(caught.value.retry_after)
        assert caught.value.retryable
        assert not caught.value.counts
    assert time.monotonic() - started < 1, "nobody slept"
    assert waits[:4] == pytest.approx([5, 10, 15, 20], abs=0.5)
    assert max(waits) <= LONGEST_TURN
    assert len(set(waits[40:])) == 20, "those beyond the longest wait do not come back together"
    for _ in range(500):
        passed(gate, asker)
    last = float(store.hget(keys_of(asker.slug)[0], "turn")) / 1000 - time.time()
    assert last <= LONGEST_TURN + 1, "a rush that is over is soon forgotten"


def test_no_more_at_once_than_allowed(store: redis.Redis) -> None:
    asker = make_asker(per_second=1000, burst=1000, concurrency=3)
    gate = Gate(store, patience=5)
    lock, inside, most = threading.Lock(), 0, 0

    def work() -> None:
        nonlocal inside, most
        with lock:
            inside += 1
            most = max(most, inside)
        time.sleep(0.02)
        with lock:
            inside -= 1

    with ThreadPoolExecutor(24) as pool:
        times = list(pool.map(lambda _: passed(gate, asker, work), range(48)))
    assert most == 3
    assert all(times)
    assert service_states(store, {asker.slug: asker.quota})[asker.slug].under_way == 0


def test_when_all_slots_are_taken_one_is_put_off_within_the_patience(store: redis.Redis) -> None:
    asker = make_asker(per_second=1000, burst=1000, concurrency=1)
    gate = Gate(store, patience=0.3)
    with gate.passing(asker, life=LIFE):
        started = time.monotonic()
        assert passed(gate, asker) is None
        assert 0.25 < time.monotonic() - started < 0.8
    assert passed(gate, asker)


def test_the_slot_of_a_killed_worker_comes_free(store: redis.Redis) -> None:
    asker = make_asker(per_second=1000, burst=1000, concurrency=1)
    gate = Gate(store, patience=0)
    dying = Gate(store, patience=0)
    dying._enter(asker, "a lease that nobody gives back", 0.3)
    assert passed(gate, asker) is None
    time.sleep(0.35)
    assert passed(gate, asker)


def test_an_error_gives_the_slot_back(store: redis.Redis) -> None:
    asker = make_asker(per_second=1000, burst=1000, concurrency=1)
    gate = Gate(store, patience=0)
    for error in (ZeroDivisionError, KeyboardInterrupt):
        with pytest.raises(error), gate.passing(asker, life=LIFE):
            raise error
    assert passed(gate, asker)
    assert service_states(store, {asker.slug: asker.quota})[asker.slug].failures == 0


PROCESS = """
import sys, time, redis
from claims.providers.base import Quota
from claims.providers.errors import BusyError
from claims.providers.polite import Asker, Gate
url, slug = sys.argv[1:]
gate = Gate(redis.Redis.from_url(url), patience=0)
asker = Asker(slug, "Desk", "1", Quota("", 20, 5, 100), "one")
print("ready", flush=True)
sys.stdin.readline()
passed, until = 0, time.monotonic() + 1
while time.monotonic() < until:
    try:
        with gate.passing(asker, life=9):
            passed += 1
    except BusyError:
        time.sleep(0.005)
print(passed)
"""


def test_two_processes_share_one_bucket(redis_url: str) -> None:
    slug = make_asker(1, 1, 1).slug
    command = [sys.executable, "-W", "error", "-c", PROCESS, redis_url, slug]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    two = [subprocess.Popen(command, **pipes) for _ in range(2)]
    try:
        for each in two:
            assert each.stdout.readline() == "ready\n"
        for each in two:
            each.stdin.write("go\n")
            each.stdin.flush()
        counts = [int(each.communicate(timeout=20)[0]) for each in two]
    finally:
        for each in two:
            each.kill()
            each.wait()
            each.stdin.close()
            each.stdout.close()
    assert sum(counts) in range(20, 29), "5 at once and 20 a second, for the second and what they were apart"
    assert min(counts) > 0


def test_without_redis_nobody_is_asked_and_nobody_waits(asker: Asker) -> None:
    gate = Gate(connect(f"redis://127.0.0.1:{closed_port()}"))
    started = time.monotonic()
    with pytest.raises(BusyError, match="Redis, which counts how often we ask") as caught:
        gate._enter(asker, "lease", LIFE)
    assert caught.value.retryable
    assert not caught.value.counts
    assert caught.value.retry_after == WITHOUT_REDIS
    assert time.monotonic() - started < 0.5


def test_redis_that_goes_away_meanwhile_does_not_spoil_the_answer(
    store: redis.Redis, asker: Asker, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = Gate(store)
    with gate.passing(asker, life=LIFE):
        monkeypatch.setattr(store, "evalsha", _away)
    monkeypatch.undo()
    assert store.zcard(keys_of(asker.slug)[1]) == 1, "its lease ends by itself"


def _away(*_args: object) -> None:
    raise redis.ConnectionError("away")


def test_emptied_redis_begins_anew(store: redis.Redis) -> None:
    asker = make_asker(per_second=0.1, burst=1, concurrency=1)
    gate = Gate(store, patience=0)
    assert passed(gate, asker)
    assert not passed(gate, asker)
    store.delete(*keys_of(asker.slug))
    store.script_flush()
    assert passed(gate, asker)
