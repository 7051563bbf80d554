"""Archived pages as WARC files, written and read."""

import gzip
import io
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from warcio.archiveiterator import ArchiveIterator

from claims.formats.warc import Damaged, Page, read_warc, write_warc

PAGE = Page(
    url="https://a.example/path?q=1",
    status=200,
    headers=(("Content-Type", "text/html; charset=utf-8"), ("Content-Encoding", "gzip"), ("Content-Length", "7"),
             ("Set-Cookie", "a=1"), ("Set-Cookie", "b=2\r\nEvil: 1")),
    body="<p>Grüße 🍵</p>".encode(),
    at=datetime(2024, 5, 3, 10, 0, 7, tzinfo=UTC),
)  # fmt: skip


def _written(page=PAGE, **given):
    how = {
        "sent": {"user-agent": "desk (a@b.example)"},
        "asked": page.url,
        "text": "",
        "software": "workbench",
        **given,
    }
    return write_warc(page, **how)


def _records(data):
    records = []
    for record in ArchiveIterator(io.BytesIO(data)):
        body = record.content_stream().read()
        records.append((record.rec_type, record, body))
    return records


def test_what_is_written_is_read_back():
    page = read_warc(io.BytesIO(_written()), most=1000)
    assert (page.url, page.status, page.body, page.at) == (PAGE.url, 200, PAGE.body, PAGE.at)
    assert page.content_type == "text/html; charset=utf-8"


def test_the_file_holds_request_and_response_and_the_text():
    records = _records(_written(asked="https://short.example/x", text="Grüße."))
    assert [kind for kind, *_ in records] == ["warcinfo", "response", "request", "metadata", "conversion"]
    _, response, body = records[1]
    assert response.rec_headers.get_header("WARC-Date") == "2024-05-03T10:00:07Z"
    assert response.http_headers.get_header("X-Archive-Orig-Content-Encoding") == "gzip"
    assert response.http_headers.get_header("Content-Encoding") is None
    assert response.http_headers.get_header("Content-Length") == str(len(body))
    assert [value for name, value in response.http_headers.headers if name == "Set-Cookie"] == [
        "a=1",
        "b=2 Evil: 1",
    ]
    _, request, _ = records[2]
    assert (request.http_headers.protocol, request.http_headers.statusline) == ("GET", "/path?q=1 HTTP/1.1")
    assert request.http_headers.get_header("Host") == "a.example"
    assert request.http_headers.get_header("User-Agent") == "desk (a@b.example)"
    assert records[3][2] == b"via: https://short.example/x\r\n"
    assert records[4][2].decode() == "Grüße."
    identity = response.rec_headers.get_header("WARC-Record-ID")
    assert records[4][1].rec_headers.get_header("WARC-Refers-To") == identity
    assert request.rec_headers.get_header("WARC-Concurrent-To") == identity


def test_its_digests_are_right():
    data = _written(text="Words.")
    for record in ArchiveIterator(io.BytesIO(data), check_digests="raise"):
        record.content_stream().read()


@pytest.mark.parametrize("status", [404, 299])
def test_any_status_is_kept(status):
    assert read_warc(io.BytesIO(_written(replace(PAGE, status=status))), most=1000).status == status


@pytest.mark.parametrize(
    "data",
    [b"", b"words", gzip.compress(b"words", mtime=0), _written()[:100]],
    ids=["empty", "words", "zipped words", "cut"],
)
def test_what_is_no_archive_is_damaged(data):
    with pytest.raises(Damaged):
        read_warc(io.BytesIO(data), most=1000)


def test_a_page_may_be_too_large_to_show():
    with pytest.raises(Damaged, match="larger"):
        read_warc(io.BytesIO(_written()), most=5)
