"""A list of news as Atom (RFC 4287) and as JSON Feed 1.1 (jsonfeed.org), from plain values."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from lxml import etree

ATOM = "http://www.w3.org/2005/Atom"
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Entry:
    """One piece of news; ``id`` is an address or URN that never changes, ``text`` is plain. Times carry a zone."""

    id: str
    title: str
    url: str
    text: str
    published_at: datetime
    updated_at: datetime | None = None

    @property
    def changed_at(self) -> datetime:
        """When it last changed: published and not touched since where nothing else is known."""
        return self.updated_at or self.published_at


@dataclass(frozen=True, slots=True)
class Feed:
    """``home`` is the page for people, ``url`` the feed's own address, ``author`` who speaks; newest first."""

    id: str
    title: str
    home: str
    url: str
    author: str
    updated_at: datetime
    entries: Sequence[Entry]


def atom(feed: Feed) -> bytes:
    """An Atom document in UTF-8."""
    root = etree.Element(f"{{{ATOM}}}feed", nsmap={None: ATOM})
    _add(root, "id", feed.id)
    _add(root, "title", feed.title)
    _add(root, "updated", _stamp(feed.updated_at))
    _add(root, "link", rel="self", type="application/atom+xml", href=feed.url)
    _add(root, "link", rel="alternate", type="text/html", href=feed.home)
    _add(_add(root, "author"), "name", feed.author)
    for entry in feed.entries:
        one = _add(root, "entry")
        _add(one, "id", entry.id)
        _add(one, "title", entry.title)
        _add(one, "published", _stamp(entry.published_at))
        _add(one, "updated", _stamp(entry.changed_at))
        _add(one, "link", rel="alternate", type="text/html", href=entry.url)
        _add(one, "content", entry.text, type="text")
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True))


def json_feed(feed: Feed) -> bytes:
    """A JSON Feed in UTF-8."""
    told = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": feed.home,
        "feed_url": feed.url,
        "authors": [{"name": feed.author}],
        "items": [
            {
                "id": entry.id,
                "url": entry.url,
                "title": entry.title,
                "content_text": entry.text,
                "date_published": _stamp(entry.published_at),
                **({"date_modified": _stamp(entry.updated_at)} if entry.updated_at else {}),
            }
            for entry in feed.entries
        ],
    }
    return json.dumps(told, ensure_ascii=False, indent=1).encode()


def _add(parent: etree._Element, name: str, text: str = "", **attributes: str) -> etree._Element:
    child = etree.SubElement(parent, f"{{{ATOM}}}{name}", attributes)
    if text:
        child.text = _NOT_XML.sub("\ufffd", text)
    return child


def _stamp(moment: datetime) -> str:
    """RFC 3339 in UTC, to the second."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
