"""Copies of pages: kept with their hashes, or a reason; nothing is left of what was cancelled."""

from __future__ import annotations

import gzip
import hashlib
from pathlib import Path

import pytest

from claims.formats.warc import Damaged
from claims.models import Capture, Event
from claims.pipeline import capture as stage
from tests import factories
from tests.extraction.files import PAGE
from tests.pipeline import web as web_pages


@pytest.fixture(scope="module")
def _server():
    with web_pages.serving() as web:
        yield web


@pytest.fixture
def web(_server, settings):
    settings.FETCH_ALLOW_PRIVATE = [_server.host]
    _server.pages.clear()
    _server.asked.clear()
    return _server


def _ask(cast, url):
    return stage.keep_copy(document=factories.make_document(cast.project, url=url), by=cast.reviewer)


def _run(row):
    wait = stage.run_capture(capture_id=row.pk)
    row.refresh_from_db()
    return wait


def _files(settings):
    return [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


def test_a_page_is_kept_with_its_hashes_and_its_text(cast, web):
    web.pages |= {
        "/short": (301, "text/html", b"", {"Location": "/story"}),
        "/story": (200, "text/html; charset=utf-8", gzip.compress(PAGE.encode()), {"Content-Encoding": "gzip"}),
    }
    row = _ask(cast, web.url("/short"))
    assert Event.objects.filter(verb="capture.asked", target_id=row.pk, by_id=cast.reviewer.pk).exists()
    assert _run(row) == 0
    assert (row.state, row.error, row.http_status) == ("succeeded", "", 200)
    assert (row.url, row.final_url) == (web.url("/short"), web.url("/story"))
    assert row.captured_at
    assert "ferry company" in row.text
    data = row.file.read()
    assert (row.size, row.sha256) == (len(data), hashlib.sha256(data).hexdigest())
    assert row.body_sha256 == hashlib.sha256(PAGE.encode()).hexdigest()
    page = stage.archived_page(capture=row)
    assert (page.body, page.content_type, page.url) == (PAGE.encode(), row.content_type, row.final_url)


def test_a_picture_is_kept_without_a_text(cast, web):
    web.pages["/p.png"] = (200, "image/png", b"\x89PNG\r\n\x1a\n")
    row = _ask(cast, web.url("/p.png"))
    _run(row)
    assert (row.state, row.text, row.content_type) == ("succeeded", "", "image/png")


@pytest.mark.parametrize(("status", "why"), [(404, "answered 404"), (403, "answered 403"), (500, "answered 500")])
def test_no_copy_is_kept_of_an_error_page(cast, web, settings, status, why):
    web.pages["/x"] = (status, "text/html", b"<p>No.</p>")
    row = _ask(cast, web.url("/x"))
    assert _run(row) == 0
    assert (row.state, row.http_status, why in row.error) == ("failed", status, True)
    assert _files(settings) == []


@pytest.mark.parametrize("path", ["/inside", "/redirect"])
def test_private_addresses_are_not_fetched(cast, web, settings, path):
    web.pages["/redirect"] = (302, "text/html", b"", {"Location": "http://169.254.169.254/latest/meta-data/"})
    if path == "/inside":
        settings.FETCH_ALLOW_PRIVATE = []
    row = _ask(cast, web.url(path))
    assert _run(row) == 0
    assert (row.state, "private" in row.error) == ("failed", True)
    assert _files(settings) == []


def test_what_may_pass_is_tried_three_times(cast, monkeypatch):
    row = _ask(cast, "http://nobody.invalid/")
    waits = []
    for _ in range(4):
        waits.append(_run(row))
        Capture.objects.filter(pk=row.pk).update(due_at=None)
    assert waits == [30, 60, 0, 0]
    assert (row.state, row.attempts, "no server named" in row.error) == ("failed", 3, True)


def test_cancelled_on_the_way_nothing_is_left(cast, web, settings, monkeypatch):
    web.pages["/story"] = PAGE
    row = _ask(cast, web.url("/story"))
    write = stage.write_warc

    def cancelling(*args, **given):
        Capture.objects.filter(pk=row.pk).cancel()
        return write(*args, **given)

    monkeypatch.setattr(stage, "write_warc", cancelling)
    _run(row)
    assert (row.state, row.file.name) == ("cancelled", "")
    assert _files(settings) == []


def test_one_copy_at_a_time(cast, web):
    web.pages["/story"] = PAGE
    first = _ask(cast, web.url("/story"))
    assert stage.keep_copy(document=first.document, by=cast.editor) == first
    _run(first)
    again = stage.keep_copy(document=first.document, by=cast.editor)
    assert again != first
    assert stage.run_capture(capture_id=first.pk) == 0
    assert web.asked == ["/story"]


@pytest.mark.parametrize("url", ["", "/articles/1/"])
def test_without_an_address_there_is_nothing_to_copy(cast, url):
    with pytest.raises(stage.Refused, match="no web address"):
        _ask(cast, url)


def test_a_file_that_has_gone_is_damaged(cast, web):
    web.pages["/story"] = PAGE
    row = _ask(cast, web.url("/story"))
    _run(row)
    row.file.storage.delete(row.file.name)
    with pytest.raises(Damaged, match="no longer in the storage"):
        stage.archived_page(capture=row)


def test_what_nobody_foresaw_is_said_and_raised(cast, web, monkeypatch):
    web.pages["/story"] = PAGE
    row = _ask(cast, web.url("/story"))
    monkeypatch.setattr(stage, "write_warc", lambda *a, **k: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        stage.run_capture(capture_id=row.pk)
    row.refresh_from_db()
    assert (row.state, "ZeroDivisionError" in row.error) == ("failed", True)
