"""The library's pages: bringing in, feeds, fact-checks, quoting by hand, marked texts."""

from __future__ import annotations

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from lxml import html as lxml_html

from claims import tasks
from claims.models import Collection, Document, Evidence, FactCheck, Subscription
from claims.pipeline import collect
from tests import factories
from tests.extraction.files import pdf
from tests.pipeline.collecting import open_collection, read


@pytest.fixture
def started(monkeypatch):
    """What was handed to workers: (kind of work, ids)."""
    calls = []
    monkeypatch.setattr(tasks, "start", lambda kind, ids: calls.append((kind.__name__, [str(pk) for pk in ids])))
    return calls


@pytest.fixture
def reader(cast, client, started):
    client.force_login(cast.reviewer)
    return client


def _words(answer):
    tree = lxml_html.fromstring(answer.content.decode())
    return " ".join(tree.xpath("//main")[0].text_content().split())


def _url(name, *args):
    return reverse(f"claims:{name}", args=args)


class TestBringingIn:
    """The form for many, and a collection's page."""

    def test_a_file_is_handed_to_a_worker(self, cast, reader, started):
        upload = SimpleUploadedFile("many.jsonl", b'{"text": "One."}\n{"text": "One."}\n{')
        answer = reader.post(_url("collection-new"), {"kind": "documents_jsonl", "upload": upload})
        row = Collection.objects.get()
        assert answer["Location"] == _url("collection-detail", row.pk)
        assert started == [("Collection", [str(row.pk)])]
        assert (row.created_by, row.project) == (cast.reviewer, cast.project)
        assert "Waiting for a worker" in _words(reader.get(answer["Location"]))
        read(row)
        words = _words(reader.get(answer["Location"]))
        assert "3 of 3 dealt with Added1 Here before1 Refused1" in words
        assert "3 This line cannot be read" in words
        page = reader.get(answer["Location"]).content.decode()
        assert _url("document-detail", Document.objects.get().pk) in page
        assert "hx-trigger" not in page.split('id="collection"')[1].split(">")[0], "it has ended: no more asking"

    def test_a_feed_read_again_is_a_subscription(self, cast, reader, started):
        form = {"kind": "documents_feed", "url": "https://paper.example/feed", "every": "60"}
        reader.post(_url("collection-new"), form)
        feed = Subscription.objects.get()
        assert (feed.every, feed.url, feed.created_by) == (60, form["url"], cast.reviewer)
        assert started == [("Collection", [str(Collection.objects.get().pk)])]
        words = _words(reader.get(_url("collection-list")))
        assert "https://paper.example/feed" in words
        assert "every 60 minutes" in words

    @pytest.mark.parametrize(
        ("form", "words"),
        [
            ({}, "Choose what is brought in."),
            ({"kind": "everything"}, "Select a valid choice"),
            ({"kind": "documents_jsonl", "url": "https://a.example"}, "Choose a file first."),
            ({"kind": "documents_feed"}, "Give the address."),
            ({"kind": "documents_feed", "url": "nonsense"}, "This is not a web address"),
            ({"kind": "fact_checks_page", "url": "ftp://a.example"}, "not a web address"),
            ({"kind": "documents_feed", "url": "https://a.example", "every": "7"}, "Select a valid choice"),
        ],
    )
    def test_what_is_missing_is_said(self, reader, form, words):
        answer = reader.post(_url("collection-new"), form)
        assert answer.status_code == 422
        assert words in _words(answer)
        assert not Collection.objects.exists()

    def test_a_failure_says_why_and_can_be_tried_again(self, cast, reader, started):
        row = open_collection(cast, "documents_zip", b"no zip", name="a.zip")
        read(row)
        words = _words(reader.get(_url("collection-detail", row.pk)))
        assert "This is no zip archive" in words
        assert "Try again" in words
        reader.post(_url("collection-retry", row.pk))
        row.refresh_from_db()
        assert (row.state, started) == ("queued", [("Collection", [str(row.pk)])])
        reader.post(_url("collection-cancel", row.pk))
        row.refresh_from_db()
        assert row.state == "cancelled"

    def test_feeds_are_paused_read_and_removed(self, cast, reader, started):
        feed = collect.subscribe(
            project=cast.project, by=cast.reviewer, kind="documents_feed", url="https://a.example/"
        )
        url = _url("subscription-change", feed.pk)
        reader.post(url, {"act": "pause"})
        assert "paused" in _words(reader.get(_url("collection-list")))
        reader.post(url, {"act": "resume"})
        assert Subscription.objects.get().active
        assert reader.post(url, {"act": "read"})["Location"] == _url(
            "collection-detail", Collection.objects.get().pk
        )
        assert reader.post(url, {"act": "dance"}).status_code == 404
        reader.post(url, {"act": "delete"})
        assert not Subscription.objects.kept().exists()

    def test_a_pdf_is_read_in_the_background(self, reader, started):
        upload = SimpleUploadedFile("paper.pdf", pdf(["Page one."]), content_type="application/pdf")
        answer = reader.post(_url("document-new"), {"title": "My paper", "upload": upload})
        row = Collection.objects.get()
        assert (answer["Location"], row.filename) == (_url("collection-detail", row.pk), "paper.pdf")
        read(row)
        assert Document.objects.get().title == "My paper"

    def test_a_scan_is_refused_in_words(self, reader, started):
        upload = SimpleUploadedFile("scan.pdf", pdf([], []), content_type="application/pdf")
        reader.post(_url("document-new"), {"upload": upload})
        row = Collection.objects.get()
        read(row)
        assert "pictures of pages and no text" in _words(reader.get(_url("collection-detail", row.pk)))


