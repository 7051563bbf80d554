"""RSS and Atom feeds, by feedparser. Nothing is fetched; a feed with entity declarations is not read at all."""

import calendar
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

import feedparser
from lxml import etree
from lxml import html as lxml_html

from claims.extraction.blocks import paragraphs
from claims.extraction.result import Unreadable

MOST_ITEMS = 20_000
_DECLARATION = re.compile(rb"<!\s*ENTITY", re.IGNORECASE)
_NOT_A_FEED = "This is no RSS or Atom feed."
_BOMB = "This feed declares entities, which no honest feed does; it is not read."


@dataclass(frozen=True, slots=True)
class FeedItem:
    """One entry; ``text`` is what the feed itself gives of it, without markup. Empty and None: it does not say."""

    title: str
    url: str
    text: str = ""
    publisher: str = ""
    published_at: date | None = None


def read_feed(data: bytes, *, content_type: str = "", url: str = "") -> list[FeedItem]:
    """The entries in the feed's order; raises Unreadable for no feed, too long a feed, and entity declarations."""
    if _DECLARATION.search(_readable(data)):
        raise Unreadable(_BOMB)
    headers = {"content-type": content_type or "application/xml"} | ({"content-location": url} if url else {})
    found = feedparser.parse(BytesIO(data), response_headers=headers, sanitize_html=False)
    if not found.get("version") and not found.entries:
        raise Unreadable(_NOT_A_FEED)
    if len(found.entries) > MOST_ITEMS:
        raise Unreadable(f"This feed has more than {MOST_ITEMS:,} items.")
    publisher = _line(found.feed.get("title", ""))
    return [_item(entry, publisher) for entry in found.entries]


def _readable(data: bytes) -> bytes:
    """The bytes with what UTF-16 puts between letters taken out, so that a declaration shows."""
    return data.replace(b"\0", b"")


def _item(entry: Any, publisher: str) -> FeedItem:
    contents = [part.get("value", "") for part in entry.get("content", [])]
    longest = max([*contents, entry.get("summary", "")], key=len)
    source = entry.get("source") or {}
    link = str(entry.get("link", "")).strip()
    return FeedItem(
        title=_line(entry.get("title", "")),
        url=link if link.startswith(("http://", "https://")) else "",
        text=_text(longest),
        publisher=_line(source.get("title", "")) or publisher,
        published_at=_day(entry),
    )


def _day(entry: Any) -> date | None:
    for name in ("published_parsed", "updated_parsed"):
        if given := name in entry.keys() and entry.get(name):  # noqa: SIM118 - asking for it by name warns
            try:
                return datetime.fromtimestamp(calendar.timegm(given), UTC).date()
            except (ValueError, OverflowError, OSError):
                continue
    return None


def _line(words: str) -> str:
    return " ".join(_text(words).split())


def _text(markup: str) -> str:
    """The words of a piece of markup, a blank line between paragraphs."""
    markup = "".join(letter for letter in markup if letter in "\n\t" or letter >= " ").strip()
    if "<" not in markup and "&" not in markup:
        return markup
    try:
        tree = lxml_html.fragment_fromstring(markup, create_parent="div")
    except (etree.ParserError, ValueError):
        return markup
    for hidden in tree.xpath(".//script | .//style"):
        hidden.drop_tree()
    return paragraphs(tree)
