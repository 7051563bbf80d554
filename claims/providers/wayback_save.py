"""Save Page Now 2: what its answers mean. Asked for is not archived: only a finished job is.

Format: the public documentation of SPN2; a capture is asked for with POST /save, a job's state with
GET /save/status/<job>.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from claims.providers.answers import string
from claims.providers.markup import readable

_REPLAY = "https://web.archive.org/web"
_REASONS = {
    "blocked": "The site blocks the archive.",
    "blocked-url": "The archive does not save this address.",
    "robots-txt": "The site asks the archive not to save this page.",
    "not-found": "There is no such page (404).",
    "no-access": "The page may be read by those who are let in only.",
    "unauthorized": "The page demands a login.",
    "invalid-url-syntax": "That is not an address that can be saved.",
    "invalid-host-resolution": "There is no server of that name.",
    "filesize-limit": "The page is larger than the archive takes.",
    "too-many-redirects": "The page redirects without end.",
    "read-timeout": "The site did not answer the archive in time.",
    "gateway-timeout": "The site did not answer the archive in time.",
    "service-unavailable": "The site is down.",
    "too-many-requests": "The site lets the archive in no oftener for now.",
    "too-many-daily-captures": "This page has been saved too often today.",
    "user-session-limit": "Too many pages are being saved for this key at once.",
}


class SaveState(StrEnum):
    """How far a capture is that somebody asked for."""

    SUBMITTED = "submitted"
    PENDING = "pending"
    ARCHIVED = "archived"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class SaveJob:
    """A capture that was asked for. ``capture_url`` and ``captured_at`` are set only when it is archived.

    ``message`` says in words why it failed or what it waits for; ``code`` is the archive's own.
    """

    job_id: str
    state: SaveState
    message: str = ""
    code: str = ""
    capture_url: str = ""
    captured_at: datetime | None = None


def submitted(answer: dict[str, Any]) -> SaveJob:
    """What the archive says to a request; without a job's number nothing will be saved."""
    job_id, message = string(answer, "job_id"), readable(string(answer, "message"))[:300]
    if string(answer, "status") == "error" or not job_id:
        return _failed(answer, job_id)
    return SaveJob(job_id, SaveState.SUBMITTED, message)


def status(answer: dict[str, Any], job_id: str) -> SaveJob:
    """How far a job is. A success that does not say what was saved when is still pending to us."""
    state = string(answer, "status")
    if state == "error":
        return _failed(answer, job_id)
    address, at = string(answer, "original_url"), moment(string(answer, "timestamp"))
    if state == "success" and address and at is not None:
        url = f"{_REPLAY}/{string(answer, 'timestamp')}/{address}"
        return SaveJob(job_id, SaveState.ARCHIVED, capture_url=url, captured_at=at)
    return SaveJob(job_id, SaveState.PENDING, readable(string(answer, "message"))[:300])


def moment(timestamp: str) -> datetime | None:
    """The moment of a 14-digit timestamp (``20240503121500``, in UTC); None for what is none."""
    if len(timestamp) != 14 or not (timestamp.isascii() and timestamp.isdigit()):
        return None
    try:
        return datetime.strptime(timestamp, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return None


def _failed(answer: dict[str, Any], job_id: str) -> SaveJob:
    code = string(answer, "status_ext").removeprefix("error:")
    own = readable(string(answer, "message"))[:300]
    words = _REASONS.get(code) or own or "The archive did not say why it saved nothing."
    return SaveJob(job_id, SaveState.FAILED, words, code)
