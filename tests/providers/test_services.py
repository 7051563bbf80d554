"""Every outside service, put through all that a service can do to us; spoken/ has the table."""

import hashlib
import json
import logging
import random
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest

from claims.providers.base import Answer, ProviderError, Question
from claims.providers.errors import (
    BadAnswerError,
    OutageError,
    PrivateAddressError,
    SizeLimitError,
    SlowDownError,
    TimeLimitError,
)
from claims.providers.http import Limits
from claims.providers.polite import Client
from claims.providers.query import LONGEST_TYPED
from claims.providers.registry import SERVICES
from claims.providers.service import Service
from claims.providers.tidy import LONGEST_SNIPPET, LONGEST_TITLE
from tests.providers.contract import check_contract
from tests.providers.loopback import Loopback
from tests.providers.spoken import SPOKEN
from tests.providers.spoken.format import Spoken

LIMITS = Limits(total=3, connect=1, read=0.4, max_bytes=2_000_000)
each = pytest.mark.parametrize("spoken", SPOKEN, ids=str)
# A service that is asked for addresses takes whole ones: a cut address is another one.
CUTTING = [spoken for spoken in SPOKEN if spoken.kind.shape.characters < LONGEST_TYPED]


def service(spoken: Spoken, server: Loopback, scenario: str = "reply") -> Service:
    client = Client(contact=spoken.contact, limits=LIMITS)
    return spoken.kind(client, base_url=server.url(scenario), key=spoken.key)


def ask(spoken: Spoken, server: Loopback, scenario: str = "reply", limit: int = 10) -> Answer:
    return service(spoken, server, scenario).ask(Question(spoken.query, lang="en", limit=limit))


def said(spoken: Spoken, change: Callable[[Any], Any]) -> Callable[[dict[str, Any]], Any]:
    """The service's success, changed; bytes are left as they are."""

    def reply(asked: dict[str, Any]) -> Any:
        value = spoken.success(asked) if callable(spoken.success) else spoken.success
        return value if isinstance(value, bytes) else change(value)

    return reply


def test_every_service_is_in_the_table() -> None:
    assert [spoken.kind for spoken in SPOKEN] == list(SERVICES)


@each
def test_success_keeps_the_contract(spoken: Spoken, server: Loopback) -> None:
    server.reply = spoken.success
    hits = check_contract(service(spoken, server), query=spoken.query)
    assert len(hits) >= 2
    for seen in server.seen:
        assert spoken.contact in seen["headers"].values()


