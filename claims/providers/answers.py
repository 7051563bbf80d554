"""What a status means to the person who waits; JSON that can be stored; text without markup."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from html.parser import HTMLParser
from typing import Any

from claims.providers.base import ProviderError
from claims.providers.errors import OutageError, RefusedError, SlowDownError
from claims.providers.http import Response

_LONGEST_WAIT = 86_400.0
_DAY = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})(?!\d\d?-)")


def retry_after(value: str | None, *, now: datetime | None = None) -> float | None:
    """Seconds to wait by a Retry-After header (seconds or an HTTP date), 0 to a day; None if unreadable."""
    text = (value or "").strip()
    if text.isascii() and text.isdigit():
        return min(float(text[:12]), _LONGEST_WAIT)
    try:
        when = parsedate_to_datetime(text)
    except (TypeError, ValueError):
        return None
    if when.tzinfo is None:
        when = when.replace(tzinfo=UTC)
    seconds = (when - (now or datetime.now(UTC))).total_seconds()
    return min(max(seconds, 0.0), _LONGEST_WAIT)


def require_service(response: Response, *, service: str, refused: str = "") -> Response:
    """The response if it is a success; else raises in the words of a service with a key.

    ``refused`` takes the place of the words about the key where the service has none.
    """
    status = response.status
    wait = retry_after(response.headers.get("retry-after"))
    if 200 <= status < 300:
        return response
    if status in {401, 403}:
        words = refused or f"{service} refused the key. Ask the person who runs this installation to check it."
        raise RefusedError(f"{words} (Status {status}.)")
    if status == 429:
        raise SlowDownError(f"{service} asks us to slow down: the quota is used up.", retry_after=wait)
    if status >= 500:
        message = f"{service} has a fault of its own at the moment (status {status})."
        raise OutageError(message, retry_after=wait)
    raise ProviderError(f"{service} did not accept the question (status {status}).", retryable=False)


def parse_json(body: bytes, *, service: str) -> Any:
    """Any JSON value, free of what PostgreSQL's jsonb refuses; raises OutageError for what is no JSON."""
    try:
        return _storable(json.loads(body, parse_constant=lambda _: None))
    except (ValueError, RecursionError) as error:
        what = "a web page" if body.lstrip()[:1] == b"<" else "something that is not JSON"
        raise OutageError(f"{service} answered with {what} instead of data.") from error


def parse_object(body: bytes, *, service: str) -> dict[str, Any]:
    """A JSON object as ``parse_json`` reads it; raises ProviderError for a value of another shape."""
    value = parse_json(body, service=service)
    if not isinstance(value, dict):
        raise ProviderError(f"{service} answered with data of another shape.", retryable=False)
    return value


def _storable(value: Any) -> Any:
    """The value without NUL and without halves of surrogate pairs, in keys and strings alike."""
    if isinstance(value, str):
        return value.replace("\0", "").encode("utf-8", "replace").decode("utf-8")
    if isinstance(value, list):
        return [_storable(item) for item in value]
    if isinstance(value, dict):
        return {_storable(key): _storable(item) for key, item in value.items()}
    return value


def dicts(value: Any) -> Iterator[dict[str, Any]]:
    """The objects in a list; nothing where it is no list."""
    if isinstance(value, list):
        yield from (item for item in value if isinstance(item, dict))


def child(value: Any, *path: str) -> dict[str, Any]:
    """The object at a path of keys; empty where something else is there."""
    for key in path:
        value = value.get(key) if isinstance(value, dict) else None
    return value if isinstance(value, dict) else {}


def string(value: dict[str, Any], key: str) -> str:
    """The string under a key without space around it; empty where something else is there."""
    text = value.get(key)
    return text.strip() if isinstance(text, str) else ""


def day(text: str) -> date | None:
    """The day that an ISO 8601 or compact time begins with (``2020-09-14T00:00:00Z``, ``20200914…``)."""
    found = _DAY.match(text.strip())
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None


class _Words(HTMLParser):
    """Gathers text, leaving out what no browser would show."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._hidden += tag in {"script", "style"}

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in {"script", "style"} and self._hidden > 0

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.parts.append(data)


def without_markup(html: str) -> str:
    """The text of a fragment of HTML on one line, for fields that a service documents as HTML."""
    parser = _Words()
    parser.feed(html)
    parser.close()
    return " ".join("".join(parser.parts).split())
