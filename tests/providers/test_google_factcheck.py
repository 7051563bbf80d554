"""The Fact Check Tools provider against a server that speaks the documented format."""

import logging
from datetime import date

import pytest

from claims.providers.base import ProviderError
from claims.providers.errors import PrivateAddressError, SizeLimitError, TimeLimitError
from claims.providers.google_factcheck import GoogleFactCheck
from claims.providers.http import Limits
from claims.providers.polite import Client
from tests.providers.loopback import KEY, Loopback

LIMITS = Limits(total=3, connect=1, read=0.4, max_bytes=1_000_000)


def provider(server: Loopback, scenario: str) -> GoogleFactCheck:
    return GoogleFactCheck(Client(limits=LIMITS), key=KEY, base_url=server.url(scenario))


def search(server: Loopback, scenario: str, limit: int = 10) -> list[str]:
    hits = provider(server, scenario).search("bridge closes", None, "en", limit)
    return [hit.provider_id for hit in hits]


def test_reviews_become_hits(server: Loopback) -> None:
    first, second, third = provider(server, "success").search("bridge", date(2024, 1, 1), "en", 10)
    assert first.provider_id == first.url == "https://checkdesk.example/bridge"
    assert first.title == "No, the bridge closes for two months"
    assert first.snippet == "Viral posts: The bridge closes for two years"
    assert first.publisher == "Check Desk"
    assert first.rating == "False"
    assert first.published_at == date(2024, 5, 3)
    assert first.raw["claimDate"] == "2024-05-02T00:00:00Z"
    assert [review["url"] for review in first.raw["claimReview"]] == [first.url]
    assert (second.publisher, second.title) == ("faktum.example", "The bridge closes for two years")
    assert (third.snippet, third.rating, third.published_at) == ("The ferry is free", "", None)


def test_the_question_is_asked_as_documented(server: Loopback) -> None:
    provider(server, "success").search("bridge closes", None, "en-GB", 500)
    seen = server.seen[0]
    assert seen["path"].startswith("/success/v1alpha1/claims:search?")
    assert seen["query"] == {"query": "bridge closes", "languageCode": "en-GB", "pageSize": "50"}
    assert seen["headers"]["x-goog-api-key"] == KEY
    assert KEY not in seen["path"]


def test_no_language_is_no_parameter(server: Loopback) -> None:
    provider(server, "success").search("bridge", None, "", 2)
    assert server.seen[0]["query"] == {"query": "bridge", "pageSize": "2"}


def test_nothing_found_is_no_error(server: Loopback) -> None:
    assert search(server, "empty") == []


def test_the_same_review_twice_is_one_hit(server: Loopback) -> None:
    assert search(server, "twice") == ["https://checkdesk.example/bridge", "https://faktum.example/bruecke"]


def test_utf16_is_read(server: Loopback) -> None:
    assert provider(server, "utf16").search("x", None, "", 9)[1].rating == "Falsch – gekürzt"


def test_another_encoding_is_read_where_it_is_declared(server: Loopback) -> None:
    (hit,) = provider(server, "declared-latin1").search("x", None, "", 9)
    assert hit.title == "Bär"


def test_malformed_claims_are_passed_over(server: Loopback) -> None:
    (hit,) = provider(server, "malformed").search("x", None, "", 9)
    assert hit.provider_id == "https://checkdesk.example/odd"
    assert hit.snippet == "Odd ? letters"
    assert (hit.publisher, hit.published_at, hit.title) == ("", None, "Odd ? letters")


@pytest.mark.parametrize(
    ("scenario", "retryable", "retry_after", "words"),
    [
        ("quota", True, 17.0, "slow down"),
        ("broken", True, None, "fault of its own"),
        ("revoked", False, None, "refused the key"),
        ("unknown-key", False, None, "does not know the key"),
        ("bad-request", False, None, "did not accept the question"),
        ("html", True, None, "a web page instead of data"),
        ("latin1", True, None, "something that is not JSON"),
        ("nested", True, None, "instead of data"),
        ("list", False, None, "data of another shape"),
    ],
)
def test_failures_are_said_plainly(
    server: Loopback, scenario: str, retryable: bool, retry_after: float | None, words: str
) -> None:
    with pytest.raises(ProviderError, match=words) as caught:
        search(server, scenario)
    assert caught.value.retryable is retryable
    assert caught.value.retry_after == retry_after
    assert KEY not in str(caught.value)


@pytest.mark.parametrize(
    ("scenario", "error"),
    [
        ("slow", TimeLimitError),
        ("endless", SizeLimitError),
        ("bomb", SizeLimitError),
        ("to-metadata", PrivateAddressError),
    ],
)
def test_limits_hold_here_too(server: Loopback, scenario: str, error: type[ProviderError]) -> None:
    with pytest.raises(error):
        search(server, scenario)


def test_the_key_is_nowhere_to_be_read(server: Loopback, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    asked = provider(server, "success")
    asked.search("bridge", None, "", 2)
    with pytest.raises(ProviderError) as caught:
        search(server, "revoked")
    assert caplog.records
    for text in (repr(asked), str(asked), caplog.text, repr(caught.value)):
        assert KEY not in text


@pytest.mark.parametrize("key", ["", "  ", "kéy", "two words", "line\nbreak"])
def test_a_key_that_cannot_be_one_is_not_sent(server: Loopback, key: str) -> None:
    asked = GoogleFactCheck(Client(), key=key, base_url=server.url("success"))
    health = asked.health()
    assert not health.ok
    with pytest.raises(ProviderError, match="key") as caught:
        asked.search("bridge", None, "", 2)
    assert str(caught.value) == health.message
    assert not caught.value.retryable
    assert server.seen == []
