"""Suspend: an account that opens nothing from now on, and the way back. What the person wrote and judged stays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.apps import apps
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from claims.models import Event, Membership, Project, Release, Role, Seat, User

if TYPE_CHECKING:
    from django.db.models import QuerySet


class Refused(ValidationError):
    """The account stays as it is; the message says why."""


@transaction.atomic
def deactivate_person(*, person: User, by: User) -> None:
    """Close an account: no sign-in, sessions end, tokens open nothing, held claims go to others. Twice is once.

    Raises Refused for oneself, PermissionDenied where somebody who is no superuser would close a superuser's.
    """
    row = _locked(person, by)
    if row.pk == by.pk:
        raise Refused(_("You cannot deactivate yourself: somebody else must do it."))
    if not row.is_active:
        return
    row.is_active = False
    row.save(update_fields=["is_active"])
    seats = Seat.objects.filter(holder=row).leave(Release.TAKEN_AWAY, timezone.now())
    _record("person.deactivated", row, by, seats=seats, sessions=_end_sessions(row))


@transaction.atomic
def activate_person(*, person: User, by: User) -> None:
    """Open an account again: the person signs in anew. Twice is once. Raises Refused for an erased person."""
    row = _locked(person, by)
    if row.is_active:
        return
    if row.username == f"erased-person-{row.pk}":
        raise Refused(_("This person was erased; the account cannot come back."))
    row.is_active = True
    row.save(update_fields=["is_active"])
    _record("person.activated", row, by)


def left_alone(*, person: User) -> QuerySet[Project]:
    """The projects that have no other owner who can sign in."""
    owns = Membership.objects.filter(user=person, role=Role.OWNER).values("project")
    others = Membership.objects.filter(role=Role.OWNER, user__is_active=True).exclude(user=person)
    rows: QuerySet[Project] = Project.objects.kept().filter(pk__in=owns)
    return rows.exclude(pk__in=others.values("project")).order_by("name")


def _locked(person: User, by: User) -> User:
    row = User.objects.select_for_update().get(pk=person.pk)
    if row.is_superuser and not by.is_superuser:
        raise PermissionDenied(_("A superuser's account is for superusers only."))
    return row


def _end_sessions(row: User) -> int:
    """Sign the person out everywhere; how many places."""
    sessions: Any = apps.get_model("usersessions", "UserSession")._default_manager.filter(user_id=row.pk)
    found = list(sessions)
    for session in found:
        session.end()
    return len(found)


def _record(verb: str, row: User, by: User, **data: Any) -> None:
    Event.objects.create(
        verb=verb, target_type="user", target_id=UUID(int=row.pk), by_id=by.pk, by_name=by.username,
        data={"person": row.pk, **data},
    )  # fmt: skip
