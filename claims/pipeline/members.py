"""Members: who belongs to a project, in which role, with which skills. One owner at least is always there."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.core.validators import validate_unicode_slug
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from claims.models import Act, Event, Membership, Project, Release, Role, Seat, User, allows

if TYPE_CHECKING:
    from uuid import UUID

LONGEST_SKILL = 40
SKILLS_AT_MOST = 20


class Refused(ValidationError):
    """The members cannot be changed like that; the message says why."""


@transaction.atomic
def add_member(
    *, project: Project, username: str, role: str, by: User, skills: str | Iterable[str] = ()
) -> Membership:
    """Let an existing account into the project. Raises Refused by field; the same once more changes nothing."""
    _lock(project.pk)
    known, tags = _role(role), _read_skills(skills)
    user = User.objects.filter(username=username.strip(), is_active=True).first()
    if user is None:
        raise Refused({"username": _("There is no account with this user name.")})
    there = Membership.objects.filter(project=project, user=user).first()
    if there is None:
        there = Membership.objects.create(project=project, user=user, role=known, skills=tags)
        return _recorded("member.added", there, by)
    if (there.role, there.skills) != (known, tags):
        raise Refused({"username": _("%(name)s is a member already: change the row below.") % {"name": user.label}})
    return there


@transaction.atomic
def change_member(
    *, membership: Membership, by: User, role: str | None = None, skills: str | Iterable[str] | None = None
) -> Membership:
    """Give a member another role or other skills; None leaves either. Raises Refused for the last owner.

    Whoever may judge no longer holds no seat at a claim any more.
    """
    row = _locked(membership)
    was = (row.role, row.skills)
    row.role = row.role if role is None else _role(role)
    row.skills = row.skills if skills is None else _read_skills(skills)
    if was == (row.role, row.skills):
        return row
    if row.role != Role.OWNER:
        _keep_an_owner(row, _("There is no other owner: make somebody else an owner first."))
    row.save(update_fields=["role", "skills"])
    if not allows(Role(row.role), Act.JUDGE):
        _leave_seats(row)
    return _recorded("member.changed", row, by)


@transaction.atomic
def remove_member(*, membership: Membership, by: User) -> None:
    """Take a person out of the project; what they did stays. Raises Refused for the last owner."""
    row = _locked(membership)
    _keep_an_owner(row, _("The last owner cannot be removed: make somebody else an owner first."))
    _leave_seats(row)
    _recorded("member.removed", row, by)
    row.delete()


def _read_skills(given: str | Iterable[str]) -> list[str]:
    """Tags as typed, comma separated, or as a list: lower case, hyphens for blanks, each once. Raises Refused."""
    parts = given.split(",") if isinstance(given, str) else given
    tags = list(dict.fromkeys(slugify(str(part), allow_unicode=True) for part in parts if str(part).strip()))
    for tag in tags:
        if not tag or len(tag) > LONGEST_SKILL:
            raise Refused({"skills": _("A skill is a word or two, of at most 40 characters.")})
        validate_unicode_slug(tag)
    if len(tags) > SKILLS_AT_MOST:
        raise Refused({"skills": _("Give 20 skills at most.")})
    return tags


def _role(given: str) -> Role:
    if given not in Role.values:
        raise Refused({"role": _("Choose a role.")})
    return Role(given)


def _lock(project_id: UUID) -> None:
    """One change of a project's members at a time: two owners who demote each other must not both succeed."""
    Project.objects.select_for_update(no_key=True).only("pk").get(pk=project_id)


def _locked(membership: Membership) -> Membership:
    _lock(membership.project_id)
    row = Membership.objects.select_related("user").filter(pk=membership.pk).first()
    if row is None:
        raise Refused(_("This person is no member any more."))
    return row


def _keep_an_owner(row: Membership, why: str) -> None:
    """An owner whose account is switched off cannot help anybody, and does not count."""
    was_owner = Membership.objects.filter(pk=row.pk, role=Role.OWNER).exists()
    others = Membership.objects.filter(project=row.project_id, role=Role.OWNER, user__is_active=True)
    if was_owner and not others.exclude(pk=row.pk).exists():
        raise Refused({"role": why})


def _leave_seats(row: Membership) -> None:
    """Claims that the person held go back to the others at once."""
    held = Seat.objects.filter(
        claim__revision__article__project=row.project_id, holder=row.user_id, released_at=None
    )
    held.leave(Release.TAKEN_AWAY, timezone.now())


def _recorded(verb: str, row: Membership, by: User) -> Membership:
    Event.objects.record(
        verb, row, project_id=row.project_id, by=by, user=row.user.username, role=str(row.role), skills=row.skills
    )
    return row