class TestFactChecks:
    """What others published, apart from our own verdicts."""

    def test_they_are_listed_searched_trashed_and_restored(self, cast, reader):
        raw = {"itemReviewed": {"appearance": {"url": "https://clips.example/9"}}}
        first = factories.make_fact_check(cast.project, rating_value=1.0, best_rating=5.0, raw=raw)
        factories.make_fact_check(cast.project, "Milk is poison", publisher="Other Desk", rating_as_given="Nope")
        both = _words(reader.get(_url("fact-check-list")))
        assert "The bridge fell on Friday" in both
        assert "Pants on fire" in both
        for asked in ("bridges", "check desk", "pants"):
            found = _words(reader.get(_url("fact-check-list"), {"q": asked}))
            assert ("The bridge fell" in found, "Milk" in found) == (True, False), asked
        assert "Nothing found" in _words(reader.get(_url("fact-check-list"), {"q": "zebra \0 (&|!"}))
        detail = _words(reader.get(_url("fact-check-detail", first.pk)))
        assert "1 on their scale from ? to 5" in detail
        assert "https://clips.example/9" in detail
        reader.post(_url("fact-check-trash", first.pk))
        assert "The bridge fell" not in _words(reader.get(_url("fact-check-list")))
        assert "The bridge fell" in _words(reader.get(_url("fact-check-list"), {"show": "trash"}))
        assert "is in the trash" in _words(reader.get(_url("fact-check-detail", first.pk)))
        reader.post(_url("fact-check-trash", first.pk), {"restore": "1"})
        assert FactCheck.objects.kept().count() == 2

    def test_a_link_that_is_no_link_is_none(self, cast, reader):
        row = factories.make_fact_check(cast.project, raw={"itemReviewed": {"appearance": "javascript:alert(1)"}})
        assert "javascript:" not in reader.get(_url("fact-check-detail", row.pk)).content.decode()


