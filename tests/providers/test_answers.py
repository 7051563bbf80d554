"""Statuses, Retry-After and JSON that can be stored."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.providers.answers import parse_object, require_service, retry_after
from claims.providers.base import ProviderError
from claims.providers.http import Response

NOW = datetime(2024, 5, 3, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        (None, None),
        ("", None),
        ("0", 0.0),
        (" 120 ", 120.0),
        ("99999999999999999999", 86_400.0),
        ("-5", None),
        ("soon", None),
        ("²", None),
        ("Fri, 03 May 2024 12:01:30 GMT", 90.0),
        ("Fri, 03 May 2024 12:01:30 -0000", 90.0),
        ("Fri, 03 May 2024 11:00:00 GMT", 0.0),
        ("Fri, 03 May 2034 11:00:00 GMT", 86_400.0),
        ("Fri, 99 May 2024 11:00:00 GMT", None),
    ],
)
def test_retry_after(value: str | None, seconds: float | None) -> None:
    assert retry_after(value, now=NOW) == seconds


@given(st.text())
def test_any_retry_after_is_read_or_passed_over(value: str) -> None:
    seconds = retry_after(value, now=NOW)
    assert seconds is None or 0 <= seconds <= 86_400


@pytest.mark.parametrize(
    ("status", "retryable", "words"),
    [
        (401, False, "Desk refused the key"),
        (403, False, "Desk refused the key"),
        (404, False, "did not accept the question"),
        (302, False, "did not accept the question"),
        (429, True, "quota is used up"),
        (500, True, "fault of its own"),
        (503, True, r"fault of its own at the moment \(status 503\)"),
    ],
)
def test_statuses_in_words(status: int, retryable: bool, words: str) -> None:
    response = Response(status, {"retry-after": "9"}, b"", "http://desk.example/", 0.1)
    with pytest.raises(ProviderError, match=words) as caught:
        require_service(response, service="Desk")
    assert caught.value.retryable is retryable
    assert caught.value.retry_after == (9.0 if retryable else None)


def test_success_is_handed_on() -> None:
    response = Response(204, {}, b"", "http://desk.example/", 0.1)
    assert require_service(response, service="Desk") is response


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters()),
    lambda children: st.lists(children) | st.dictionaries(st.text(st.characters()), children),
    max_leaves=20,
)


@given(st.dictionaries(st.text(st.characters()), json_values))
def test_objects_come_back_storable(value: dict[str, Any]) -> None:
    parsed = parse_object(json.dumps(value).encode(), service="Desk")
    stored = json.dumps(parsed, allow_nan=False, ensure_ascii=False).encode("utf-8")
    assert b"\\u0000" not in stored


@given(st.binary())
def test_any_bytes_are_an_object_or_a_provider_error(body: bytes) -> None:
    try:
        parsed = parse_object(body, service="Desk")
    except ProviderError as error:
        parsed = {"refused": str(error)}
    assert isinstance(parsed, dict)
    assert parsed.get("refused", "Desk answered with").startswith("Desk answered with")
