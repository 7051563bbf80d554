"""Wikis, by their Action API and their REST API."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.providers.base import ProviderError
from claims.providers.errors import OutageError, RefusedError, SlowDownError
from claims.providers.mediawiki import MediaWiki, excerpt
from claims.providers.polite import Client
from tests.providers.asking import Asking
from tests.providers.loopback import Loopback
from tests.providers.spoken.mediawiki import BRIDGE, FERRY, SPOKEN


@pytest.fixture
def wiki(server: Loopback) -> Asking:
    return Asking(server, MediaWiki)


def test_pages_become_hits_in_the_order_of_their_rank(wiki: Asking) -> None:
    bridge, ferry = wiki.hits(SPOKEN.success)
    assert bridge.title == 'Harbour Bridge & "Müller"'
    assert bridge.snippet == (
        "Bridge is a bridge. It closed for two months in 2018 while engineers <script>replaced</script> "
        "the bearings & rails of the har"
    )
    assert bridge.url == bridge.provider_id == "https://wiki.example/index.php/Harbour_Bridge_%26_%22M%C3%BCller%22"
    assert (ferry.publisher, ferry.published_at) == ("wiki.example", date(2024, 4, 2))
    assert ferry.snippet == "A ferry crossed beside the bridge."


def test_the_text_is_searched_and_not_only_titles(wiki: Asking) -> None:
    wiki.hits(SPOKEN.success, limit=500)
    (sent,) = wiki.sent
    assert (sent["gsrsearch"], sent["gsrwhat"], sent["gsrlimit"]) == ("bridge closes", "text", "50")
    assert wiki.server.seen[0]["place"] == "/api.php"


def test_an_extract_stands_in_where_there_is_no_excerpt(wiki: Asking) -> None:
    page = {key: value for key, value in FERRY.items() if key != "snippet"} | {"extract": "A ferry is a ship."}
    assert wiki.hits({"query": {"pages": [page]}})[0].snippet == "A ferry is a ship."


@pytest.mark.parametrize("below", ["/w/api.php", "/w"])
def test_the_address_may_name_the_file_or_its_folder(server: Loopback, below: str) -> None:
    Asking(server, MediaWiki, below=below).hits(SPOKEN.success)
    assert server.seen[0]["place"] == "/w/api.php"


def test_the_rest_api_is_asked_where_its_address_is_set(server: Loopback) -> None:
    page = {"id": 7, "key": "Ferry", "title": "Ferry", "excerpt": 'the <span class="searchmatch">bridge</span>'}
    other = page | {"id": 8, "excerpt": "", "description": "ship"}
    asking = Asking(server, MediaWiki, below="/w/rest.php")
    first, second = asking.hits({"pages": [page, other, page | {"id": "x"}, page | {"id": True}]})
    assert server.seen[0]["place"] == "/w/rest.php/v1/search/page"
    assert asking.sent == [{"q": "bridge closes", "limit": "10"}]
    assert (first.title, first.snippet, second.snippet) == ("Ferry", "the bridge", "ship")
    assert first.url == server.url("reply") + "/w/index.php?curid=7"


@pytest.mark.parametrize(
    ("code", "error"),
    [
        ("ratelimited", SlowDownError),
        ("maxlag", SlowDownError),
        ("readapidenied", RefusedError),
        ("internal_api_error_DBQueryError", OutageError),
        ("cirrussearch-too-busy-error", OutageError),
        ("cirrussearch-query-too-long", ProviderError),
        (None, ProviderError),
    ],
)
def test_errors_come_with_status_200(wiki: Asking, code: str | None, error: type[ProviderError]) -> None:
    with pytest.raises(error) as caught:
        wiki.hits({"error": {"code": code, "info": "The <b>reason</b>", "docref": "See api.php."}})
    assert type(caught.value) is error
    assert caught.value.retryable is (error in {SlowDownError, OutageError})


def test_warnings_are_no_errors(wiki: Asking) -> None:
    warned = {"warnings": {"query": {"warnings": 'Unrecognized value for parameter "prop": extracts'}}}
    assert len(wiki.hits({"batchcomplete": True, **warned, "query": {"pages": [BRIDGE]}})) == 1


def test_each_wiki_has_a_slug_of_its_own() -> None:
    names = [
        MediaWiki(Client(), base_url=url).slug
        for url in ("https://en.wikipedia.org/w", "https://wiki.example:8443")
    ]
    assert names == ["mediawiki-en.wikipedia.org", "mediawiki-wiki.example-8443"]
    assert not MediaWiki(Client()).health().ok


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("", ""),
        ("[[a|b]] [[c]] [[d|e", "b c e"),
        ("cut [[Category:x", "cut Category:x"),
        ("''it'' '''b''' don't", "it b don't"),
        ("&lt;nowiki&gt;a&lt;/nowiki&gt; &lt;nowik", "a <nowik"),
        ("a &amp; b <b>c</b>", "a & b c"),
        ("...r &#039;&#039;&#039;Bridge&#039;&#039;&#039; is", "Bridge is"),
        ("...", ""),
    ],
)
def test_excerpts_are_read_as_text(html: str, text: str) -> None:
    assert excerpt(html) == text


@given(st.text(alphabet="[]|'<>&;a nowik/"))
def test_any_excerpt_is_text(html: str) -> None:
    assert "[[" not in excerpt(html).replace("[[[", "")  # brackets beyond pairs stay


def test_wrong_ranks_do_not_break_the_order(wiki: Asking) -> None:
    ranks: list[Any] = [None, "1", 3, 10**400, -1]
    pages = [FERRY | {"index": rank, "canonicalurl": f"https://wiki.example/{at}"} for at, rank in enumerate(ranks)]
    by: Callable[[str], str] = lambda url: url[-1]  # noqa: E731
    assert [by(hit.url) for hit in wiki.hits({"query": {"pages": pages}})][:2] == ["4", "2"]
