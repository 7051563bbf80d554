"""Digest: what a person has not read goes out by mail, one mail a person, over all their projects."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterable
from datetime import datetime, timedelta
from email.utils import parseaddr
from itertools import groupby
from smtplib import SMTPDataError, SMTPException, SMTPRecipientsRefused
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from claims.models import Digest, Notice, User

if TYPE_CHECKING:
    from django.core.mail.backends.base import BaseEmailBackend

log = logging.getLogger(__name__)

DAILY_AT = 7
"""The hour of the day, in the installation's time zone, at which daily digests are made up."""

LISTED = 100
"""Notices that a mail lists; the rest is counted."""

FOR_GOOD = 500
"""From this SMTP status on a refusal is for good."""


def missing() -> str:
    """Why no mail can go out, in a sentence; "" where all is set up."""
    if not settings.MAIL_SET_UP:
        return _("No mail server is set up (EMAIL_URL).")
    if not settings.SITE_URL:
        return _("The address of this installation is not set (SITE_URL), and mails would have no links.")
    return ""


def make_digests(*, now: datetime | None = None) -> int:
    """Send what is due; returns how many mails went out. Nothing is sent where ``missing`` says why.

    Hourly digests hold what came up to the full hour, daily ones what came up to seven o'clock: that says by itself
    what is due, after a pause of the machine too, and lets the round be called as often as one likes. Trouble with
    the server ends the round; the next one tries again.
    """
    if missing():
        return 0
    due = list(_due(timezone.localtime(now or timezone.now())))
    if not due:
        return 0
    sent = 0
    try:
        with get_connection() as server:
            for user in due:
                sent += _send(user, server, timezone.localtime(now or timezone.now()))
    except (SMTPException, OSError) as error:  # by its kind alone: the words of a server may hold what we sent it
        log.warning("digests stopped, the next round tries again: %s", type(error).__name__)
    return sent


def _due(now: datetime) -> Iterable[User]:
    """Those with an address, for whom something unread came before their hour struck."""
    waits = Q()
    for digest in (Digest.HOURLY, Digest.DAILY):
        waits |= Q(to__digest=digest, created_at__lt=_struck(digest, now))
    to = Notice.objects.unmailed().filter(waits).values("to")
    return User.objects.filter(pk__in=to, is_active=True).exclude(email="").order_by("pk")


def _struck(digest: str, now: datetime) -> datetime:
    """When it last was time: the full hour, or seven o'clock."""
    hour = now.replace(minute=0, second=0, microsecond=0)
    if digest == Digest.HOURLY:
        return hour
    day = hour.replace(hour=DAILY_AT)
    return day if day <= now else day - timedelta(days=1)


@transaction.atomic
def _send(user: User, server: BaseEmailBackend, now: datetime) -> int:
    """One mail with what waits for a person; how many were sent.

    The rows are locked, the mail is given to the server, the rows are marked and that is committed: at least once.
    A worker killed before the server has taken the mail leaves the rows unmarked, and they go out later, so that
    nothing is lost; two workers never hold the same rows. One killed in the moment between the server's "250" and
    the commit sends again, where marking first would have lost the mail instead: the second copy has the same
    Message-ID, by which mailboxes know it for the same mail.
    """
    rows = Notice.objects.of(user).unmailed().filter(created_at__lt=_struck(user.digest, now))
    held = list(rows.select_for_update(of=("self",), skip_locked=True).values_list("pk", flat=True))
    if not held:
        return 0
    notices = Notice.objects.filter(pk__in=held).with_places().order_by("project__name", "project", "created_at")
    try:
        _mail(user, list(notices), server).send()
    except SMTPDataError as error:
        log.warning("the mail server does not take the digest of user %s: %s", user.pk, error.smtp_code)
        return 0
    except SMTPRecipientsRefused as error:
        codes = [code for code, _words in error.recipients.values()]
        log.warning("the mail server refuses the address of user %s: %s", user.pk, codes)
        if min(codes) < FOR_GOOD:
            return 0
        sent = 0  # they stay unread in the app; asking every few minutes would help nobody
    else:
        sent = 1
    Notice.objects.filter(pk__in=held).update(mailed_at=timezone.now())
    return sent


def _mail(user: User, notices: list[Notice], server: BaseEmailBackend) -> EmailMultiAlternatives:
    count = len(notices)
    listed = notices[:LISTED]
    context: dict[str, Any] = {
        "user": user,
        "count": count,
        "more": count - len(listed),
        "projects": [
            (name, list(rows)) for name, rows in groupby(map(_placed, listed), lambda row: row.project.name)
        ],
        "all_url": _absolute(reverse("claims:notice-list")),
        "settings_url": _absolute(reverse("claims:notice-settings")),
    }
    subject = ngettext("%(n)d thing you have not read", "%(n)d things you have not read", count) % {"n": count}
    mail = EmailMultiAlternatives(
        subject,
        render_to_string("mail/digest.txt", context),
        to=[user.email],
        connection=server,
        headers={"Message-ID": _message_id(user, notices), "Auto-Submitted": "auto-generated"},
    )
    mail.attach_alternative(render_to_string("mail/digest.html", context), "text/html")
    return mail


def _placed(notice: Any) -> Any:
    notice.url = _absolute(f"{reverse('claims:notice-open')}?notice={notice.pk}")
    return notice


def _absolute(path: str) -> str:
    return f"{settings.SITE_URL.rstrip('/')}{path}"


def _message_id(user: User, notices: list[Notice]) -> str:
    """The same for the same notices to the same person."""
    told = ",".join([str(user.pk), *sorted(str(row.pk) for row in notices)])
    host = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    return f"<digest-{hashlib.sha256(told.encode()).hexdigest()[:40]}@{host}>"
