"""What happens to accounts stands in the audit trail: signing in and out, passwords, second factors, locks.

These events belong to no project; the administration shows them, and ``manage.py audit`` covers them.
"""

from __future__ import annotations

from typing import Any

from allauth.account import signals as account
from allauth.mfa import signals as factors
from axes.signals import user_locked_out
from django.contrib.auth.signals import user_logged_out
from django.db.models import Q
from django.dispatch import receiver

from claims.models import Event, User


def note(verb: str, user: User, by: User | None, **data: Any) -> None:
    """Append one event about an account."""
    Event.objects.record(f"person.{verb}", user, project_id=None, by=by, **data)


@receiver(account.user_logged_in)
def signed_in(user: User, **_: Any) -> None:
    """With whatever the door asked for, a second factor included."""
    note("signed-in", user, user)


@receiver(user_logged_out)
def signed_out(user: User | None, **_: Any) -> None:
    """By themselves; a session that ran out is not known."""
    if user is not None:
        note("signed-out", user, user)


@receiver(account.password_changed)
@receiver(account.password_set)
@receiver(account.password_reset)
def password_changed(user: User, **_: Any) -> None:
    """Under *Account*, or by a link that was sent to their address."""
    note("password-changed", user, user)


@receiver(factors.authenticator_added)
def factor_added(user: User, authenticator: Any, **_: Any) -> None:
    """A code of an app, a passkey, or codes for an emergency."""
    note("factor-added", user, user, kind=str(authenticator.type))


@receiver(factors.authenticator_removed)
def factor_removed(user: User, authenticator: Any, **_: Any) -> None:
    """One of these is gone."""
    note("factor-removed", user, user, kind=str(authenticator.type))


@receiver(user_locked_out)
def locked_out(username: str | None, **_: Any) -> None:
    """Somebody guessed too often at an account that there is; what else was typed is kept nowhere."""
    for user in User.objects.filter(Q(username=username) | Q(email__iexact=username)) if username else ():
        note("locked-out", user, None)
