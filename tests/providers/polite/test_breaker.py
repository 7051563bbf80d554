"""A service that is ill is left alone for a while, all of us wait when it asks for it, and people see why."""

import time
from datetime import UTC, datetime, timedelta

import pytest
import redis

from claims.providers.base import ProviderError
from claims.providers.errors import (
    BusyError,
    ClosedError,
    OutageError,
    RefusedError,
    SlowDownError,
    TimeLimitError,
)
from claims.providers.polite import Asker, Gate, ServiceState, close_breakers, service_states
from claims.providers.polite.gate import Temper, keys_of
from tests.providers.polite.conftest import make_asker

TEMPER = Temper(failures=3, first=0.3, longest=1.0, refused=60)


@pytest.fixture
def gate(store: redis.Redis) -> Gate:
    return Gate(store, patience=0, temper=TEMPER)


def meet(gate: Gate, asker: Asker, error: ProviderError | None = None) -> ProviderError | None:
    """Ask once; the service answers with the error given. Returns what the caller gets."""
    try:
        with gate.passing(asker, life=30):
            if error:
                raise error
    except ProviderError as caught:
        return caught
    return None


def state(store: redis.Redis, asker: Asker) -> ServiceState:
    return service_states(store, {asker.slug: asker.quota})[asker.slug]


def outage() -> OutageError:
    return OutageError("Desk has a fault of its own (status 500).")


def broken(gate: Gate, asker: Asker) -> None:
    for _ in range(TEMPER.failures):
        meet(gate, asker, outage())


def test_a_new_service_is_closed_and_full(store: redis.Redis, asker: Asker) -> None:
    assert state(store, asker) == ServiceState(tokens=1000.0)


def test_failures_in_a_row_open_it_for_all(store: redis.Redis, gate: Gate, asker: Asker) -> None:
    for nth in range(TEMPER.failures):
        assert state(store, asker).breaker == "closed", nth
        assert isinstance(meet(gate, asker, outage()), OutageError)
    now = state(store, asker)
    assert (now.breaker, now.reason) == ("open", "Desk has a fault of its own (status 500).")
    assert now.until
    assert now.until - datetime.now(UTC) <= timedelta(seconds=0.3)
    other = meet(Gate(store, temper=TEMPER), asker)
    assert isinstance(other, BusyError)
    assert (other.retryable, other.counts) == (True, False)
    assert "failed several times" in str(other)
    assert "status 500" in str(other)
    assert 0 < other.retry_after <= 0.4


def test_a_success_between_begins_the_count_anew(store: redis.Redis, gate: Gate, asker: Asker) -> None:
    for error in (outage(), outage(), None, outage(), outage()):
        meet(gate, asker, error)
    assert state(store, asker).breaker == "closed"
    assert state(store, asker).failures == 2


@pytest.mark.parametrize("error", [TimeLimitError("It did not answer."), outage()])
def test_what_counts_as_a_failure(store: redis.Redis, gate: Gate, asker: Asker, error: ProviderError) -> None:
    meet(gate, asker, error)
    assert state(store, asker).failures == 1
    assert state(store, asker).failure == str(error)
    assert state(store, asker).failed_at


def test_a_question_that_was_not_accepted_shows_that_it_lives(store: redis.Redis, gate: Gate, asker: Asker) -> None:
    meet(gate, asker, outage())
    meet(gate, asker, ProviderError("Desk did not accept the question.", retryable=False))
    assert state(store, asker).failures == 0
    assert state(store, asker).succeeded_at is None


def test_half_open_lets_one_try_and_its_success_closes(store: redis.Redis, gate: Gate, asker: Asker) -> None:
    broken(gate, asker)
    time.sleep(0.35)
    assert state(store, asker).breaker == "half-open"
    with gate.passing(asker, life=30):
        assert isinstance(meet(gate, asker), BusyError), "the others wait for what the first one finds"
    assert state(store, asker).breaker == "closed"
    assert state(store, asker).succeeded_at
    assert meet(gate, asker) is None


def test_half_open_and_failing_again_it_stays_open_longer(store: redis.Redis, gate: Gate, asker: Asker) -> None:
    broken(gate, asker)
    waits = []
    for _ in range(4):
        time.sleep(max((state(store, asker).until - datetime.now(UTC)).total_seconds(), 0) + 0.02)
        caught = meet(gate, asker, outage())
        assert isinstance(caught, OutageError)
        waits.append((state(store, asker).until - datetime.now(UTC)).total_seconds())
    assert 0.25 < waits[0] <= 0.6
    assert 0.45 < waits[3] <= 1.0, "doubled, up to the longest, and no two alike"


