"""The client whole: gate, cache and HTTP against a real Valkey and a server on this machine."""

import hashlib
import logging
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import redis

from claims.providers.base import Exchange, ProviderError
from claims.providers.errors import BusyError, OutageError, RefusedError
from claims.providers.http import Response
from claims.providers.polite import (
    Asker,
    Cache,
    Call,
    Client,
    connect,
    service_states,
    shared_client,
)
from claims.providers.polite import cache as caching
from tests.providers.loopback import Loopback, closed_port
from tests.providers.polite.conftest import make_asker

SECRET = "a-key-that-nobody-may-read"


def make_call(server: Loopback, asker: Asker, scenario: str = "reply", **more: Any) -> Call:
    return Call(**{"asker": asker, "method": "GET", "url": server.url(scenario), "params": {"q": "bridge"}} | more)


def ask(client: Client, call: Call) -> tuple[bytes, Exchange]:
    return client.exchange(call, lambda response: response.body)


def test_the_same_question_of_the_day_is_asked_once(client: Client, server: Loopback, asker: Asker) -> None:
    call = make_call(server, asker)
    first, record = ask(client, call)
    again, kept = ask(client, replace(call, params={"q": " bridge\n"}))
    assert (first, len(server.seen)) == (again, 1)
    assert (record.from_cache, kept.from_cache) == (False, True)
    assert record.sha256 == kept.sha256 == hashlib.sha256(first).hexdigest()
    assert record.retrieved_at == kept.retrieved_at
    assert record.status == kept.status == 200


@pytest.mark.parametrize(
    "other",
    [
        {"params": {"q": "Bridge"}},
        {"params": {"q": "bridge", "page": "2"}},
        {"headers": {"Accept": "text/xml"}},
        {"fresh": True},
        {"method": "POST"},
    ],
    ids=str,
)
def test_another_question_is_asked(client: Client, server: Loopback, asker: Asker, other: dict[str, Any]) -> None:
    call = make_call(server, asker)
    ask(client, call)
    _, record = ask(client, replace(call, **other))
    assert len(server.seen) == 2
    assert not record.from_cache


