"""Ask the Wayback Machine to keep a page. Asked for is not archived: only an address in the archive is."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from claims.models import Document, Event, WaybackSave, WorkState
from claims.models.work import MOST_ATTEMPTS
from claims.providers.base import ProviderError
from claims.providers.polite import Client
from claims.providers.registry import Switch, services
from claims.providers.wayback import Wayback
from claims.providers.wayback_save import SaveJob, SaveState

if TYPE_CHECKING:
    from claims.models import User

ASK_AGAIN_AFTER = 15.0
LONGEST = timedelta(hours=2)


class Refused(Exception):
    """A copy cannot be asked for; the message says why."""


def service() -> Wayback | None:
    """The archive, where this installation is set up to save pages in it."""
    client = Client(contact=settings.CONTACT, allow_private=frozenset(settings.FETCH_ALLOW_PRIVATE))
    switches = {slug: Switch(**how) for slug, how in settings.SERVICES.items()}
    found = (one for one in services(switches, client) if isinstance(one, Wayback) and one.key and one.health().ok)
    return next(found, None)


@transaction.atomic
def ask_save(*, document: Document, by: User) -> WaybackSave:
    """Queue the asking; where one has not ended, that one. Raises Refused."""
    if service() is None:
        raise Refused(_("Saving in the Wayback Machine is not set up here."))
    if not document.url.startswith(("http://", "https://")):
        raise Refused(_("This document has no web address to save."))
    Document.objects.select_for_update().only("pk").get(pk=document.pk)
    waiting: WaybackSave | None = WaybackSave.objects.filter(document=document).unfinished().first()
    if waiting:
        return waiting
    row = WaybackSave.objects.create(document=document, url=document.url, asked_by=by)
    Event.objects.record("wayback.asked", row, project_id=document.project_id, by=by, url=document.url)
    return row


def run_save(*, save_id: Any) -> float:
    """Ask for the copy, or whether it is there; answers after how many seconds to come again, 0 for not.

    Safe to call twice: a copy that has been asked for is asked after, not asked for again.
    """
    if not WaybackSave.objects.claim(save_id):
        return 0
    row = WaybackSave.objects.get(pk=save_id)
    archive = service()
    if archive is None:
        WaybackSave.objects.fail(row.pk, _("Saving in the Wayback Machine is no longer set up here."))
        return 0
    try:
        return _go_on(row, archive.save_status(row.job) if row.job else archive.save(row.url))
    except ProviderError as error:
        return _put_off(row, error)
    except Exception as error:
        WaybackSave.objects.stumble(row.pk, error)
        raise


def _go_on(row: WaybackSave, job: SaveJob) -> float:
    rows = WaybackSave.objects.filter(pk=row.pk)
    if job.state == SaveState.ARCHIVED:
        WaybackSave.objects.succeed(row.pk, archived_url=job.capture_url[:2100])
        return 0
    if job.state == SaveState.FAILED:
        rows.touch(job="")  # asked for anew where somebody tries again
        WaybackSave.objects.fail(row.pk, job.message)
        return 0
    rows.touch(job=job.job_id[:200])
    if timezone.now() - row.queued_at > LONGEST:
        rows.touch(job="")
        WaybackSave.objects.fail(row.pk, _("The archive has not said for two hours whether it saved the page."))
        return 0
    WaybackSave.objects.postpone(row.pk, "", ASK_AGAIN_AFTER)
    rows.filter(state=WorkState.QUEUED).update(attempts=0)
    return ASK_AGAIN_AFTER


def _put_off(row: WaybackSave, error: ProviderError) -> float:
    wait = error.retry_after or ASK_AGAIN_AFTER * 2**row.attempts
    if error.retryable and row.attempts < MOST_ATTEMPTS and WaybackSave.objects.postpone(row.pk, str(error), wait):
        return wait
    WaybackSave.objects.fail(row.pk, str(error))
    return 0
