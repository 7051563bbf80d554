"""Collections, feeds, fact-checks, archived copies and evidence over the API."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from claims import tasks
from claims.models import Capture, Collection, Document, Subscription
from tests import factories
from tests.pipeline.collecting import open_collection, read


@pytest.fixture
def started(monkeypatch):
    calls = []
    monkeypatch.setattr(tasks, "start", lambda kind, ids: calls.append((kind.__name__, [str(pk) for pk in ids])))
    return calls


@pytest.fixture
def ids(cast):
    row = open_collection(cast, "documents_jsonl", b'{"text": "One."}\n{')
    read(row)
    document = factories.make_document(cast.project, url="https://a.example/1")
    feed = Subscription.objects.create(project=cast.project, kind="documents_feed", url="https://a.example/feed")
    return {
        "collection": row.pk,
        "document": document.pk,
        "capture": factories.make_capture(document).pk,
        "check": factories.make_fact_check(cast.project).pk,
        "feed": feed.pk,
    }


READS = [
    "collections", "collections/{collection}", "subscriptions", "fact-checks", "fact-checks/{check}",
    "captures/{capture}", "captures/{capture}/warc", "documents/{document}/captures",
]  # fmt: skip
WRITES = [
    ("post", "collections/{collection}/retry", {}, 200),
    ("post", "collections/{collection}/cancel", {}, 200),
    ("patch", "subscriptions/{feed}", {"active": False}, 200),
    ("patch", "fact-checks/{check}", {"trashed": True}, 200),
    ("post", "captures/{capture}/retry", {}, 200),
    ("post", "captures/{capture}/cancel", {}, 200),
    ("post", "documents/{document}/captures", {}, 202),
    ("post", "documents/{document}/same-story", {"document": None}, 200),
]  # fmt: skip
CREATES = [
    ("collections", {"project": "city-desk", "kind": "documents_feed", "url": "https://a.example/f"}, 202),
    ("subscriptions", {"project": "city-desk", "kind": "documents_feed", "url": "https://a.example/g"}, 201),
]


@pytest.mark.parametrize("path", READS)
def test_reads(cast, api, ids, started, path):
    address = path.format(**ids)
    assert api(cast.viewer).get(address).status_code == 200
    assert api(None).get(address).status_code == 401
    strange = api(cast.outsider).get(address)
    assert strange.status_code == 404 or strange.json()["results"] == []


@pytest.mark.parametrize(("method", "path", "body", "status"), WRITES)
def test_writes(cast, api, ids, started, method, path, body, status):
    address = path.format(**ids)
    assert getattr(api(cast.viewer), method)(address, body).status_code == 403
    assert getattr(api(cast.outsider), method)(address, body).status_code == 404
    assert getattr(api(None), method)(address, body).status_code == 401
    assert started == []
    assert getattr(api(cast.reviewer), method)(address, body).status_code == status


@pytest.mark.parametrize(("path", "body", "status"), CREATES)
def test_creates(cast, api, started, path, body, status):
    assert api(cast.viewer).post(path, body).status_code == 403
    assert api(cast.outsider).post(path, body).status_code == 404
    assert api(cast.reviewer).post(path, body).status_code == status


def test_a_file_is_handed_in_and_told_of(cast, started):
    client = Client()
    client.force_login(cast.reviewer)
    file = SimpleUploadedFile("many.jsonl", b'{"text": "One."}\n{')
    form = {"project": "city-desk", "kind": "documents_jsonl", "file": file}
    answer = client.post("/api/v1/collections", form)
    row = Collection.objects.get()
    assert answer.status_code == 202
    assert answer["Location"].endswith(f"/api/v1/collections/{row.pk}")
    assert started == [("Collection", [str(row.pk)])]
    read(row)
    told = client.get(answer["Location"]).json()
    assert [told[name] for name in ("state", "total", "done", "added", "refused_count")] == [
        "succeeded",
        2,
        2,
        1,
        1,
    ]
    assert told["refused"][0]["number"] == 2


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"kind": "documents_feed"}, "one of the two"),
        ({"kind": "everything", "url": "https://a.example"}, "not a valid choice"),
        ({"kind": "documents_feed", "url": "ftp://a.example"}, "must begin with http"),
    ],
)
def test_nonsense_is_refused(cast, api, started, body, words):
    answer = api(cast.reviewer).post("collections", {"project": "city-desk", **body})
    assert answer.status_code == 400
    assert words in answer.json()["detail"]


def test_only_feeds_are_subscribed_and_ended(cast, api, started, ids):
    wrong = {"project": "city-desk", "kind": "documents_zip", "url": "https://a.example/g"}
    assert api(cast.reviewer).post("subscriptions", wrong).status_code == 400
    address = f"/api/v1/subscriptions/{ids['feed']}"
    assert api(cast.viewer).client.delete(address).status_code == 403
    assert api(cast.reviewer).client.delete(address).status_code == 204
    assert not Subscription.objects.filter(deleted_at=None).exists()


def test_lists_cost_the_same_for_many(cast, api, ids, started):

    door = api(cast.viewer)
    document = Document.objects.get(pk=ids["document"])
    paths = ["collections", "fact-checks", "subscriptions", f"documents/{document.pk}/captures"]

    def counts():
        found = []
        for path in paths:
            with CaptureQueriesContext(connection) as seen:
                assert door.get(path).status_code == 200
            found.append(len(seen))
        return found

    before = counts()
    for number in range(10):
        factories.make_fact_check(cast.project, f"Claim {number}")
        factories.make_capture(document)
        Collection.objects.create(project=cast.project, kind="documents_feed", url=f"https://a.example/{number}")
        Subscription.objects.create(project=cast.project, kind="documents_feed", url=f"https://a.example/{number}")
    assert counts() == before


class TestEvidence:
    """A passage with its selector, its pages and its copy."""

    TEXT = "Prices rose.\n\nFood rose faster.\n\nPrices rose."

    @pytest.fixture
    def claim(self, revision):
        return factories.make_claim(revision)

    def test_a_passage_is_placed_and_its_page_copied(self, cast, api, claim, started):
        document = factories.make_document(
            cast.project, text=self.TEXT, url="https://a.example/", page_starts=[0, 14]
        )
        body = {"document": str(document.pk), "quote": "Prices rose.", "prefix": "faster.", "stance": "supports"}
        made = api(cast.reviewer).post(f"claims/{claim.pk}/evidence", body).json()
        start = self.TEXT.rindex("Prices")
        assert (made["start"], made["locator"]) == (start, "p. 2")
        assert started == [("Capture", [str(Capture.objects.get().pk)])]
        told = api(cast.viewer).get(f"evidence/{made['id']}").json()
        assert told["selector"] == [
            {"type": "TextQuoteSelector", "exact": "Prices rose.", "prefix": self.TEXT[start - 32 : start]},
            {"type": "TextPositionSelector", "start": start, "end": start + 12},
        ]
        changed = api(cast.reviewer).patch(f"evidence/{made['id']}", {"locator": "page 7"}).json()
        assert changed["locator"] == "page 7"

    def test_a_place_that_is_not_known_has_no_position(self, cast, api, claim, started):
        document = factories.make_document(cast.project)
        row = claim.evidence.create(document=document, quote="Something near it.")
        told = api(cast.viewer).get(f"evidence/{row.pk}").json()
        assert told["selector"] == [{"type": "TextQuoteSelector", "exact": "Something near it."}]

    def test_copies_of_one_story_are_joined(self, cast, api, started):
        one, two = (factories.make_document(cast.project, title) for title in ("One", "Two"))
        told = api(cast.reviewer).post(f"documents/{two.pk}/same-story", {"document": str(one.pk)}).json()
        assert told["same_story_as"] == str(one.pk)
        again = api(cast.reviewer).post(f"documents/{one.pk}/same-story", {"document": str(two.pk)})
        assert again.status_code == 400

    def test_a_document_without_an_address_has_no_copy(self, cast, api, started):
        document = factories.make_document(cast.project)
        answer = api(cast.reviewer).post(f"documents/{document.pk}/captures")
        assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, "url")
