"""What the people who run the installation may do to rows: each is a stage that the pages call as well."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from claims import tasks
from claims.admin.acting import Act
from claims.models import Article, Delivery, Lookup, Project, Seat, Source, User, Webhook, Work
from claims.pipeline import queue, steer, suspend, trash, webhooks

# --- Work that failed or waits ------------------------------------------------------------------------------------


def _no_new_try(row: Work, _by: User) -> Any:
    if row.is_put_off or not row.is_unfinished:
        return _("It succeeded.") if row.state == "succeeded" else ""
    return _("It has not ended: it is %(state)s.") % {"state": row.get_state_display().lower()}


def _last_time(row: Work) -> str:
    return " · ".join(str(one) for one in (row.claim if isinstance(row, Lookup) else "", row.error) if one)


def _ask_again(row: Work, by: User) -> None:
    tasks.start(type(row), steer.ask_again(work=[row], by=by))


ASK_AGAIN = Act(
    name="ask-again",
    label=gettext_lazy("Put back into the queue"),
    about=gettext_lazy(
        "It waits for a worker again, with its attempts counted from nought. Services that the workers leave alone "
        "because they failed are asked at once."
    ),
    perform=_ask_again,
    why_not=_no_new_try,
    effect=_last_time,
)


# --- Seats --------------------------------------------------------------------------------------------------------


def _release(row: Seat, by: User) -> None:
    queue.take_away(seat=row, by=by)


def _seat_effect(row: Seat) -> str:
    if row.expires_at <= timezone.now():
        return _("Its time ran out; the sweeper would release it as well.")
    return _("%(who)s holds it until %(until)s.") % {
        "who": row.holder.label, "until": timezone.localtime(row.expires_at).strftime("%Y-%m-%d %H:%M"),
    }  # fmt: skip


RELEASE = Act(
    name="release",
    label=gettext_lazy("Release the claim"),
    about=gettext_lazy(
        "The claim goes to the next reviewer. What its holder has written so far is kept as a draft."
    ),
    perform=_release,
    why_not=lambda row, _by: _("It was released already.") if row.released_at else "",
    effect=_seat_effect,
)


# --- Messages to other systems ------------------------------------------------------------------------------------


def _unsendable(hook: Webhook) -> Any:
    if hook.removed_at:
        return _("Its webhook was removed.")
    return _("Its webhook is paused: an owner resumes it first.") if hook.paused_at else ""


def _not_sent(row: Delivery, _by: User) -> Any:
    return _unsendable(row.webhook) or (_("It is on its way right now.") if row.state == "running" else "")


def _resend(row: Delivery, by: User) -> None:
    tasks.start(Delivery, [webhooks.resend(delivery=row, by=by).pk])


RESEND = Act(
    name="resend",
    label=gettext_lazy("Send again"),
    about=gettext_lazy("The same message goes out with the same id, so that a receiver who has it knows it."),
    perform=_resend,
    why_not=_not_sent,
    effect=lambda row: row.webhook.url,
)


def _failed(row: Webhook) -> int:
    return min(row.deliveries.failed()[: webhooks.RESENT_AT_ONCE].count(), webhooks.RESENT_AT_ONCE)


def _resend_failed(row: Webhook, by: User) -> None:
    tasks.start(Delivery, webhooks.resend_failed(webhook=row, by=by))


def _failed_effect(row: Webhook) -> str:
    n = _failed(row)
    return ngettext("%(n)d message failed.", "%(n)d messages failed.", n) % {"n": n}


RESEND_FAILED = Act(
    name="resend-failed",
    label=gettext_lazy("Send what failed again"),
    about=gettext_lazy("Every message to this address that failed goes out again, the oldest first."),
    perform=_resend_failed,
    why_not=lambda row, _by: _unsendable(row),
    effect=_failed_effect,
)


# --- The trash ----------------------------------------------------------------------------------------------------


def _restore(row: Article | Source | Project, by: User) -> None:
    if isinstance(row, Source):
        trash.restore_source(source=row, by=by)
        return
    begun = trash.restore_article(article=row, by=by) if isinstance(row, Article) else None
    begun = trash.restore_project(project=row, by=by) if isinstance(row, Project) else begun
    for kind, ids in (begun or {}).items():
        tasks.start(kind, ids)


def _not_in_trash(row: Any, _by: User) -> Any:
    if getattr(row, "purging_at", None):
        return _("It is being deleted for good.")
    return "" if row.deleted_at else _("It is not in the trash.")


def _since(row: Any) -> str:
    return _("In the trash since %(day)s.") % {"day": timezone.localtime(row.deleted_at).strftime("%Y-%m-%d %H:%M")}


RESTORE = Act(
    name="restore",
    label=gettext_lazy("Restore from the trash"),
    about=gettext_lazy(
        "It comes back as it was, with all that hangs on it. Work that was cancelled for it goes on."
    ),
    perform=_restore,
    why_not=_not_in_trash,
    effect=_since,
)


# --- People -------------------------------------------------------------------------------------------------------


def _not_closed(row: User, by: User) -> Any:
    if row.pk == by.pk:
        return _("That is you.")
    return _beyond(row, by) or ("" if row.is_active else _("This account is closed already."))


def _not_opened(row: User, by: User) -> Any:
    return _beyond(row, by) or (_("This account is open.") if row.is_active else "")


def _beyond(row: User, by: User) -> Any:
    return _("This is a superuser's account.") if row.is_superuser and not by.is_superuser else ""


def _closing(row: User) -> str:
    alone = ", ".join(suspend.left_alone(person=row).values_list("name", flat=True))
    return _("No other owner is left in: %(projects)s.") % {"projects": alone} if alone else ""


DEACTIVATE = Act(
    name="deactivate",
    label=gettext_lazy("Deactivate"),
    about=gettext_lazy(
        "The person is signed out everywhere and cannot sign in; their tokens open nothing; claims they hold go to "
        "others. Verdicts, comments, drafts and memberships stay, and the account can be opened again."
    ),
    perform=lambda row, by: suspend.deactivate_person(person=row, by=by),
    why_not=_not_closed,
    effect=_closing,
)
ACTIVATE = Act(
    name="activate",
    label=gettext_lazy("Open the account again"),
    about=gettext_lazy("The person may sign in again, with the roles and the password they had."),
    perform=lambda row, by: suspend.activate_person(person=row, by=by),
    why_not=_not_opened,
)
