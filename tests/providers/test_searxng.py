"""A desk's own metasearch engine."""

from datetime import date

import pytest

from claims.providers.errors import OutageError, RefusedError
from claims.providers.polite import Client
from claims.providers.searxng import SearXNG
from tests.providers.asking import Asking
from tests.providers.loopback import Loopback
from tests.providers.spoken.searxng import SPOKEN, answer, result


@pytest.fixture
def searxng(server: Loopback) -> Asking:
    return Asking(server, SearXNG)


def test_results_become_hits(searxng: Asking) -> None:
    first, second = searxng.hits(SPOKEN.success)
    assert first.title == "Bridge closes, part 1"
    assert first.snippet == "The bridge closes for two months, the city said."
    assert (first.url, first.publisher) == ("https://www.news1.example/bridge", "news1.example")
    assert (first.published_at, second.published_at) == (date(2024, 5, 3), None)
    assert first.raw["engines"] == ["duckduckgo", "mojeek"]


def test_it_has_no_cut_off_and_later_results_stay(searxng: Asking) -> None:
    late = result(3, publishedDate="2025-01-01T00:00:00")
    hits = searxng.hits(answer(result(1), late), as_of=date(2024, 6, 1), lang="de-AT")
    assert searxng.sent == [{"q": "bridge closes", "format": "json", "pageno": "1", "language": "de-AT"}]
    assert [hit.is_after(date(2024, 6, 1)) for hit in hits] == [False, True]


@pytest.mark.parametrize(
    ("lang", "sent"), [("en", "en"), ("zh-Hant-TW", "zh"), ("DE", "de"), ("", None), ("english", None), ("é", None)]
)
def test_only_codes_it_knows_are_sent(searxng: Asking, lang: str, sent: str | None) -> None:
    searxng.hits(SPOKEN.success, lang=lang)
    assert searxng.sent[0].get("language") == sent


@pytest.mark.parametrize(
    ("typed", "sent"),
    [
        ("!!ddg secret :de <5 bridge", "ddg secret de 5 bridge"),
        ("what ? a bridge!", "what ? a bridge!"),
        ("ratio 3:1", "ratio 3:1"),
    ],
)
def test_words_are_not_taken_for_commands(searxng: Asking, typed: str, sent: str) -> None:
    searxng.hits(SPOKEN.success, typed, lang="not a language")
    assert searxng.sent[0]["q"] == sent
    assert "language" not in searxng.sent[0]


def test_json_that_is_off_is_said_clearly(server: Loopback) -> None:
    asked = SearXNG(Client(), base_url=server.url("revoked"))
    with pytest.raises(RefusedError, match=r"settings\.yml: search, formats, json"):
        asked.search("bridge", None, "", 3)


def test_failed_engines_are_no_empty_answer(searxng: Asking) -> None:
    failed = [["google", "Suspended: CAPTCHA"], ["brave", "<b>timeout</b>"], [], None]
    with pytest.raises(OutageError, match="google: Suspended: CAPTCHA; brave: timeout") as caught:
        searxng.hits(answer(unresponsive=failed))  # type: ignore[arg-type]
    assert caught.value.retryable
    assert len(searxng.hits(answer(result(1), unresponsive=[["google", "timeout"]]))) == 1


def test_markup_of_engines_is_read_as_text(searxng: Asking) -> None:
    odd = result(
        1, title="<b>Bridge</b> &amp; tunnel", content="a < b, and <script>alert(1)</script>c", publishedDate="soon"
    )
    (hit,) = searxng.hits(answer(odd))
    assert (hit.title, hit.snippet, hit.published_at) == ("Bridge & tunnel", "a < b, and c", None)
