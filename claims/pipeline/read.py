"""Read what was handed in as a file or an address, so that a person can look at it before it is frozen."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from claims.extraction import Extracted, Unreadable, read
from claims.models import Event, Intake, Project
from claims.providers.errors import FetchError
from claims.providers.http import Limits, fetch

if TYPE_CHECKING:
    from claims.models import User


@transaction.atomic
def open_intake(
    *,
    project: Project,
    by: User | None,
    url: str = "",
    upload: UploadedFile[Any] | None = None,
    accept_unseen: bool = False,
) -> Intake:
    """Queue the reading of a file or an address; give one of the two."""
    intake = Intake.objects.create(
        project=project,
        created_by=by,
        url=url,
        upload=upload or "",
        filename=(upload.name or "")[:255] if upload else "",
        content_type=(upload.content_type or "")[:120] if upload else "",
        accept_unseen=accept_unseen,
    )
    Event.objects.record("intake.opened", intake, project_id=project.pk, by=by, url=url)
    return intake


def read_intake(*, intake_id: Any) -> Intake | None:
    """Fetch and extract; the row then holds the text or says why there is none.

    None where the row was taken by another worker or cancelled. Safe to call twice.
    """
    if not Intake.objects.claim(intake_id):
        return None
    intake = Intake.objects.get(pk=intake_id)
    try:
        Intake.objects.succeed(intake.pk, **_fields(_extract(intake)))
    except (Unreadable, FetchError) as error:
        Intake.objects.fail(intake.pk, str(error))
    except Exception as error:
        Intake.objects.stumble(intake.pk, error)
        raise
    intake.refresh_from_db()
    return intake


def _extract(intake: Intake) -> Extracted:
    if intake.upload:
        with intake.upload.open("rb") as file:
            data = file.read(settings.ARTICLE_MAX_BYTES + 1)
        return read(data, filename=intake.filename, content_type=intake.content_type)
    return read_address(intake.url)


def read_bytes(data: bytes, *, filename: str = "") -> Extracted:
    """Extract from a file's bytes; raises Unreadable."""
    return read(data, filename=filename)


def read_address(url: str) -> Extracted:
    """Fetch a web address and extract its article; raises FetchError or Unreadable."""
    response = fetch(
        url,
        headers={"user-agent": settings.CONTACT, "accept": "text/html,application/xhtml+xml,*/*;q=0.5"},
        limits=Limits(total=settings.FETCH_TIMEOUT_SECONDS, max_bytes=settings.ARTICLE_MAX_BYTES),
        allow_private=frozenset(settings.FETCH_ALLOW_PRIVATE),
    )
    if response.status != HTTPStatus.OK:
        raise Unreadable(_refusal(response.status))
    return read(response.body, content_type=response.content_type, url=response.final_url)


def _refusal(status: int) -> str:
    """What a status other than 200 means for the person who gave the address."""
    if status in (HTTPStatus.NOT_FOUND, HTTPStatus.GONE):
        return _("There is no page at this address (the server answered %(status)d).") % {"status": status}
    if status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.PAYMENT_REQUIRED, HTTPStatus.FORBIDDEN):
        message = _("The server does not let us read this page (it answered %(status)d). Paste its text instead.")
        return message % {"status": status}
    message = _("The server answered %(status)d instead of the page. Try again, or paste its text.")
    return message % {"status": status}


def _fields(extracted: Extracted) -> dict[str, Any]:
    return {
        "text": extracted.text,
        "title": extracted.title[:300],
        "byline": extracted.byline[:200],
        "publisher": extracted.publisher[:200],
        "published_at": extracted.published_at,
        "language": extracted.language[:12],
        "notes": list(extracted.notes),
        "extractor": extracted.extractor,
        "extractor_version": extracted.extractor_version,
    }
