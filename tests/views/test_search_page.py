"""The search page: as a plain form, to htmx, and with anything typed into it."""

from __future__ import annotations

import pytest
from django.urls import reverse
from lxml import html as lxml_html

from claims.pipeline.library import add_document
from tests import factories

URL = "/search/"


@pytest.fixture
def reader(cast, client):
    client.force_login(cast.reviewer)
    return client


@pytest.fixture
def claim(cast):
    revision = factories.make_article(cast.project, text="<b>Ferries</b> & boats were late, he said.").latest()
    return factories.make_claim(revision, "Ferries</b> & boats were late")


def _page(answer):
    assert answer.status_code == 200
    return lxml_html.fromstring(answer.content.decode())


def test_it_works_as_a_plain_form(reader, claim):
    page = _page(reader.get(URL, {"q": "boats"}))
    (form,) = page.xpath("//form[@role='search']")
    assert form.get("method") == "get"
    assert page.xpath("//input[@name='q']/@value") == ["boats"]
    (link,) = page.xpath("//section//li/a")
    assert link.get("href") == reverse("claims:claim", args=[claim.pk])


def test_matched_words_are_marked_and_the_rest_is_escaped(reader, claim):
    answer = reader.get(URL, {"q": "boat"})
    (link,) = _page(answer).xpath("//section//li/a")
    assert link.xpath("mark/text()") == ["boats"]
    assert link.xpath(".//b") == []
    assert "&amp;" in answer.content.decode()


def test_htmx_gets_the_findings_alone_and_the_count_is_said(reader, claim):
    answer = reader.get(URL, {"q": "boa"}, headers={"HX-Request": "true"})
    text = answer.content.decode()
    assert "<html" not in text
    assert "1 result" in text
    assert "hx-swap-oob" in text
    assert "hx-swap-oob" not in reader.get(URL, {"q": "boats"}).content.decode()


ODD = [
    "'\"<script>alert(1)</script>",
    "the of and",
    "🍵",
    "x" * 5000,
    "a & | ! ( ) :* <->",
    "\\'",
    "%00%",
    "\x00\x01",
]


@pytest.mark.parametrize("text", ODD)
def test_whatever_is_typed_is_answered(reader, claim, text):
    for headers in ({}, {"HX-Request": "true"}):
        answer = reader.get(URL, {"q": text}, headers=headers)
        _page(answer)
        assert b"<script>alert" not in answer.content


def test_an_empty_page_says_what_it_finds_and_an_empty_result_what_to_do(reader, claim):
    assert "verdicts you may read" in _page(reader.get(URL)).text_content()
    page = _page(reader.get(URL, {"q": "zeppelin", "kind": "sources"}))
    assert "Nothing found" in page.text_content()
    assert page.xpath("//a[text()='Search everything']/@href") == ["?q=zeppelin"]


def test_chips_keep_the_question_and_show_counts(reader, claim, cast):
    add_document(project=cast.project, by=None, title="Log", text="Boats of the harbour.")
    page = _page(reader.get(URL, {"q": "boats & co", "state": "nonsense"}))
    chips = {chip.text_content().split()[0]: chip for chip in page.xpath("//nav[contains(@class, 'kinds')]/a")}
    assert chips["Documents"].get("href") == "?q=boats%20%26%20co&kind=documents"
    assert chips["Documents"].xpath("span/text()") == ["1"]
    assert chips["Everything"].get("aria-current") == "true"


def test_strangers_and_people_without_a_project_find_nothing(client, cast):
    assert client.get(URL).status_code == 302
    client.force_login(cast.outsider)
    assert client.get(URL, {"q": "boats"}).status_code == 404
