"""A file over HTTP that goes on where it broke off: RFC 9110, sections 13 and 14."""

from __future__ import annotations

import hashlib
from io import BytesIO
from typing import Any

import pytest
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from claims.interchange import ranged

pytestmark = pytest.mark.django_db  # an answer that is closed looks after the connections
DATA = bytes(range(256)) * 4
SHA = hashlib.sha256(DATA).hexdigest()
TAG = f'"{SHA}"'


def asked(data: bytes = DATA, method: str = "get", **headers: str) -> tuple[Any, bytes, BytesIO]:
    """The answer, its body, and the file."""
    request = getattr(RequestFactory(), method)("/", headers=headers)
    file = BytesIO(data)
    told = {"name": "a.jsonl", "media_type": "application/jsonl"}
    answer: Any = ranged.answer(request, file, size=len(data), sha256=SHA, **told)
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    answer.close()
    return answer, body, file


def test_without_a_range_all_of_it_comes_and_says_that_parts_can_be_asked_for() -> None:
    answer, body, file = asked()
    assert (answer.status_code, body, file.closed) == (200, DATA, True)
    assert (answer["ETag"], answer["Accept-Ranges"], answer["Content-Length"]) == (TAG, "bytes", "1024")
    assert answer["Content-Disposition"] == 'attachment; filename="a.jsonl"'


@pytest.mark.parametrize(
    ("given", "start", "stop"),
    [
        ("bytes=0-0", 0, 1),
        ("bytes=1000-", 1000, 1024),
        ("bytes=10-19", 10, 20),
        ("bytes=1023-99999", 1023, 1024),
        ("bytes=-24", 1000, 1024),
        ("bytes=-99999", 0, 1024),
        ("BYTES=5-6", 5, 7),
    ],
)
def test_a_range_gives_that_part(given: str, start: int, stop: int) -> None:
    answer, body, file = asked(Range=given)
    assert (answer.status_code, body, file.closed) == (206, DATA[start:stop], True)
    assert answer["Content-Range"] == f"bytes {start}-{stop - 1}/1024"
    assert (answer["Content-Length"], answer["ETag"]) == (str(stop - start), TAG)


@pytest.mark.parametrize("given", ["bytes=1024-", "bytes=5000-6000", "bytes=-0"])
def test_a_range_behind_the_end_is_refused_with_the_size(given: str) -> None:
    answer, body, file = asked(Range=given)
    assert (answer.status_code, body, file.closed) == (416, b"", True)
    assert answer["Content-Range"] == "bytes */1024"


@pytest.mark.parametrize(
    "given", ["bytes=", "bytes=-", "bytes=9-3", "bytes=0-1,4-5", "items=0-1", "bytes=a-b", "bytes=١-٢", "0-1"]
)
def test_what_is_no_range_that_we_know_gives_all(given: str) -> None:
    request = RequestFactory().get("/", HTTP_RANGE=given)
    told = {"size": len(DATA), "sha256": SHA, "name": "a", "media_type": "text/csv"}
    answer: Any = ranged.answer(request, BytesIO(DATA), **told)
    assert (answer.status_code, b"".join(answer.streaming_content)) == (200, DATA)


def test_a_part_comes_only_of_the_same_file() -> None:
    same, part, _file = asked(Range="bytes=1000-", **{"If-Range": TAG})
    assert (same.status_code, part) == (206, DATA[1000:])
    for other in ('"another"', f"W/{TAG}", "Wed, 21 Oct 2026 07:28:00 GMT"):
        whole, body, _file = asked(Range="bytes=1000-", **{"If-Range": other})
        assert (whole.status_code, body) == (200, DATA)


def test_who_has_it_gets_nothing_and_head_gets_the_size() -> None:
    answer, body, file = asked(**{"If-None-Match": TAG}, Range="bytes=0-1")
    assert (answer.status_code, body, file.closed, answer["ETag"]) == (304, b"", True, TAG)
    head, _body, _file = asked(method="head", Range="bytes=0-1")
    assert (head.status_code, head["Content-Length"]) == (200, "1024")


@given(data=st.binary(max_size=300), cut=st.integers(0, 300))
def test_what_was_there_and_what_comes_after_are_the_file(data: bytes, cut: int) -> None:
    answer, rest, _file = asked(data, Range=f"bytes={cut}-")
    assert answer.status_code == (206 if cut < len(data) else 416)
    if answer.status_code == 206:
        assert data[:cut] + rest == data