def test_another_version_of_the_adapter_or_another_day_asks_anew(
    client: Client, server: Loopback, asker: Asker, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(client, make_call(server, asker))
    ask(client, make_call(server, replace(asker, version="2")))
    assert len(server.seen) == 2
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    monkeypatch.setattr(caching, "datetime", type("Tomorrow", (), {"now": lambda _zone: tomorrow}))
    ask(client, make_call(server, asker))
    assert len(server.seen) == 3


def test_a_fresh_answer_takes_the_place_of_the_kept_one(client: Client, server: Loopback, asker: Asker) -> None:
    ask(client, make_call(server, asker))
    server.reply = {"claims": ["new"]}
    ask(client, make_call(server, asker, fresh=True))
    assert b"new" in ask(client, make_call(server, asker))[0]
    assert len(server.seen) == 2


@pytest.mark.parametrize("scenario", ["html", "quota", "broken", "revoked"])
def test_only_answers_are_kept(
    client: Client, server: Loopback, asker: Asker, store: redis.Redis, scenario: str
) -> None:
    def refuse(_response: Response) -> None:
        raise OutageError("That is no answer.")

    call = make_call(server, asker, scenario)
    with pytest.raises(OutageError):
        client.exchange(call, refuse)
    assert Cache(store).find(call) is None


def test_what_is_kept_is_bounded_and_ends(
    client: Client, server: Loopback, asker: Asker, store: redis.Redis
) -> None:
    call = make_call(server, asker)
    ask(client, call)
    key = caching._key(call)
    assert 0 < store.ttl(key) <= 86_400
    server.reply = b"".join(hashlib.sha256(bytes([at % 256, at // 256])).digest() for at in range(8_000))
    big = make_call(server, asker, params={"q": "big"})
    ask(client, big)
    assert Cache(store).find(big) is None


def test_damage_in_the_cache_is_passed_over(
    client: Client, server: Loopback, asker: Asker, store: redis.Redis
) -> None:
    call = make_call(server, asker)
    for damage in (b"", b"rubbish", b"x\x9c\x03\x00\x00\x00\x00\x01"):
        store.set(caching._key(call), damage)
        assert ask(client, call)[0]
    assert len(server.seen) == 3


def test_no_key_is_kept_anywhere(
    client: Client, server: Loopback, store: redis.Redis, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    asker = make_asker(1000, 1000, 10, secret=SECRET)
    secret = {"secrets": {"X-Key": SECRET}, "secret_params": {"api_key": SECRET}}
    _, record = ask(client, make_call(server, asker, **secret))
    with pytest.raises(ProviderError) as caught:
        client.exchange(make_call(server, asker, "garbage", **secret), lambda response: response)
    assert str(server.seen).count(SECRET) >= 4, "it is sent"
    kept = b"".join(store.dump(key) or b"" for key in store.scan_iter())
    values = b"".join(store.get(key) or b"" for key in store.scan_iter("answer:*"))
    assert SECRET.encode() not in kept + values
    assert SECRET not in f"{record!r}{asker!r}{make_call(server, asker, **secret)!r}{caught.value!r}{caplog.text}"
    inside = [caching._unpacked(store.get(key), "") for key in store.scan_iter("answer:*")]
    assert inside
    assert SECRET not in str(inside)


def test_a_form_is_posted_and_not_asked_in_the_address(client: Client, server: Loopback, asker: Asker) -> None:
    _, record = ask(client, make_call(server, asker, method="POST"))
    assert server.seen[0]["method"] == "POST"
    assert server.seen[0]["query"] == {"q": "bridge"}
    assert "?" not in server.seen[0]["path"]
    assert record.request == {"method": "POST", "url": server.url("reply"), "params": {"q": "bridge"}}


def test_what_the_answer_means_reaches_the_breaker(
    client: Client, server: Loopback, asker: Asker, store: redis.Redis
) -> None:
    def read(_response: Response) -> None:
        raise RefusedError("Desk refused the key.")

    with pytest.raises(RefusedError):
        client.exchange(make_call(server, asker), read)
    assert service_states(store, {asker.slug: asker.quota})[asker.slug].refused
    with pytest.raises(ProviderError, match="was not asked") as caught:
        ask(client, make_call(server, asker))
    assert not caught.value.retryable
    assert len(server.seen) == 1


def test_a_kept_answer_is_given_while_the_breaker_is_open(client: Client, server: Loopback, asker: Asker) -> None:
    def read(_response: Response) -> None:
        raise RefusedError("Desk refused the key.")

    ask(client, make_call(server, asker))
    with pytest.raises(RefusedError):
        client.exchange(make_call(server, asker, params={"q": "other"}), read)
    assert ask(client, make_call(server, asker))[1].from_cache


def test_a_cached_answer_that_cannot_be_read_is_fetched(client: Client, server: Loopback, asker: Asker) -> None:
    ask(client, make_call(server, asker))
    readings = iter([OutageError("of another release"), None])

    def read(_response: Response) -> str:
        if error := next(readings):
            raise error
        return "read"

    found, record = client.exchange(make_call(server, asker), read)
    assert (found, record.from_cache, len(server.seen)) == ("read", False, 2)


def test_the_server_never_sees_more_at_once_than_allowed(client: Client, server: Loopback) -> None:
    asker = make_asker(per_second=1000, burst=1000, concurrency=3)
    lock, inside, most = threading.Lock(), 0, 0

    def reply(_asked: dict[str, Any]) -> dict[str, Any]:
        nonlocal inside, most
        with lock:
            inside += 1
            most = max(most, inside)
        time.sleep(0.03)
        with lock:
            inside -= 1
        return {}

    server.reply = reply
    calls = [make_call(server, asker, params={"q": str(at)}) for at in range(30)]
    with ThreadPoolExecutor(15) as pool:
        assert len(list(pool.map(lambda call: ask(client, call), calls))) == 30
    assert most <= 3


def test_without_redis_a_question_waits(server: Loopback, asker: Asker) -> None:
    away = shared_client(f"redis://127.0.0.1:{closed_port()}", contact="desk")
    with pytest.raises(BusyError) as caught:
        ask(away, make_call(server, asker))
    assert caught.value.retryable
    assert server.seen == []


def test_all_of_a_process_share_their_connections(redis_url: str) -> None:
    assert connect(redis_url) is connect(redis_url)


@pytest.mark.parametrize(
    ("contact", "mail"),
    [
        ("claim-workbench", ""),
        ("Desk <mail+bot@desk.example.org>", "mail+bot@desk.example.org"),
        ("desk (https://desk.example; a.b@desk.example)", "a.b@desk.example"),
        ("@desk", ""),
    ],
)
def test_the_mail_address_in_the_contact(contact: str, mail: str) -> None:
    assert Client(contact=contact).mail == mail
