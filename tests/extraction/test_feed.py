"""RSS and Atom feeds, honest and otherwise."""

from datetime import date

import pytest

from claims.extraction import Unreadable, feed
from claims.extraction.feed import read_feed

RSS = """<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>The Paper</title>
<item><title>Bridge &amp;amp; tower</title><link>https://paper.example/1</link>
<pubDate>Fri, 03 May 2024 23:30:00 -0200</pubDate>
<description>&lt;p&gt;Short.&lt;/p&gt;</description>
<content:encoded><![CDATA[<p>The bridge <b>closes</b>.</p><script>x()</script><p>For long.</p>]]></content:encoded>
</item>
<item><title>No date</title><link>javascript:alert(1)</link><pubDate>soon</pubDate></item>
</channel></rss>"""
ATOM = """<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Wire</title>
<entry><title>Überschrift</title><link href="/2" rel="alternate"/><updated>2024-05-03T10:00:00Z</updated>
<id>urn:2</id><summary>Kurz.</summary></entry></feed>"""


def test_rss_items_are_read() -> None:
    first, second = read_feed(RSS.encode())
    assert (first.title, first.url, first.publisher) == ("Bridge & tower", "https://paper.example/1", "The Paper")
    assert first.published_at == date(2024, 5, 4), "the day in UTC"
    assert first.text == "The bridge closes.\n\nFor long."
    assert (second.title, second.url, second.published_at) == ("No date", "", None)


def test_atom_entries_are_read_and_their_addresses_completed() -> None:
    (entry,) = read_feed(ATOM.encode(), url="https://wire.example/feed.xml")
    assert (entry.title, entry.url, entry.text) == ("Überschrift", "https://wire.example/2", "Kurz.")
    assert entry.published_at == date(2024, 5, 3)


BOMB = b'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;">]><rss version="2.0"/>'


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (BOMB, "declares entities"),
        (BOMB.decode().encode("utf-16"), "declares entities"),
        (b'<!DOCTYPE x [<! ENTITY e SYSTEM "file:///etc/passwd">]><rss>&e;</rss>', "declares entities"),
        (b"<html><body>A page.</body></html>", "no RSS or Atom"),
        (b"{}", "no RSS or Atom"),
        (b"", "no RSS or Atom"),
        (b"\x00\xff" * 50, "no RSS or Atom"),
    ],
)
def test_what_is_no_honest_feed_is_refused(data: bytes, why: str) -> None:
    with pytest.raises(Unreadable, match=why):
        read_feed(data)


def test_a_path_is_not_opened(tmp_path, monkeypatch) -> None:
    (tmp_path / "feed.xml").write_text(RSS)
    monkeypatch.chdir(tmp_path)
    with pytest.raises(Unreadable):
        read_feed(b"feed.xml")


def test_a_feed_that_breaks_off_gives_what_came() -> None:
    assert [item.title for item in read_feed(RSS[: RSS.index("<item><title>No")].encode())] == ["Bridge & tower"]


def test_a_feed_may_be_too_long(monkeypatch) -> None:
    monkeypatch.setattr(feed, "MOST_ITEMS", 1)
    with pytest.raises(Unreadable, match="more than 1 items"):
        read_feed(RSS.encode())


def test_ten_thousand_items_are_read() -> None:
    items = "".join(
        f"<item><title>Story {n}</title><link>https://paper.example/{n}</link></item>" for n in range(10_000)
    )
    found = read_feed(f'<rss version="2.0"><channel>{items}</channel></rss>'.encode())
    assert [found[0].title, found[-1].url] == ["Story 0", "https://paper.example/9999"]
    assert len(found) == 10_000
