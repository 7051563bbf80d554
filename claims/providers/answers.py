"""What a status means to the person who waits, and JSON that can be stored."""

import json
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from claims.providers.base import ProviderError
from claims.providers.http import Response

_LONGEST_WAIT = 86_400.0


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


def require_service(response: Response, *, service: str) -> Response:
    """The response if it is a success; else raises ProviderError in the words of a service with a key."""
    status = response.status
    wait = retry_after(response.headers.get("retry-after"))
    if 200 <= status < 300:
        return response
    if status in {401, 403}:
        message = f"{service} refused the key. Ask the person who runs this installation to check it."
        raise ProviderError(f"{message} (Status {status}.)", retryable=False)
    if status == 429:
        raise ProviderError(
            f"{service} asks us to slow down: the quota is used up.", retryable=True, retry_after=wait
        )
    if status >= 500:
        message = f"{service} has a fault of its own at the moment (status {status})."
        raise ProviderError(message, retryable=True, retry_after=wait)
    raise ProviderError(f"{service} did not accept the question (status {status}).", retryable=False)


def parse_object(body: bytes, *, service: str) -> dict[str, Any]:
    """A JSON object, free of what PostgreSQL's jsonb refuses; raises ProviderError for anything else."""
    try:
        value = json.loads(body, parse_constant=lambda _: None)
    except (ValueError, RecursionError) as error:
        what = "a web page" if body.lstrip()[:1] == b"<" else "something that is not JSON"
        raise ProviderError(f"{service} answered with {what} instead of data.", retryable=True) from error
    if not isinstance(value, dict):
        raise ProviderError(f"{service} answered with data of another shape.", retryable=False)
    storable: dict[str, Any] = _storable(value)
    return storable


def _storable(value: Any) -> Any:
    """The value without NUL and without halves of surrogate pairs, in keys and strings alike."""
    if isinstance(value, str):
        return value.replace("\0", "").encode("utf-8", "replace").decode("utf-8")
    if isinstance(value, list):
        return [_storable(item) for item in value]
    if isinstance(value, dict):
        return {_storable(key): _storable(item) for key, item in value.items()}
    return value