class TestQuoting:
    """Evidence by hand."""

    @pytest.fixture
    def claim(self, revision):
        return factories.make_claim(revision)

    def test_an_address_is_fetched_then_quoted(self, cast, reader, started, claim):
        answer = reader.post(_url("evidence-address", claim.pk), {"url": "https://a.example/story"})
        row = Collection.objects.get()
        assert answer["Location"] == f"{_url('collection-detail', row.pk)}?claim={claim.pk}"
        assert started == [("Collection", [str(row.pk)])]
        document = factories.make_document(cast.project, url="https://a.example/story")
        again = reader.post(_url("evidence-address", claim.pk), {"url": "https://a.example/story"})
        assert again["Location"] == f"{_url('document-detail', document.pk)}?claim={claim.pk}"
        page = reader.get(again["Location"]).content.decode()
        assert _url("evidence-quote", document.pk) in page
        form = {"claim": claim.pk, "quote": "Food rose faster.", "stance": "refutes", "directness": "primary"}
        assert reader.post(_url("evidence-quote", document.pk), form)["Location"] == claim.get_absolute_url()
        row = Evidence.objects.get()
        assert (row.quote, row.stance, row.directness, row.added_by) == (
            "Food rose faster.", "refutes", "primary", cast.reviewer,
        )  # fmt: skip
        assert started[-1] == ("Capture", [str(document.captures.get().pk)])

    @pytest.mark.parametrize("url", ["", "nonsense", "ftp://a.example", "javascript:alert(1)"])
    def test_what_is_no_address_is_refused(self, reader, claim, url):
        answer = reader.post(_url("evidence-address", claim.pk), {"url": url}, follow=True)
        assert "This is not a web address" in answer.content.decode()
        assert not Collection.objects.exists()

    def test_words_that_are_not_there_are_refused(self, cast, reader, claim):
        document = factories.make_document(cast.project)
        form = {"claim": claim.pk, "quote": "Something else."}
        answer = reader.post(_url("evidence-quote", document.pk), form, follow=True)
        assert "do not stand in the document" in answer.content.decode()
        assert not Evidence.objects.exists()

    def test_a_claim_of_a_stranger_is_not_quoted_for(self, cast, reader):
        away = factories.make_project(by=cast.outsider, slug="away")
        claim = factories.make_claim(factories.make_article(away).latest())
        document = factories.make_document(cast.project)
        form = {"claim": claim.pk, "quote": "Food rose faster."}
        assert reader.post(_url("evidence-quote", document.pk), form).status_code == 404
        assert (
            claim.text not in reader.get(_url("document-detail", document.pk), {"claim": claim.pk}).content.decode()
        )

    def test_the_panel_names_what_the_rule_lacks(self, cast, reader, claim):
        document = factories.make_document(cast.project, url="https://a.example/", page_starts=[0, 44])
        factories.make_evidence(claim, document, "Food rose faster.", stance="refutes")
        url = f"{claim.revision.article.get_absolute_url()}?claim={claim.pk}"
        words = _words(reader.get(url))
        assert "The desk's rule: There is no primary source, and 1 in all count as 1 independent source." in words
        assert "p. 2" in words

    def test_the_place_is_edited_and_stories_joined(self, cast, reader, claim):
        one, two = (factories.make_document(cast.project, title) for title in ("One", "Two"))
        rows = [factories.make_evidence(claim, document, stance="supports") for document in (one, two)]
        reader.post(_url("evidence-locate", rows[0].pk), {"locator": "page 7"})
        rows[0].refresh_from_db()
        assert rows[0].locator == "page 7"
        panel = reader.post(
            _url("story-join", two.pk), {"other": one.pk, "evidence": rows[1].pk},
            headers={"HX-Request": "true"},
        )  # fmt: skip
        assert "counts as one with “One”" in " ".join(panel.content.decode().split())
        reader.post(_url("story-join", two.pk), {"apart": "1"})
        two.refresh_from_db()
        assert two.same_story_as is None


class TestQueries:
    """The same number for one row and for many."""

    def _count(self, reader, url):
        reader.get(url)
        with CaptureQueriesContext(connection) as seen:
            assert reader.get(url).status_code == 200
        return len(seen)

    def test_lists(self, cast, reader):
        def grow(numbers):
            for number in numbers:
                url = f"https://a.example/{number}"
                factories.make_fact_check(cast.project, f"Claim {number}")
                collect.subscribe(project=cast.project, by=cast.reviewer, kind="documents_feed", url=url)
                read(open_collection(cast, "documents_jsonl", json.dumps({"text": f"Text {number}."}).encode()))

        urls = [_url("fact-check-list"), _url("collection-list"), _url("document-list")]
        grow(range(2))
        before = [self._count(reader, url) for url in urls]
        grow(range(2, 14))
        assert [self._count(reader, url) for url in urls] == before
        assert max(before) <= 12

    def test_a_collection_and_a_document(self, cast, reader, revision):
        row = open_collection(cast, "documents_jsonl", b"\n".join(b'{"text": "T%d."}' % n for n in range(25)))
        read(row)
        url = _url("collection-detail", row.pk)
        small = open_collection(cast, "documents_jsonl", b'{"text": "Only one."}')
        read(small)
        assert self._count(reader, url) == self._count(reader, _url("collection-detail", small.pk))
        document = Document.objects.first()
        page = _url("document-detail", document.pk)
        factories.make_evidence(factories.make_claim(revision), document)
        factories.make_capture(document)
        before = self._count(reader, page)
        for _ in range(9):
            factories.make_evidence(factories.make_claim(revision), document)
            factories.make_capture(document)
        assert self._count(reader, page) == before