def test_the_one_that_tried_may_die(store: redis.Redis, gate: Gate, asker: Asker) -> None:
    broken(gate, asker)
    time.sleep(0.35)
    gate._enter(asker, "killed", 0.2)
    assert isinstance(meet(gate, asker), BusyError)
    time.sleep(0.25)
    assert meet(gate, asker) is None


def test_an_error_of_ours_says_nothing_of_the_service(store: redis.Redis, gate: Gate, asker: Asker) -> None:
    broken(gate, asker)
    time.sleep(0.35)
    with pytest.raises(KeyError), gate.passing(asker, life=30):
        raise KeyError("a field")
    assert state(store, asker).breaker == "half-open"
    assert meet(gate, asker) is None


def test_a_refused_key_opens_it_at_once_and_is_not_retried(store: redis.Redis, gate: Gate, asker: Asker) -> None:
    words = "Desk refused the key. Ask the person who runs this installation to check it."
    assert isinstance(meet(gate, asker, RefusedError(words)), RefusedError)
    now = state(store, asker)
    assert (now.breaker, now.refused, now.reason) == ("open", True, words)
    second = meet(gate, asker)
    assert isinstance(second, ClosedError)
    assert not second.retryable
    assert words in str(second)


def test_another_key_closes_it(store: redis.Redis, gate: Gate) -> None:
    old = make_asker(1000, 1000, 100, secret="old")
    new = Asker(old.slug, old.name, old.version, old.quota, "new")
    meet(gate, old, RefusedError("Desk refused the key."))
    assert meet(gate, new) is None
    assert state(store, new).breaker == "closed"


def test_a_person_can_close_it(store: redis.Redis, gate: Gate, asker: Asker) -> None:
    meet(gate, asker, RefusedError("Desk refused the key."))
    close_breakers(store, [asker.slug, "never-asked"])
    assert state(store, asker).breaker == "closed"
    assert meet(gate, asker) is None


def test_all_wait_as_long_as_the_service_asks(store: redis.Redis, gate: Gate, asker: Asker) -> None:
    first = meet(gate, asker, SlowDownError("Desk asks us to slow down.", retry_after=0.4))
    assert first.retry_after == 0.4
    now = state(store, asker)
    assert (now.breaker, now.pause_reason) == ("closed", "Desk asks us to slow down.")
    assert now.paused_until
    second = meet(Gate(store), asker)
    assert isinstance(second, BusyError)
    assert not second.counts
    assert 0 < second.retry_after <= 0.5
    close_breakers(store, [asker.slug])
    assert isinstance(meet(gate, asker), BusyError), "a person cannot end what the service asked for"
    time.sleep(0.45)
    assert meet(gate, asker) is None
    assert state(store, asker).paused_until is None


def test_an_hour_or_more_is_not_waited_for(gate: Gate, asker: Asker) -> None:
    meet(gate, asker, SlowDownError("The quota of the day is used up.", retry_after=5 * 3600))
    second = meet(gate, asker)
    assert isinstance(second, ClosedError)
    assert not second.retryable
    assert "5 more hours" in str(second)


def test_without_a_time_the_waits_grow_and_differ(store: redis.Redis, gate: Gate) -> None:
    firsts = set()
    for _ in range(8):
        asker = make_asker(1000, 1000, 100)
        caught = meet(gate, asker, SlowDownError("Slow down."))
        assert 0.15 <= caught.retry_after <= 4
        firsts.add((state(store, asker).paused_until, caught.retry_after))
    assert len({wait for _until, wait in firsts}) > 4


def test_an_outage_with_a_time_pauses_all(store: redis.Redis, gate: Gate, asker: Asker) -> None:
    meet(gate, asker, OutageError("Desk is being mended (status 503).", retry_after=30))
    assert isinstance(meet(gate, asker), BusyError)
    assert state(store, asker).breaker == "closed"


def test_what_is_down_for_over_an_hour_is_no_longer_waited_for(
    store: redis.Redis, gate: Gate, asker: Asker
) -> None:
    broken(gate, asker)
    hour_ago = int((time.time() - 3601) * 1000)
    store.hset(keys_of(asker.slug)[0], mapping={"since": hour_ago, "open": int(time.time() * 1000) + 9000})
    caught = meet(gate, asker)
    assert isinstance(caught, ClosedError)
    assert "not worked for over an hour" in str(caught)
    assert not caught.retryable


def test_errors_without_a_time_get_one_that_grows(store: redis.Redis, asker: Asker) -> None:
    waits = [meet(Gate(store), asker, outage()).retry_after for _ in range(2)]
    assert 4 <= waits[0] <= 8
    assert 8 <= waits[1] <= 16
