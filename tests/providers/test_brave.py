"""Brave's web search."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from claims.providers.base import ProviderError, Question
from claims.providers.brave import Brave, language, until_reset
from claims.providers.errors import RefusedError, SlowDownError
from claims.providers.http import Response
from claims.providers.polite import Client
from tests.providers.asking import KEY, Asking
from tests.providers.loopback import Loopback
from tests.providers.spoken.brave import RESULTS, SPOKEN


@pytest.fixture
def brave(server: Loopback) -> Asking:
    return Asking(server, Brave)


def test_results_become_hits(brave: Asking) -> None:
    first, second = brave.hits(SPOKEN.success)
    assert first.title == "Bridge & tunnel: closed for two months"
    assert first.snippet == "The bridge doesn't reopen before June."
    assert (first.publisher, first.published_at) == ("The Paper", date(2024, 5, 3))
    assert first.raw["extra_snippets"] == ["The city said so."]
    assert (second.publisher, second.published_at) == ("ferry.example", None)


def test_it_is_asked_as_documented(brave: Asking) -> None:
    brave.hits(SPOKEN.success, lang="pt-BR", limit=100)
    (seen,) = brave.server.seen
    assert seen["place"] == "/res/v1/web/search"
    assert seen["headers"]["x-subscription-token"] == KEY
    assert seen["query"] == {
        "q": "bridge closes",
        "count": "20",
        "result_filter": "web",
        "text_decorations": "false",
        "search_lang": "pt-br",
    }


def test_what_was_known_comes_first_and_later_results_fill_up(brave: Asking) -> None:
    def reply(asked: dict[str, Any]) -> Any:
        known = asked["query"]["freshness"].startswith("1990")
        return {"web": {"results": RESULTS[:1] if known else RESULTS[1:]}}

    hits = brave.hits(reply, as_of=date(2024, 6, 1), limit=5)
    today = datetime.now(UTC).date()
    assert [sent["freshness"] for sent in brave.sent] == ["1990-01-01to2024-06-01", f"2024-06-02to{today}"]
    assert [hit.publisher for hit in hits] == ["The Paper", "ferry.example"]


def test_it_is_asked_once_where_that_is_enough(brave: Asking) -> None:
    brave.hits(SPOKEN.success, as_of=date(2024, 6, 1), limit=2)
    brave.hits(SPOKEN.success, as_of=datetime.now(UTC).date(), limit=9)
    assert len(brave.sent) == 2


def response(status: int, body: bytes, **headers: str) -> Response:
    return Response(status, {name.replace("_", "-"): value for name, value in headers.items()}, body, "", 0.1)


def test_a_revoked_key_is_refused() -> None:
    body = b'{"type":"ErrorResponse","error":{"status":422,"code":"SUBSCRIPTION_TOKEN_INVALID"},"time":1}'
    with pytest.raises(RefusedError, match="does not know the key"):
        Brave(Client(), key="k").accept(response(422, body))


def test_a_wrong_parameter_is_not_the_key() -> None:
    with pytest.raises(ProviderError, match="did not accept the question") as caught:
        Brave(Client(), key="k").accept(response(422, b'{"error":{"code":"VALIDATION"}}'))
    assert not isinstance(caught.value, RefusedError)


def test_a_used_up_quota_says_when_it_starts_anew() -> None:
    headers = {"x_ratelimit_remaining": "1, 0", "x_ratelimit_reset": "1, 5400"}
    with pytest.raises(SlowDownError) as caught:
        Brave(Client(), key="k").accept(response(429, b"{}", **headers))
    assert caught.value.retry_after == 5400.0


@pytest.mark.parametrize(
    ("remaining", "reset", "seconds"),
    [
        ("0, 0", "1, 1419704", 86400.0),
        ("0, 9", "1, 5000", 1.0),
        ("1, 1", "1, 2", None),
        (None, None, None),
        ("x", "y", None),
    ],
)
def test_windows(remaining: str | None, reset: str | None, seconds: float | None) -> None:
    assert until_reset(remaining, reset) == seconds


@pytest.mark.parametrize(
    ("lang", "code"),
    [
        ("en-GB", "en"),
        ("ja", "jp"),
        ("pt", "pt-pt"),
        ("pt-BR", "pt-br"),
        ("zh-TW", "zh-hant"),
        ("xx", ""),
        ("", ""),
    ],
)
def test_language_codes(lang: str, code: str) -> None:
    assert language(lang) == code


def test_it_takes_fifty_words(brave: Asking) -> None:
    brave.server.reply = SPOKEN.success
    brave.service.ask(Question(" ".join("ab" for _ in range(90))))
    assert len(brave.sent[0]["q"].split()) == 50
