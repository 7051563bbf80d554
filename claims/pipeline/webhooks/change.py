"""Make, change, pause, resume and remove webhooks. Who tells which address of what is on record."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from claims.models import Delivery, Event, HookEvent, Project, Webhook
from claims.providers.errors import BadAddressError, FetchError, PrivateAddressError
from claims.providers.http import refuse_inside

if TYPE_CHECKING:
    from claims.models import User

MOST_HOOKS = 20
LONGEST_ADDRESS = 2000


class Refused(ValidationError):
    """The webhook cannot be like that; the message says why, by field."""


@transaction.atomic
def make_webhook(*, project: Project, url: str, events: Iterable[str], by: User) -> Webhook:
    """Tell an address of these events from now on. Raises Refused by field."""
    address, kinds = _checked(url, events)
    Project.objects.select_for_update(no_key=True).only("pk").get(pk=project.pk)
    if Webhook.objects.filter(project=project, removed_at=None).count() >= MOST_HOOKS:
        raise Refused({"url": _("A project has %(n)d webhooks at most: remove one first.") % {"n": MOST_HOOKS}})
    row = Webhook.objects.create(project=project, url=address, events=kinds, created_by=by)
    return _recorded("webhook.made", row, by)


@transaction.atomic
def change_webhook(
    *, webhook: Webhook, by: User, url: str | None = None, events: Iterable[str] | None = None
) -> Webhook:
    """Give it another address or other events; None leaves either. Raises Refused by field."""
    row = _locked(webhook)
    address, kinds = _checked(row.url if url is None else url, row.events if events is None else events)
    if (address, kinds) == (row.url, row.events):
        return row
    row.url, row.events = address, kinds
    row.save(update_fields=["url", "events"])
    return _recorded("webhook.changed", row, by)


@transaction.atomic
def pause(*, webhook: Webhook, by: User | None, why: str = "") -> Webhook:
    """Send nothing there and note nothing for it, until it is resumed; what waits then goes out."""
    row = _locked(webhook)
    if row.paused_at is None:
        row.paused_at, row.paused_because = timezone.now(), why
        row.save(update_fields=["paused_at", "paused_because"])
        _recorded("webhook.paused", row, by)
    return row


@transaction.atomic
def resume(*, webhook: Webhook, by: User) -> Webhook:
    """Tell it again of what happens from now on; what waits is sent at once."""
    row = _locked(webhook)
    if row.paused_at is not None:
        row.paused_at, row.paused_because = None, ""
        row.save(update_fields=["paused_at", "paused_because"])
        Delivery.objects.filter(webhook=row, state="queued").update(due_at=None)
        _recorded("webhook.resumed", row, by)
    return row


@transaction.atomic
def remove(*, webhook: Webhook, by: User) -> None:
    """Tell it nothing more; what waits is cancelled, the log of what was sent goes after its time."""
    row = _locked(webhook)
    row.removed_at = timezone.now()
    row.save(update_fields=["removed_at"])
    Delivery.objects.filter(webhook=row).cancel()
    _recorded("webhook.removed", row, by)


def _locked(webhook: Webhook) -> Webhook:
    row = Webhook.objects.select_for_update(no_key=True).filter(pk=webhook.pk, removed_at=None).first()
    if row is None:
        raise Refused(_("This webhook was removed meanwhile."))
    return row


def _recorded(verb: str, row: Webhook, by: User | None) -> Webhook:
    """The trail is told the host alone: the rest of an address may hold a password."""
    host = urlsplit(row.url).hostname or ""
    Event.objects.record(verb, row, project_id=row.project_id, by=by, host=host, events=row.events)
    return row


def _checked(url: str, events: Iterable[str]) -> tuple[str, list[str]]:
    """The address as it is kept, and the events in one order, each once. Raises Refused."""
    wrong: dict[str, str] = {}
    address, asked = url.strip(), set(events)
    kinds = [kind for kind in HookEvent.values if kind in asked]
    if why := _why_not(address):
        wrong["url"] = why
    if not kinds or asked - set(kinds):
        wrong["events"] = _("Choose at least one of: %(kinds)s.") % {"kinds": ", ".join(HookEvent.values)}
    if wrong:
        raise Refused(wrong)
    return address, kinds


def _why_not(address: str) -> str:
    """Why nothing is sent to the address. A name that leads nowhere today is let pass; sending it says so."""
    if not address.startswith(("http://", "https://")):
        return _("Give an address that begins with https:// or http://.")
    if len(address) > LONGEST_ADDRESS or any(sign.isspace() or not sign.isprintable() for sign in address):
        return _("That is not a web address.")
    try:
        refuse_inside(address, allow_private=frozenset(settings.FETCH_ALLOW_PRIVATE))
    except PrivateAddressError:
        return _(
            "This address leads into a private network. Nothing is sent there unless whoever runs this installation"
            " names it in FETCH_ALLOW_PRIVATE."
        )
    except BadAddressError as error:
        return str(error)
    except FetchError:
        return ""
    return ""
