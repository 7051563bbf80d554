"""Keep copies of pages that became evidence: fetched, hashed, stored as WARC, with the text read from them."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from claims.extraction import Unreadable, read
from claims.formats.warc import Damaged, Page, read_warc, write_warc
from claims.models import Capture, Document, Event
from claims.models.work import MOST_ATTEMPTS
from claims.providers.errors import FetchError
from claims.providers.http import Limits, Response, fetch

if TYPE_CHECKING:
    from claims.models import User

MOST_BYTES = 20_000_000
AGAIN_AFTER = 30.0
SOFTWARE = "claim-workbench"


class Refused(Exception):
    """There is nothing to keep a copy of; the message says why."""


@transaction.atomic
def keep_copy(*, document: Document, by: User) -> Capture:
    """Queue a copy of what stands at the document's address now; where one has not ended, that one.

    Raises Refused for a document without a web address.
    """
    if not document.url.startswith(("http://", "https://")):
        raise Refused(_("This document has no web address to keep a copy of."))
    Document.objects.select_for_update().only("pk").get(pk=document.pk)
    waiting: Capture | None = Capture.objects.filter(document=document).unfinished().first()
    if waiting:
        return waiting
    capture = Capture.objects.create(document=document, url=document.url, asked_by=by)
    Event.objects.record("capture.asked", capture, project_id=document.project_id, by=by, url=document.url)
    return capture


def run_capture(*, capture_id: Any) -> float:
    """Fetch and keep; answers after how many seconds it is to be tried again, 0 for not.

    The row then has the file with its hashes, or says why there is none. Safe to call twice.
    """
    if not Capture.objects.claim(capture_id):
        return 0
    capture = Capture.objects.select_related("document").get(pk=capture_id)
    try:
        _keep(capture, *_fetched(capture.url))
    except FetchError as error:
        return _put_off(capture, error)
    except Refused as error:
        Capture.objects.fail(capture.pk, str(error))
    except Exception as error:
        Capture.objects.stumble(capture.pk, error)
        raise
    return 0


def archived_page(*, capture: Capture) -> Page:
    """The response as it was archived; raises Damaged."""
    try:
        with capture.file.open("rb") as file:
            return read_warc(file, most=MOST_BYTES)
    except (FileNotFoundError, ValueError) as error:
        raise Damaged(_("The file of this copy is no longer in the storage.")) from error


def _put_off(capture: Capture, error: FetchError) -> float:
    """Later again where the trouble may pass, at most three times in all."""
    wait = AGAIN_AFTER * capture.attempts
    if (
        error.retryable
        and capture.attempts < MOST_ATTEMPTS
        and Capture.objects.postpone(capture.pk, str(error), wait)
    ):
        return wait
    Capture.objects.fail(capture.pk, str(error))
    return 0


def _fetched(url: str) -> tuple[Response, dict[str, str]]:
    """The answer, and the headers that were sent."""
    sent = {
        "user-agent": settings.CONTACT,
        "accept": "text/html,application/xhtml+xml,*/*;q=0.8",
        "accept-encoding": "gzip, deflate",
    }
    response = fetch(
        url,
        headers=sent,
        limits=Limits(total=settings.FETCH_TIMEOUT_SECONDS, max_bytes=MOST_BYTES),
        allow_private=frozenset(settings.FETCH_ALLOW_PRIVATE),
    )
    return response, sent


def _keep(capture: Capture, response: Response, sent: dict[str, str]) -> None:
    """Store the copy; where the row was cancelled meanwhile nothing is left. Raises Refused for another status."""
    seen = {"http_status": response.status, "final_url": response.final_url[:2000]}
    Capture.objects.filter(pk=capture.pk).touch(**seen)
    if response.status != HTTPStatus.OK:
        said = _("The server answered %(status)d instead of the page, so no copy was kept.")
        raise Refused(said % {"status": response.status})
    at = timezone.now()
    page = Page(response.final_url, response.status, _headers(response), response.body, at)
    text = _text(response)
    data = write_warc(page, sent=sent, asked=capture.url, text=text, software=SOFTWARE)
    capture.file.save(f"{capture.pk}.warc.gz", ContentFile(data), save=False)
    kept = Capture.objects.succeed(
        capture.pk,
        file=capture.file.name,
        captured_at=at,
        content_type=response.content_type[:120],
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        body_sha256=hashlib.sha256(response.body).hexdigest(),
        text=text,
    )
    if not kept:
        capture.file.storage.delete(str(capture.file.name))


def _headers(response: Response) -> tuple[tuple[str, str], ...]:
    """The headers in order; several of one name stay several."""
    several = getattr(response.headers, "multi_items", response.headers.items)
    return tuple(several())


def _text(response: Response) -> str:
    """What can be read of it; "" for a picture or a page without an article."""
    with suppress(Unreadable):
        return read(response.body, content_type=response.content_type, url=response.final_url).text
    return ""
