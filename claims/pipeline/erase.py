"""Erase: a person's name and all that is theirs alone goes; what they judged stays, as an erased person's.

Figures, verdicts and exports are the same afterwards, but for the name.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pgtrigger
from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from claims.models import (
    Draft,
    Event,
    Hold,
    IdempotencyKey,
    Invitation,
    KeyBinding,
    Membership,
    Notice,
    Project,
    Release,
    Role,
    Seat,
    Token,
    User,
)

_THEIRS: tuple[tuple[Any, str], ...] = (
    (Draft, "by"), (IdempotencyKey, "user"), (KeyBinding, "user"), (Notice, "to"), (Token, "user"),
)  # fmt: skip
"""Rows of ours that are nobody's but the person's."""
_NAMED_BY_LOGIN = ("axes",)
"""Apps that know people by what they typed to sign in."""


class Refused(ValidationError):
    """The person cannot be erased now; the message says why."""


@transaction.atomic
def erase_person(*, person: User, by: User | None) -> str:
    """Take a person's name, address and sign-in away for ever; answers what they are called from now on.

    Raises Refused under a hold, for the only owner of a project, and for oneself.
    """
    user = User.objects.select_for_update().get(pk=person.pk)
    name = f"erased-person-{user.pk}"
    if user.username == name:
        return name
    _may_go(user, by)
    theirs = {"username": user.username, "email": user.email}
    _take_what_is_theirs(user)
    Seat.objects.filter(holder=user, released_at=None).leave(Release.TAKEN_AWAY, timezone.now())
    _rename(user, name)
    changed = _rename_in_trail(user, theirs["username"], name)
    mine = Q(accepted_by=user) | (Q(email__iexact=theirs["email"]) if theirs["email"] else Q(pk=None))
    Invitation.objects.filter(mine).update(email="")
    person.refresh_from_db()
    Event.objects.create(
        verb="person.erased", target_type="user", target_id=UUID(int=user.pk), project_id=None,
        by_id=by.pk if by else None, by_name=by.username if by else "",
        data={"person": user.pk, "name": name, "events": [str(pk) for pk in changed]},
    )  # fmt: skip
    return name


def _may_go(user: User, by: User | None) -> None:
    if by and by.pk == user.pk:
        raise Refused(_("You cannot erase yourself: somebody else must do it."))
    if held := _held(user):
        words = _("A legal hold is in force in “%(project)s”: “%(reason)s”. Lift it first.")
        raise Refused(words % {"project": held.project.name, "reason": held.reason})
    for project in Project.objects.kept().filter(memberships__user=user, memberships__role=Role.OWNER):
        others = Membership.objects.filter(project=project, role=Role.OWNER, user__is_active=True).exclude(
            user=user
        )
        if not others.exists():
            words = _("“%(project)s” has no other owner. Make somebody else an owner first.")
            raise Refused(words % {"project": project.name})


def _held(user: User) -> Hold | None:
    """A hold in force where the person is a member or did anything, also long ago."""
    for hold in Hold.objects.in_force().select_related("project"):
        member = Membership.objects.filter(project=hold.project_id, user=user).exists()
        if member or Event.objects.filter(project_id=hold.project_id, by_id=user.pk).exists():
            return hold
    return None


def _take_what_is_theirs(user: User) -> None:
    """Ours, and whatever other apps keep of an account: addresses, second factors, sessions, links to elsewhere."""
    for model, column in _THEIRS:
        model._default_manager.filter(**{column: user}).delete()
    for model in apps.get_models():
        if model._meta.app_label in ("claims", "auth", "pghistory"):
            continue
        for field in model._meta.concrete_fields:
            if field.related_model is get_user_model():
                model._base_manager.filter(**{field.name: user}).delete()
        if model._meta.app_label in _NAMED_BY_LOGIN and any(one.name == "username" for one in model._meta.fields):
            model._base_manager.filter(username__in=[one for one in (user.username, user.email) if one]).delete()


def _rename(user: User, name: str) -> None:
    user.username, user.display_name, user.first_name, user.last_name, user.email = name, "", "", "", ""
    user.is_active = user.is_staff = user.is_superuser = False
    user.last_login = None
    user.set_unusable_password()
    user.save()
    user.groups.clear()
    user.user_permissions.clear()


def _rename_in_trail(user: User, was: str, name: str) -> list[Any]:
    """The one change that the trail suffers: the name, beside the act and in what members.* tell.

    Answers the events whose data changed, which the chain of the trail covers, for the record.
    """
    told = Event.objects.filter(verb__startswith="member.", data__user=was)
    changed = list(told.order_by("created_at", "id").values_list("pk", flat=True))
    with pgtrigger.ignore("claims.Event:append_only"):
        Event.objects.filter(by_id=user.pk).update(by_name=name)
        _forget_addresses(user)
        for event in Event.objects.filter(pk__in=changed):
            Event.objects.filter(pk=event.pk).update(data={**event.data, "user": name})
    return changed


def _forget_addresses(user: User) -> None:
    """From which addresses the person worked, or was locked out; through which door and by which request stays."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE claims_event SET origin = origin - 'address' WHERE origin ? 'address'"
            " AND (by_id = %s OR (target_type = 'user' AND target_id = %s))",
            [user.pk, UUID(int=user.pk)],
        )
