"""Desk, lists and library: what they show, and that they cost the same for one row and for many."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from lxml import html as lxml_html

from claims.models import Document, Intake, Lookup, Split
from claims.pipeline.library import add_document
from tests import factories, filled

HTMX = {"HX-Request": "true", "HX-Target": "panel"}


@pytest.fixture
def reader(cast, client):
    client.force_login(cast.reviewer)
    return client


def _words(answer):
    tree = lxml_html.fromstring(answer.content.decode())
    return " ".join(tree.xpath("//main")[0].text_content().split())


def _queries(reader, url, **headers):
    reader.get(url, headers=headers)  # what a process asks only once is asked now
    with CaptureQueriesContext(connection) as seen:
        assert reader.get(url, headers=headers).status_code == 200
    return len(seen)


class TestQueries:
    """The same number for five claims and for sixty; at most twenty for the workbench."""

    @pytest.fixture
    def article(self, cast):
        return filled.filled_article(cast, claims=5)

    def _grow(self, cast, article):
        revision = article.latest()
        claims = [factories.make_claim(revision) for _ in range(55)]
        for claim in claims[:10]:
            filled.fill_claim(cast, claim)
        for claim in claims[10:]:
            factories.make_attribution(claim)

    def _compare(self, reader, urls, grow, most=20):
        before = {key: _queries(reader, url, **headers) for key, (url, headers) in urls.items()}
        grow()
        after = {key: _queries(reader, url, **headers) for key, (url, headers) in urls.items()}
        assert after == before
        assert max(after.values()) <= most, after

    def test_the_workbench(self, cast, reader, article):
        page, first = article.get_absolute_url(), article.latest().claims.order_by("number")[0]
        in_hand = f"{page}?claim={first.pk}"
        progress = reverse("claims:split-progress", args=[article.pk])
        urls = {"page": (page, {}), "claim": (in_hand, {}), "panel": (in_hand, HTMX), "progress": (progress, HTMX)}
        self._compare(reader, urls, lambda: self._grow(cast, article), most=30)

    def test_the_claim_in_hand_with_much_evidence(self, cast, reader, article):
        claim = article.latest().claims.order_by("number")[0]
        url = f"{article.get_absolute_url()}?claim={claim.pk}"

        def grow():
            for number in range(20):
                factories.make_evidence(claim)
                factories.make_lookup(claim, f"provider-{number}")
                factories.make_verdict(claim, factories.make_user())

        self._compare(reader, {"claim": (url, {}), "panel": (url, HTMX)}, grow, most=30)

    def test_the_lists(self, cast, reader, article):
        urls = {
            name: (reverse(f"claims:{name}"), {}) for name in ("desk", "article-list", "job-list", "document-list")
        }

        def grow():
            for number in range(12):
                other = filled.filled_article(cast, text=f"{factories.TEXT} {number}")
                add_document(project=cast.project, by=None, title="D", text=f"Document {number}.")
                Split.objects.filter(revision__article=other).update(state="failed", error="No.")
                Intake.objects.create(project=cast.project, url="https://example.org/", state="failed", error="No.")

        self._compare(reader, urls, grow)

    def test_a_document_set_against_many_claims(self, cast, reader, article):
        document = factories.make_document(cast.project)
        claims = list(article.latest().claims.all())
        factories.make_evidence(claims[0], document)
        url = reverse("claims:document-detail", args=[document.pk])
        self._compare(
            reader, {"page": (url, {})}, lambda: [factories.make_evidence(one, document) for one in claims[1:]]
        )


class TestDesk:
    """The next thing to do."""

    def test_nothing_yet(self, reader):
        assert "The desk is empty." in _words(reader.get("/"))

    def test_somebody_without_a_project(self, cast, client):
        client.force_login(cast.outsider)
        assert "You are not in a project yet." in _words(client.get("/"))

    def test_the_claim_most_worth_checking_comes_first(self, cast, reader, revision):
        factories.make_claim(revision, "Prices rise", worthiness=0.2)
        best = factories.make_claim(revision, "The mayor denied", worthiness=0.9, reasons=["a figure"])
        factories.make_attribution(best, cue="denied")
        words = _words(reader.get("/"))
        assert "The mayor denied the statistics office in Prices rise a figure Judge this claim" in words
        assert "2 open claims wait for your verdict" in words
        factories.make_verdict(best, cast.reviewer)
        assert "1 open claim waits for your verdict" in _words(reader.get("/"))

    def test_what_is_in_the_trash_waits_for_nobody(self, cast, reader, revision):
        claim = factories.make_claim(revision)
        disputed = factories.make_claim(revision, "The mayor denied", state="disputed")
        assert "An editor1 disputed claim" in _words(reader.get("/"))
        article = revision.article
        article.deleted_at = timezone.now()
        article.save()
        words = _words(reader.get("/"))
        assert claim.text not in words
        assert "disputed" not in words
        assert disputed.state == "disputed"

    def test_what_failed_says_why(self, reader, revision):
        claim = factories.make_claim(revision)
        factories.make_lookup(claim, state="failed", error="The key is not known.", finished_at=timezone.now())
        assert "The key is not known." in _words(reader.get("/"))

    def test_a_viewer_is_offered_nothing_to_do(self, cast, client, revision):
        factories.make_claim(revision)
        client.force_login(cast.viewer)
        words = _words(client.get("/"))
        assert "Judge this claim" not in words
        assert "Put in an article" not in words


class TestJobs:
    """What runs, what failed and why."""

    def _rows(self, answer):
        return len(lxml_html.fromstring(answer.content.decode()).xpath("//tbody/tr"))

    def test_every_kind_is_listed_with_its_reason(self, cast, reader, article):
        claim = factories.make_claim(article.latest())
        factories.make_lookup(claim, state="failed", error="The key is not known.")
        Intake.objects.create(project=cast.project, url="https://example.org/", state="failed", error="No page.")
        Split.objects.filter(revision__article=article).update(state="failed", error="Too long.")
        words = _words(reader.get("/jobs/?show=failed"))
        for reason in ("The key is not known.", "No page.", "Too long."):
            assert reason in words
        assert self._rows(reader.get("/jobs/?show=unfinished")) == 0

    def test_the_pages_keep_the_filter(self, cast, reader, article):
        claim = factories.make_claim(article.latest())
        for number in range(60):
            factories.make_lookup(claim, f"p{number}", state="failed", error="No.")
        factories.make_lookup(claim, "running", state="running")
        first = reader.get("/jobs/?show=failed")
        following = lxml_html.fromstring(first.content.decode()).xpath('//a[@rel="next"]/@href')[0]
        assert (self._rows(first), self._rows(reader.get(f"/jobs/{following}"))) == (50, 10)

    def test_all_failed_are_asked_again_and_all_queued_cancelled(self, cast, reader, article):
        claim = factories.make_claim(article.latest())
        for number in range(3):
            factories.make_lookup(claim, f"p{number}", state="failed", error="No.")
        elsewhere = factories.make_article(factories.make_project(by=cast.outsider)).latest()
        other = factories.make_lookup(factories.make_claim(elsewhere), state="failed", error="No.")
        assert "3 jobs begin again." in _words_all(reader.post("/jobs/retry/", follow=True))
        assert Lookup.objects.filter(state="queued").count() == 3
        assert "3 jobs were cancelled." in _words_all(reader.post("/jobs/cancel/", follow=True))
        other.refresh_from_db()
        assert other.state == "failed"


def _words_all(answer):
    return " ".join(lxml_html.fromstring(answer.content.decode()).text_content().split())


class TestLibrary:
    """Adding a document."""

    def _add(self, reader, **fields):
        return reader.post(reverse("claims:document-new"), fields)

    def test_by_its_text(self, reader):
        answer = self._add(reader, title="Prices", text="Prices rose.\r\nFood too.", publisher="Office")
        document = Document.objects.get()
        assert answer["Location"] == reverse("claims:document-detail", args=[document.pk])
        assert (document.title, document.text, document.publisher) == (
            "Prices",
            "Prices rose.\nFood too.",
            "Office",
        )
        assert "Prices rose." in _words(reader.get(answer["Location"]))

    def test_by_a_file_that_says_more_of_itself_than_the_form(self, reader):
        page = (
            "<html><head><title>Bridge</title><meta property='og:site_name' content='" + "G" * 300 + "'></head>"
            "<body><article><p>" + "The bridge opens in June, they said. " * 20 + "</p></article></body></html>"
        )
        upload = SimpleUploadedFile("bridge.html", page.encode(), content_type="text/html")
        assert self._add(reader, upload=upload).status_code == 302
        document = Document.objects.get()
        assert (document.title, len(document.publisher)) == ("Bridge", 200)

    @pytest.mark.parametrize(
        ("fields", "words"),
        [
            ({}, "Paste the text of the document here"),
            ({"text": " "}, "Paste the text of the document here"),
            ({"text": "\u200b"}, "There is no text to check."),
            ({"text": "Words.", "url": "nonsense"}, "Enter a valid URL."),
            ({"upload": SimpleUploadedFile("a.pdf", b"\x89PNG\r\n\x1a\n")}, "This is a PNG image"),
        ],
    )
    def test_what_is_wrong_is_said_and_the_rest_is_kept(self, reader, fields, words):
        answer = self._add(reader, title="My <title>", **fields)
        assert answer.status_code == 422
        tree = lxml_html.fromstring(answer.content.decode())
        assert [words in one.text_content() for one in tree.xpath('//p[@class="errors"]')] == [True]
        assert tree.xpath('//input[@name="title"]/@value') == ["My <title>"]
        assert not Document.objects.exists()
