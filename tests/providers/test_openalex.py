"""Scholarly works by OpenAlex."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.providers.errors import RefusedError, SlowDownError
from claims.providers.http import Response
from claims.providers.openalex import OpenAlex, abstract
from claims.providers.polite import Client
from tests.providers.asking import KEY, Asking
from tests.providers.loopback import Loopback
from tests.providers.spoken.openalex import SPOKEN, WORKS, answer


@pytest.fixture
def openalex(server: Loopback) -> Asking:
    return Asking(server, OpenAlex)


def test_works_become_hits(openalex: Asking) -> None:
    first, second = openalex.hits(SPOKEN.success)
    assert first.title == "Bearings of harbour bridges"
    assert first.snippet == "Bearings last forty years; rails last less."
    assert (first.provider_id, first.url) == (
        "https://openalex.org/W2741809807",
        "https://doi.org/10.5555/bridge.1",
    )
    assert (first.publisher, first.published_at, first.rating) == (
        "Journal of Bridges",
        date(2018, 5, 3),
        "Retracted",
    )
    assert (second.url, second.snippet, second.rating) == ("https://ferry.example/paper", "Ferries", "")


def test_the_cut_off_is_asked_for_and_later_works_fill_up(openalex: Asking) -> None:
    def reply(asked: dict[str, Any]) -> Any:
        return answer(WORKS[1 if "from_publication_date" in asked["query"]["filter"] else 0])

    hits = openalex.hits(reply, "what? bridge*", as_of=date(2020, 1, 1), lang="de-AT")
    known, later = openalex.sent
    assert known["filter"] == "to_publication_date:2020-01-01,language:de|en"
    assert later["filter"] == "from_publication_date:2020-01-02,language:de|en"
    assert (known["search"], known["per_page"]) == ("what bridge", "10")
    assert [hit.is_after(date(2020, 1, 1)) for hit in hits] == [False, True]


def test_the_key_is_sent_and_not_recorded(openalex: Asking) -> None:
    recorded = openalex.ask(SPOKEN.success, lang="en").request
    assert openalex.sent[0]["api_key"] == KEY
    assert "filter" not in openalex.sent[0]
    assert KEY not in str(recorded)


def test_nothing_but_operators_is_no_question(openalex: Asking) -> None:
    assert openalex.hits(SPOKEN.success, "* ?") == []
    assert openalex.sent == []


@pytest.mark.parametrize(
    ("status", "body", "error"),
    [
        (403, b'{"error":"Rate limit exceeded"}', SlowDownError),
        (403, b'{"error":"Invalid API key"}', RefusedError),
        (401, b"{}", RefusedError),
        (400, b'{"error":"Invalid api_key"}', RefusedError),
        (429, b"{}", SlowDownError),
    ],
)
def test_too_fast_is_told_from_a_wrong_key(status: int, body: bytes, error: type[Exception]) -> None:
    with pytest.raises(error):
        OpenAlex(Client(), key="k").accept(Response(status, {}, body, "", 0.1))


@given(st.lists(st.text(alphabet="abcxyz", min_size=1), max_size=30))
def test_an_inverted_index_is_turned_back(words: list[str]) -> None:
    index: dict[str, list[int]] = {}
    for position, word in enumerate(words):
        index.setdefault(word, []).append(position)
    assert abstract(index) == " ".join(words)


@pytest.mark.parametrize("index", [None, [], {"a": None}, {"a": ["1"]}, {"a": [-1, 10**9]}, {"a": {"b": 1}}])
def test_what_is_no_index_is_no_abstract(index: Any) -> None:
    assert abstract(index) == ""
