"""Feeds, read back by a reader of feeds and held against what the standards ask for."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import feedparser
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from claims.formats.feeds import ATOM, Entry, Feed, atom, json_feed

NOON = datetime(2026, 5, 3, 12, tzinfo=UTC)


def feed(*entries):
    return Feed(
        id="urn:uuid:1", title="Corrections & more", home="https://desk.example/c/", author="The desk <1>",
        url="https://desk.example/c/feed", updated_at=NOON, entries=entries,
    )  # fmt: skip


def entry(text="Before: “True”.\nNow: <False> & altered 🍵"):
    return Entry("urn:uuid:2", "Corrected: prices < wages", "https://desk.example/c/#2", text, NOON)


def test_a_reader_finds_every_word():
    read = feedparser.parse(atom(feed(entry())))
    assert not read.bozo
    assert (read.version, read.feed.title, read.feed.author) == ("atom10", "Corrections & more", "The desk <1>")
    (one,) = read.entries
    assert (one.id, one.title, one.link) == ("urn:uuid:2", "Corrected: prices < wages", "https://desk.example/c/#2")
    assert one.published_parsed[:5] == (2026, 5, 3, 12, 0)
    assert "<False> & altered 🍵" in one.content[0].value or "&lt;False&gt;" in one.content[0].value


@pytest.mark.parametrize("entries", [[], [entry()]])
def test_atom_has_what_rfc_4287_asks_for(entries):
    root = etree.fromstring(atom(feed(*entries)))
    has = {etree.QName(child).localname for child in root}
    assert has >= {"id", "title", "updated", "link", "author"}
    assert {link.get("rel") for link in root.findall(f"{{{ATOM}}}link")} == {"self", "alternate"}
    for one in root.findall(f"{{{ATOM}}}entry"):
        assert {etree.QName(child).localname for child in one} >= {"id", "title", "updated", "link", "content"}


def test_json_feed_has_what_version_1_1_asks_for():
    told = json.loads(json_feed(feed(entry())))
    assert told["version"] == "https://jsonfeed.org/version/1.1"
    assert told["title"] == "Corrections & more"
    (one,) = told["items"]
    assert one["id"] == "urn:uuid:2"
    assert one["content_text"].startswith("Before: “True”.")
    assert one["date_published"] == "2026-05-03T12:00:00Z"


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_makes_a_feed_that_can_be_read(text):
    root = etree.fromstring(atom(feed(entry(text))))
    assert root.find(f"{{{ATOM}}}entry") is not None
    assert json.loads(json_feed(feed(entry(text))))["items"][0]["content_text"] == text
