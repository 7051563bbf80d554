"""Archived copies are shown offline, in a frame where nothing runs and nothing is loaded."""

from __future__ import annotations

import pytest
from django.urls import reverse

from claims import tasks
from claims.models import Capture, WaybackSave
from claims.pipeline import wayback
from tests import factories

EVIL = b'<script>alert(1)</script><img src="https://evil.example/x"><p>Gr\xfc\xdfe</p>'


@pytest.fixture
def started(monkeypatch):
    calls = []
    monkeypatch.setattr(tasks, "start", lambda kind, ids: calls.append((kind.__name__, [str(pk) for pk in ids])))
    return calls


@pytest.fixture
def reader(cast, client, started):
    client.force_login(cast.reviewer)
    return client


@pytest.fixture
def document(cast):
    return factories.make_document(cast.project, url="https://a.example/story")


def _url(name, row):
    return reverse(f"claims:{name}", args=[row.pk])


def _policy(answer):
    parts = (part.strip().partition(" ") for part in answer["Content-Security-Policy"].split(";"))
    return {name: value for name, _, value in parts}


def test_the_frame_is_sandboxed_and_its_page_has_a_policy_of_its_own(reader, document):
    row = factories.make_capture(document, EVIL, "text/html; charset=iso-8859-1")
    page = reader.get(_url("capture-detail", row)).content.decode()
    assert "<iframe" in page
    assert "sandbox\n" in page or "sandbox " in page
    assert "allow-" not in page
    assert _url("capture-page", row) in page
    assert row.sha256 in page
    answer = reader.get(_url("capture-page", row))
    policy = _policy(answer)
    assert policy["default-src"] == "'none'"
    assert policy["sandbox"] == "", "no exception: no script, no origin, no forms"
    assert policy["img-src"] == policy["style-src"] == "data:"
    assert policy["frame-ancestors"] == "'self'"
    assert {"script-src", "connect-src", "frame-src"} & policy.keys() == set(), "the default, which is none, holds"
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "no-referrer"
    words = answer.content.decode()
    assert "Grüße" in words
    assert "script" not in words
    assert "evil.example" not in words


def test_the_file_is_taken_away_whole(reader, document):
    row = factories.make_capture(document)
    answer = reader.get(_url("capture-file", row))
    with row.file.open("rb") as file:
        assert answer.content == file.read()
    assert answer["Content-Disposition"].startswith("attachment;")
    assert ".warc.gz" in answer["Content-Disposition"]


def test_what_is_no_page_is_not_shown_in_a_frame(reader, document):
    row = factories.make_capture(document, b"%PDF-1.4", "application/pdf")
    assert "<iframe" not in reader.get(_url("capture-detail", row)).content.decode()
    assert reader.get(_url("capture-page", row)).status_code == 404


def test_a_copy_that_was_not_kept_shows_why_and_has_no_file(reader, document, started):
    row = Capture.objects.create(
        document=document, url=document.url, state="failed", error="The server is <b>down</b>."
    )
    assert "The server is &lt;b&gt;down" in reader.get(_url("capture-detail", row)).content.decode()
    assert "The server is &lt;b&gt;down" in reader.get(_url("document-detail", document)).content.decode()
    assert reader.get(_url("capture-page", row)).status_code == 404
    assert reader.get(_url("capture-file", row)).status_code == 404
    reader.post(_url("capture-retry", row))
    assert started == [("Capture", [str(row.pk)])]
    reader.post(_url("capture-cancel", row))
    row.refresh_from_db()
    assert row.state == "cancelled"


def test_a_file_that_has_gone_says_so(reader, document):
    row = factories.make_capture(document)
    row.file.storage.delete(row.file.name)
    answer = reader.get(_url("capture-page", row))
    assert answer.status_code == 410
    assert "sandbox" in answer["Content-Security-Policy"]
    assert reader.get(_url("capture-file", row)).status_code == 404


def test_a_copy_by_hand(cast, reader, document, started):
    reader.post(_url("capture-ask", document))
    row = Capture.objects.get()
    assert (row.asked_by, started) == (cast.reviewer, [("Capture", [str(row.pk)])])
    bare = factories.make_document(cast.project)
    assert "no web address" in reader.post(_url("capture-ask", bare), follow=True).content.decode()


class TestWayback:
    """Asked for is never shown as archived."""

    @pytest.fixture
    def page(self, reader, document):
        return lambda: " ".join(reader.get(_url("document-detail", document)).content.decode().split())

    def test_the_button_is_there_only_where_it_is_set_up(self, reader, document, page, settings, started):
        settings.SERVICES = {}
        assert "Ask the Wayback Machine" not in page()
        reader.post(_url("wayback-ask", document))
        assert not WaybackSave.objects.exists()
        settings.SERVICES = {"wayback": {"on": None, "key": "a:b", "urls": ()}}
        assert "Ask the Wayback Machine" in page()
        reader.post(_url("wayback-ask", document))
        assert started == [("WaybackSave", [str(WaybackSave.objects.get().pk)])]

    @pytest.mark.parametrize(
        ("fields", "words"),
        [
            ({"state": "queued"}, "about to be asked"),
            ({"state": "queued", "job": "1"}, "asked for, not archived yet"),
            ({"state": "running", "job": "1"}, "asked for, not archived yet"),
            ({"state": "failed", "error": "Blocked."}, "not archived"),
            ({"state": "cancelled", "job": "1"}, "cancelled"),
        ],
    )
    def test_each_state_has_its_words(self, document, page, fields, words):
        assert wayback.service() is None
        WaybackSave.objects.create(document=document, url=document.url, **fields)
        shown = page()
        assert words in shown
        assert "Archived in the Wayback Machine" not in shown

    def test_archived_it_leads_there(self, document, page):
        copy = "https://web.archive.org/web/20240503121500/https://a.example/story"
        WaybackSave.objects.create(document=document, url=document.url, state="succeeded", archived_url=copy)
        assert f'href="{copy}"' in page()