@each
def test_the_record_is_of_what_was_asked_and_answered(
    spoken: Spoken, server: Loopback, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    server.reply = spoken.success
    asked = service(spoken, server)
    answer = asked.ask(Question(spoken.query, lang="en", limit=5))
    assert [exchange.sha256 for exchange in answer.exchanges] == [
        hashlib.sha256(b).hexdigest() for b in server.said
    ]
    assert [exchange.size for exchange in answer.exchanges] == [len(body) for body in server.said]
    for seen, request in zip(server.seen, answer.request, strict=True):
        assert request["method"] == seen["method"]
        assert request["url"] == f"http://{server.address}{seen['path'].partition('?')[0]}"
        assert request["params"].items() <= seen["query"].items()
    if spoken.key:
        assert spoken.key in str(server.seen)
        assert spoken.key not in f"{answer!r}{asked!r}{vars(asked)['_asker']!r}{caplog.text}"


@each
def test_nothing_found_is_no_error(spoken: Spoken, server: Loopback) -> None:
    server.reply = spoken.empty
    answer = ask(spoken, server)
    assert answer.hits == []
    assert answer.exchanges


@each
@pytest.mark.parametrize(
    ("scenario", "error", "retry_after"),
    [
        ("quota", SlowDownError, 17.0),
        ("broken", OutageError, None),
        ("html", OutageError, None),
        ("latin1", OutageError, None),
        ("nested", OutageError, None),
        ("slow", TimeLimitError, None),
        ("garbage", BadAnswerError, None),
        ("cut", BadAnswerError, None),
    ],
)
def test_what_may_pass_is_retryable(
    spoken: Spoken, server: Loopback, scenario: str, error: type[ProviderError], retry_after: float | None
) -> None:
    with pytest.raises(error) as caught:
        ask(spoken, server, scenario)
    assert caught.value.retryable
    assert caught.value.retry_after == retry_after
    assert len(server.seen) == 1, "nothing is asked again at once"


@each
@pytest.mark.parametrize(
    ("scenario", "error"),
    [("endless", SizeLimitError), ("bomb", SizeLimitError), ("to-metadata", PrivateAddressError)],
)
def test_what_would_harm_us_is_stopped(
    spoken: Spoken, server: Loopback, scenario: str, error: type[ProviderError]
) -> None:
    with pytest.raises(error) as caught:
        ask(spoken, server, scenario)
    assert not caught.value.retryable


@each
def test_a_refusal_is_final_and_does_not_tell_the_key(spoken: Spoken, server: Loopback) -> None:
    for scenario, error in spoken.refusals.items():
        with pytest.raises(error) as caught:
            ask(spoken, server, scenario)
        assert not spoken.key or spoken.key not in str(caught.value)


@each
@pytest.mark.parametrize("seed", range(60))
def test_wrong_types_anywhere_are_passed_over_or_refused(spoken: Spoken, server: Loopback, seed: int) -> None:
    server.reply = said(spoken, lambda value: _damaged(value, random.Random(seed)))
    hits = []
    with suppress(ProviderError):
        hits = ask(spoken, server).hits
    assert all(isinstance(part, str) for hit in hits for part in (hit.title, hit.snippet, hit.url, hit.publisher))
    assert len(server.seen) <= 10


@each
def test_the_same_hit_a_hundred_times_is_one(spoken: Spoken, server: Loopback) -> None:
    server.reply = spoken.success
    once = [hit.provider_id for hit in ask(spoken, server, limit=50).hits]
    server.reply = said(spoken, _repeated)
    assert [hit.provider_id for hit in ask(spoken, server, limit=50).hits] == once


@each
def test_another_encoding_is_read(spoken: Spoken, server: Loopback) -> None:
    server.reply = spoken.success
    expected = ask(spoken, server).hits

    def reply(asked: dict[str, Any]) -> bytes:
        value = spoken.success(asked) if callable(spoken.success) else spoken.success
        text = value.decode().replace("UTF-8", "UTF-16") if isinstance(value, bytes) else json.dumps(value)
        return text.encode("utf-16")

    server.reply = reply
    assert ask(spoken, server).hits == expected


@each
def test_markup_and_length_do_not_get_through(spoken: Spoken, server: Loopback) -> None:
    attack = "<script>alert('x')</script>\x07" + "long " * 5_000
    server.reply = said(spoken, lambda value: _each_string(value, lambda text: f"{text} {attack}"))
    for hit in ask(spoken, server).hits:
        assert len(hit.title) <= LONGEST_TITLE
        assert len(hit.snippet) <= LONGEST_SNIPPET
        assert "\x07" not in hit.title + hit.snippet
        assert hit.url == "" or hit.url.startswith(("https://", "http://"))


@pytest.mark.parametrize("spoken", CUTTING, ids=str)
def test_a_long_question_is_cut_at_a_word_and_the_reviewer_told(spoken: Spoken, server: Loopback) -> None:
    server.reply = spoken.success
    longest = spoken.kind.shape.characters
    question = ("bridge " * 300)[:1999]
    answer = service(spoken, server).ask(Question(question))
    sent = max((value for value in server.seen[0]["query"].values()), key=len)
    assert sent.count("bridge") <= longest // 7 + 1
    assert str(longest) in answer.note
    assert spoken.kind.name in answer.note
    with pytest.raises(ProviderError, match="at most 2,000 characters") as caught:
        service(spoken, server).ask(Question("bridge " * 300))
    assert not caught.value.retryable


def _damaged(value: Any, chance: random.Random) -> Any:
    """The value with about every eighth part of another type."""
    if chance.random() < 0.12:
        return chance.choice([None, 7, -1.5, True, "", "x\u0000", [], [None], {}, {"a": 1}, [[]], "9" * 400])
    if isinstance(value, dict):
        return {key: _damaged(part, chance) for key, part in value.items()}
    return [_damaged(part, chance) for part in value] if isinstance(value, list) else value


def _repeated(value: Any) -> Any:
    """Every list of objects a hundred times over."""
    if isinstance(value, dict):
        return {key: _repeated(part) for key, part in value.items()}
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return value * 100
    return value


def _each_string(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, dict):
        return {key: _each_string(part, change) for key, part in value.items()}
    if isinstance(value, list):
        return [_each_string(part, change) for part in value]
    return change(value) if isinstance(value, str) else value


def test_the_damage_is_real() -> None:
    value = {"a": [{"b": "text", "c": 3}] * 8}
    assert sum(_damaged(value, random.Random(seed)) != value for seed in range(60)) > 50
    assert json.dumps(_each_string(value, str.upper)).count("TEXT") == 8
