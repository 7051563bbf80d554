"""Asking in one's own words, and what is shown of a look-up: what was sent, and what changed."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone
from lxml import html as lxml_html

from claims.models import Lookup, LookupRun
from tests import factories

HTMX = {"HX-Request": "true"}


@pytest.fixture
def reader(cast, client):
    client.force_login(cast.reviewer)
    return client


@pytest.fixture
def claim(revision):
    return factories.make_claim(revision)


def _ask(reader, claim, htmx=True, **data):
    return reader.post(reverse("claims:lookup-ask", args=[claim.pk]), data, headers=HTMX if htmx else {})


def _words(answer):
    return " ".join(lxml_html.fromstring(answer.content.decode()).text_content().split())


def _run(lookup, number, keys, **fields):
    hits = [{"key": key, "title": key, "url": "", "published_at": None} for key in keys]
    return LookupRun.objects.create(
        lookup=lookup, number=number, query=lookup.query, hits=hits, retrieved_at=timezone.now(), **fields
    )


def test_asked_in_ones_own_words(reader, cast, claim):
    words = _words(_ask(reader, claim, provider="library", query="harbour  closed", as_of="2026-05-01"))
    lookup = Lookup.objects.get()
    assert (lookup.query, lookup.typed, lookup.asked_by, lookup.as_of, lookup.state) == (
        "harbour closed", True, cast.reviewer, date(2026, 5, 1), "queued",
    )  # fmt: skip
    assert "Queued" in words
    assert "harbour closed" in words


def test_who_only_knows_names_of_sources_is_not_offered(reader, claim, settings):
    settings.SERVICES = {**settings.SERVICES, "wikidata": {"on": True}}
    address = f"{claim.revision.article.get_absolute_url()}?claim={claim.pk}"
    page = lxml_html.fromstring(reader.get(address, headers=HTMX).content.decode())
    offered = page.xpath("//select[@id='ask-provider']/option/@value")
    assert "library" in offered
    assert "wikidata" not in offered
    assert _ask(reader, claim, provider="wikidata", query="harbour").status_code == 422


@pytest.mark.parametrize(
    "data",
    [
        {"provider": "library", "query": " "},
        {"provider": "nobody", "query": "harbour"},
        {"provider": "library", "query": "harbour", "as_of": "soon"},
    ],
)
def test_what_cannot_be_asked_is_told_with_the_words_kept(reader, claim, data):
    answer = _ask(reader, claim, **data)
    page = lxml_html.fromstring(answer.content.decode())
    assert answer.status_code == 422
    assert page.xpath('//p[@role="alert"]')
    assert page.xpath("//details[@id='lookup-ask']/@open")
    if data["query"].strip():
        assert page.xpath("//textarea/text()")[0].strip() == data["query"]
    assert not Lookup.objects.exists()


def test_without_htmx_the_refusal_is_told_on_the_claims_page(reader, claim):
    answer = reader.post(
        reverse("claims:lookup-ask", args=[claim.pk]), {"provider": "library", "query": ""}, follow=True
    )
    assert "Say what to look for." in _words(answer)


def test_what_was_sent_and_what_changed_is_shown(reader, claim):
    lookup = factories.make_lookup(claim, query="harbour closed")
    sent = [{"method": "GET", "url": "https://example.org/api", "params": {"q": "harbour"}}]
    _run(lookup, 1, ["a", "b"])
    _run(lookup, 2, ["b", "c", "d"], request=sent, response_sha256="f" * 64, note="Cut at a word.")
    words = _words(reader.get(reverse("claims:lookup-list", args=[claim.pk]), headers=HTMX))
    assert "Since it was asked before: 2 new passages, 1 no longer found." in words
    assert "GET https://example.org/api q=harbour" in words
    assert "f" * 64 in words
    assert "Cut at a word." in words


def test_the_same_again_says_so(reader, claim):
    lookup = factories.make_lookup(claim)
    for number in (1, 2):
        _run(lookup, number, ["a"])
    words = _words(reader.get(reverse("claims:lookup-list", args=[claim.pk]), headers=HTMX))
    assert "The same passages as when it was asked before." in words


def test_earlier_checks_stand_apart_from_passages(reader, cast, claim):
    passage = factories.make_evidence(claim)
    for title, fields in {
        "Judged here": {"kind": "ruling"},
        "Checked there": {"kind": "fact_check", "rating_as_given": "Mostly so"},
    }.items():
        document = factories.make_document(cast.project, title, **fields)
        factories.make_evidence(claim, document, quote=document.text[:20])
    words = _words(reader.get(f"{claim.revision.article.get_absolute_url()}?claim={claim.pk}", headers=HTMX))
    places = [
        words.index(text)
        for text in (
            passage.quote, "Already checked?", "Judged here before", "Judged here",
            "Published by others, rated in their words", "Checked there", "Mostly so",
        )
    ]  # fmt: skip
    assert places == sorted(places)


class TestQuotation:
    """The quoted words beside the passage that comes nearest."""

    def _panel(self, reader, claim):
        return reader.get(f"{claim.revision.article.get_absolute_url()}?claim={claim.pk}", headers=HTMX)

    def _quoting(self, cast, said, document):
        article = factories.make_article(cast.project, text=f"“{said},” the mayor said.")
        claim = factories.make_claim(article.latest(), f"“{said},”", speech="direct")
        mayor = factories.make_source(cast.project, "the mayor", kind="person")
        factories.make_attribution(claim, mayor)
        text = factories.make_document(cast.project, text=document)
        factories.make_evidence(claim, text, quote=document)
        return claim

    def test_changed_words_are_marked_in_both(self, reader, cast):
        said, truth = (
            "We will close the old bridge in June 😀",
            "“We will close the old bridge in July 😀,” the mayor said.",
        )
        claim = self._quoting(cast, said, truth)
        page = lxml_html.fromstring(self._panel(reader, claim).content.decode())
        assert "words altered" in " ".join(page.text_content().split())
        marked = [mark.text for mark in page.xpath("//mark[starts-with(@class, 'step-changed')]")]
        assert marked == ["June", "July"]

    def test_the_same_words_are_word_for_word(self, reader, cast):
        said = "We will close the old bridge in June"
        claim = self._quoting(cast, said, f"“{said},” the mayor said.")
        assert "word for word" in _words(self._panel(reader, claim))

    def test_somebody_elses_words(self, reader, cast):
        said = "We will close the old bridge in June"
        claim = self._quoting(cast, said, f"“{said},” Anna Gray said.")
        assert "said there by Anna Gray" in _words(self._panel(reader, claim))

    def test_nothing_to_compare_with(self, reader, cast):
        article = factories.make_article(cast.project, text="“We will close it,” the mayor said.")
        claim = factories.make_claim(article.latest(), "“We will close it,”", speech="direct")
        words = _words(self._panel(reader, claim))
        assert "There is no passage to compare with yet." in words
