"""A Kiwix server's search."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.providers.base import ProviderError
from claims.providers.errors import OutageError
from claims.providers.http import Response
from claims.providers.kiwix import Kiwix, hits, without_dots
from claims.providers.polite import Client
from tests.providers.asking import Asking
from tests.providers.loopback import Loopback
from tests.providers.spoken.kiwix import BRIDGE, FERRY, NO_BOOK, SPOKEN, feed

TONGUES = (
    b"<html><p>Two or more books in different languages would participate in search, which may lead to</p></html>"
)


@pytest.fixture
def kiwix(server: Loopback) -> Asking:
    return Asking(server, Kiwix, below="/wiki")


def accept(status: int, body: bytes) -> Response:
    return Kiwix(Client(), base_url="http://kiwix.example").accept(Response(status, {}, body, "", 0.1))


def test_articles_become_hits(kiwix: Asking) -> None:
    ferry, bridge = kiwix.hits(SPOKEN.success)
    assert ferry.snippet == "A ferry crossed beside the bridge. Fares were free."
    assert ferry.url == ferry.provider_id == f"http://{kiwix.server.address}/desk/ferry.html"
    assert (ferry.publisher, ferry.published_at, ferry.raw["words"]) == ("Desk encyclopaedia", None, "1,210")
    assert bridge.title == "Harbour Bridge & Müller's tunnel"
    assert bridge.snippet == "the bridge was closed while engineers <script>replaced</script> the bearings & rails"


def test_books_in_the_language_of_the_question_are_searched(kiwix: Asking) -> None:
    kiwix.hits(SPOKEN.success, lang="en-GB", limit=500)
    kiwix.hits(SPOKEN.success, lang="tlh-x")
    kiwix.hits(SPOKEN.success)
    assert [sent.get("books.filter.lang") for sent in kiwix.sent] == ["eng", "tlh", None]
    assert kiwix.sent[0] == {
        "pattern": "bridge closes",
        "format": "xml",
        "pageLength": "140",
        "books.filter.lang": "eng",
    }
    assert kiwix.server.seen[0]["place"] == "/wiki/search"


def test_no_book_in_the_language_is_nothing_found() -> None:
    assert accept(400, NO_BOOK).status == 400


def test_books_in_several_languages_need_one() -> None:
    with pytest.raises(ProviderError, match="several languages") as caught:
        accept(400, TONGUES)
    assert not caught.value.retryable


def test_other_refusals_are_told_as_the_server_words_them() -> None:
    body = NO_BOOK.replace(b"No book matches selection criteria", b"No such book: &lt;wiki&gt;")
    with pytest.raises(ProviderError, match="did not accept the question: No such book: <wiki>"):
        accept(400, body)
    with pytest.raises(ProviderError, match=r"status 404"):
        accept(404, b"")


def test_entities_are_not_expanded(kiwix: Asking) -> None:
    bomb = b'<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b SYSTEM "file:///etc/passwd">]>'
    head, _, rest = feed(BRIDGE).partition(b"\n")
    body = head + bomb + rest.replace(b"Harbour Bridge", b"&a;&b;Bridge")
    (hit,) = kiwix.hits(body)
    assert "aaaa" not in hit.title
    assert "root:" not in hit.title


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"<!doctype html><html><body>Sign in", "a web page"),
        (b"<rss></rss>", "no list of articles"),
        (b"{}", "not XML"),
        (b"", "not XML"),
        (feed(BRIDGE)[:-40], "not XML"),
        (feed(BRIDGE).replace("Müller".encode(), "Müller".encode("latin-1")), "not XML"),
    ],
)
def test_what_is_no_feed_is_an_outage(body: bytes, words: str) -> None:
    with pytest.raises(OutageError, match=words):
        list(hits(body, base_url="http://kiwix.example/search", service="Kiwix"))


def test_another_encoding_is_read() -> None:
    body = feed(BRIDGE).decode().replace("UTF-8", "UTF-16").encode("utf-16")
    (hit,) = hits(body, base_url="http://kiwix.example/search", service="Kiwix")
    assert "Müller" in hit.title


@given(st.binary() | st.text().map(lambda text: feed(f"<item><title>{text}</title></item>")))
def test_any_body_is_hits_or_an_outage(body: bytes) -> None:
    try:
        found = [hit.title for hit in hits(body, base_url="http://kiwix.example/search", service="Kiwix")]
    except OutageError:
        found = []
    assert all(isinstance(title, str) for title in found)


@pytest.mark.parametrize(
    ("snippet", "text"),
    [("...a b......", "a b"), ("It ended....", "It ended."), ("a ... b", "a ... b"), ("...", ""), ("", "")],
)
def test_dots_of_the_cut_are_left_out(snippet: str, text: str) -> None:
    assert without_dots(snippet) == text


def found_or(page: bytes, *items: str) -> Callable[[dict[str, Any]], bytes]:
    """A server that finds the items, and has the page at each of their addresses."""
    here = feed(*[item.replace("/desk/", "/reply/desk/") for item in items])
    return lambda asked: here if asked["place"] == "/wiki/search" else page


def test_an_article_is_read_where_the_passage_misses_the_question(kiwix: Asking) -> None:
    page = b"<html><style>bridge</style><p>Filler here.</p><p>The zeppelin <b>landed</b> in 1931.</p></html>"
    ferry, _ = kiwix.hits(found_or(page, FERRY, BRIDGE), "zeppelin landing")
    assert ferry.snippet == "Filler here. The zeppelin landed in 1931."
    places = [seen["place"] for seen in kiwix.server.seen]
    assert places == ["/wiki/search", "/desk/ferry.html", "/desk/bridge.html"]


def test_a_passage_that_names_the_subject_is_kept(kiwix: Asking) -> None:
    kiwix.hits(found_or(b"", FERRY, BRIDGE), "the bridge of sighs")
    assert len(kiwix.sent) == 1


def test_an_article_that_cannot_be_read_leaves_the_passage(kiwix: Asking) -> None:
    (hit,) = kiwix.hits(feed(FERRY.replace("/desk/ferry.html", "/broken/ferry.html")), "zeppelin")
    assert hit.snippet == "A ferry crossed beside the bridge. Fares were free."
    assert kiwix.server.seen[1]["scenario"] == "broken"


def test_no_article_elsewhere_is_read(kiwix: Asking) -> None:
    elsewhere = FERRY.replace("/desk/ferry.html", "http://169.254.169.254/latest")
    (hit,) = kiwix.hits(feed(elsewhere), "zeppelin")
    assert hit.snippet == "A ferry crossed beside the bridge. Fares were free."
    assert len(kiwix.sent) == 1


def test_a_link_that_is_none_is_passed_over(kiwix: Asking) -> None:
    assert kiwix.hits(feed(FERRY.replace("/desk/ferry.html", "http://[::1"))) == []


def test_few_articles_are_read(kiwix: Asking) -> None:
    many = [FERRY.replace("ferry.html", f"{at}.html") for at in range(9)]
    assert len(kiwix.hits(found_or(b"", *many), "zeppelin")) == 9
    assert len(kiwix.sent) == 1 + 5
