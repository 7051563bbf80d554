"""Feeds, pages and fact-checks fetched from the web, through the one client."""

from __future__ import annotations

import json

import pytest

from claims.models import Document, FactCheck
from claims.pipeline import collect
from claims.pipeline.collect import items as item_stage
from claims.pipeline.collect import running
from tests.extraction.files import PAGE
from tests.extraction.test_fact_checks import REVIEW, page
from tests.pipeline import web as web_pages
from tests.pipeline.collecting import figures as _figures
from tests.pipeline.collecting import open_collection as _open
from tests.pipeline.collecting import read as _read


@pytest.fixture(scope="module")
def _server():
    with web_pages.serving() as web:
        yield web


@pytest.fixture
def web(_server, settings, monkeypatch):
    settings.FETCH_ALLOW_PRIVATE = [_server.host]
    monkeypatch.setattr(item_stage, "PAUSE_SECONDS", 0)
    _server.pages.clear()
    _server.asked.clear()
    return _server


FEED = """<rss version="2.0"><channel><title>The Paper</title>{}</channel></rss>"""


def _item(url, title="Story", text="Short."):
    return f"<item><title>{title}</title><link>{url}</link><description>{text}</description></item>"


def test_a_feeds_pages_are_fetched_once_and_its_own_words_stand_in(cast, web):
    web.pages |= {"/1": PAGE, "/3": (500, "text/html", b"")}
    long = "Words of it. " * 100
    items = [_item(web.url("/1")), _item(web.url("/2"), "Gone", ""), _item(web.url("/3"), "Down"),
             _item("https://far.example/4", "Whole", long), _item("", "Bare", "Only words."),
             _item("", "", "")]  # fmt: skip
    web.pages["/feed"] = (200, "application/rss+xml", FEED.format("".join(items)).encode())
    row = _open(cast, "documents_feed", url=web.url("/feed"))
    _read(row)
    assert (row.state, row.error) == ("succeeded", "")
    assert _figures(row) == (6, 6, 4, 0, 2)
    assert Document.objects.get(url=web.url("/1")).publisher == "The Paper"
    assert "ferry company" in Document.objects.get(url=web.url("/1")).text
    assert Document.objects.get(title="Down").text == "Short."
    assert Document.objects.get(title="Whole").text == long.strip()
    assert "answered 404" in row.refused[0]["why"]
    again = _open(cast, "documents_feed", url=web.url("/feed"))
    web.asked.clear()
    _read(again)
    assert _figures(again) == (6, 6, 0, 4, 2)
    assert web.asked == ["/feed", "/2"], "pages that are here are not fetched again"


def test_a_feed_is_kept_so_that_it_is_the_same_when_taken_up_again(cast, web, monkeypatch):
    monkeypatch.setattr(running, "SLICE_SECONDS", -1)
    monkeypatch.setattr(running, "BATCH", 1)
    items = [_item("", f"Story {n}", f"Text {n}.") for n in range(3)]
    web.pages["/feed"] = (200, "application/rss+xml", FEED.format("".join(items)).encode())
    row = _open(cast, "documents_feed", url=web.url("/feed"))
    assert _read(row) is True
    web.pages["/feed"] = (200, "application/rss+xml", FEED.format("".join(items[::-1])).encode())
    while _read(row):
        pass
    assert _figures(row) == (3, 3, 3, 0, 0)
    assert web.asked == ["/feed"]


def test_one_address_becomes_a_document(cast, web):
    web.pages["/story"] = PAGE
    row = collect.open_address(project=cast.project, by=cast.reviewer, url=web.url("/story"))
    _read(row)
    document = Document.objects.get()
    assert (row.filename, document.url, document.title) == (web.url("/story"), web.url("/story"), "Bridge to close")
    again = collect.open_address(project=cast.project, by=cast.reviewer, url=web.url("/story"))
    _read(again)
    assert (_figures(again), Document.objects.count()) == ((1, 1, 0, 1, 0), 1)


@pytest.mark.parametrize("path", ["/private", "/redirect"])
def test_private_addresses_are_not_fetched(cast, web, settings, path):
    if path == "/private":
        settings.FETCH_ALLOW_PRIVATE = []
    web.pages["/redirect"] = (302, "text/html", b"", {"Location": "http://169.254.169.254/latest/meta-data/"})
    web.pages["/feed"] = (200, "application/rss+xml", FEED.format(_item(web.url(path), "S", "")).encode())
    url = web.url(path if path == "/redirect" else "/feed")
    for kind in ("documents_feed", "fact_checks_page", "fact_checks_feed"):
        row = _open(cast, kind, url=url)
        _read(row)
        assert (row.state, "private" in row.error) == ("failed", True), row.error
    one = collect.open_address(project=cast.project, by=cast.reviewer, url=web.url(path))
    _read(one)
    assert (one.refused_count, "private" in one.refused[0]["why"]) == (1, True)
    assert not Document.objects.exists()


def test_fact_checks_of_a_feeds_pages_go_in(cast, web):
    web.pages |= {
        "/1": page(REVIEW),
        "/2": PAGE,
        "/3": page({**REVIEW, "url": None}, {**REVIEW, "reviewRating": 1}),
    }
    items = "".join(_item(web.url(f"/{n}")) for n in (1, 2, 3))
    web.pages["/feed"] = (200, "application/rss+xml", FEED.format(items).encode())
    row = _open(cast, "fact_checks_feed", url=web.url("/feed"))
    _read(row)
    assert _figures(row) == (3, 3, 2, 0, 2)
    assert [(one["number"], one["why"][:30]) for one in row.refused] == [
        (2, "There is no ClaimReview markup"), (3, "It gives no rating (reviewRati"),
    ]  # fmt: skip
    assert set(FactCheck.objects.values_list("url", flat=True)) == {REVIEW["url"], web.url("/3")}


def test_fact_checks_of_a_data_feed_go_in(cast, web):
    feed = {"@type": "DataFeed", "dataFeedElement": [{"@type": "DataFeedItem", "item": [REVIEW]}]}
    web.pages["/data.json"] = (200, "application/json", json.dumps(feed).encode())
    row = _open(cast, "fact_checks_feed", url=web.url("/data.json"))
    _read(row)
    assert (row.state, _figures(row)) == ("succeeded", (1, 1, 1, 0, 0))
