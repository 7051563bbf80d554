"""What is found out late, or came as a success and is none, is not kept, and all workers are told."""

import time
from collections.abc import Iterable
from typing import Any

import pytest
import redis

from claims.providers.base import Hit, ProviderError, Question, Quota
from claims.providers.errors import BusyError, OutageError, RefusedError
from claims.providers.polite import Client, ServiceState, close_breakers, service_states
from claims.providers.polite.gate import keys_of
from claims.providers.service import Service
from claims.providers.talk import Talk
from tests.providers.loopback import Loopback


class Late(Service):
    """A service that looks at what it got only when the request is over."""

    slug, name, terms, home = "late", "Late", "None.", ""
    quota = Quota("In words.", 1000, 1000, 10)
    default_url = "https://late.example"
    error: ProviderError | None = None

    def find(self, question: Question, talk: Talk) -> Iterable[Hit]:
        """Raises what it was told to."""
        value = talk.get_object(self.base_url, params={"q": question.query})
        if self.error:
            raise self.error
        yield Hit(provider_id=str(value), title="found", snippet="found")

    def check(self, value: Any) -> Any:
        """Raises for an error that came as a success."""
        if "error" in value:
            raise OutageError(f"Late has a fault of its own ({value['error']}).")
        return value


@pytest.fixture
def late(client: Client, server: Loopback, store: redis.Redis) -> Late:
    store.delete(*keys_of("late"), *store.scan_iter("answer:*"))
    return Late(client, base_url=server.url("reply"))


def late_state(store: redis.Redis) -> ServiceState:
    return service_states(store, {"late": Late.quota})["late"]


def test_what_is_found_out_late_is_not_kept_and_all_are_told(
    late: Late, store: redis.Redis, server: Loopback
) -> None:
    late.error = RefusedError("Late refused the key.")
    with pytest.raises(RefusedError):
        late.search("bridge", None, "", 3)
    assert late_state(store).refused
    close_breakers(store, ["late"])
    late.error = None
    assert late.search("bridge", None, "", 3)
    assert len(server.seen) == 2, "it was not answered from the cache"


def test_an_error_that_comes_as_a_success_counts_and_is_not_kept(
    late: Late, store: redis.Redis, server: Loopback
) -> None:
    server.reply = {"error": "internal"}
    for nth in (1, 2, 3):
        with pytest.raises(OutageError) as caught:
            late.search("bridge", None, "", 3)
        assert caught.value.retry_after
        assert late_state(store).failures == nth
    server.reply = {}
    assert late.search("bridge", None, "", 3)


def test_our_own_wait_is_no_news_to_the_others(late: Late, store: redis.Redis) -> None:
    late.search("bridge", None, "", 3)
    store.hset(keys_of("late")[0], "pause", int(time.time() * 1000) + 60_000)
    with pytest.raises(BusyError):
        late.search("another bridge", None, "", 3)
    assert late_state(store).failures == 0
    assert late_state(store).failed_at is None
