"""Who may do what: the one table that pages, API and admin ask."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from .project import Membership, Project, Role

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from .user import User


class Act(StrEnum):
    """Something a person does in a project."""

    READ = "read"
    INGEST = "ingest"
    LOOK_UP = "look_up"
    WEIGH = "weigh"
    EDIT = "edit"
    COMMENT = "comment"
    SOURCE = "source"
    NAME_SOURCES = "name_sources"
    JUDGE = "judge"
    SETTLE = "settle"
    ASSIGN = "assign"
    MEASURE = "measure"
    GUIDE = "guide"
    ASK_OUTSIDE = "ask_outside"
    PUBLISH = "publish"
    EXPORT = "export"
    MANAGE = "manage"


LEAST_ROLE: dict[Act, Role] = {
    Act.READ: Role.VIEWER,
    Act.EXPORT: Role.VIEWER,
    Act.INGEST: Role.REVIEWER,
    Act.LOOK_UP: Role.REVIEWER,
    Act.WEIGH: Role.REVIEWER,
    Act.EDIT: Role.REVIEWER,
    Act.COMMENT: Role.REVIEWER,
    Act.SOURCE: Role.REVIEWER,
    Act.JUDGE: Role.REVIEWER,
    Act.NAME_SOURCES: Role.EDITOR,
    Act.SETTLE: Role.EDITOR,
    Act.ASSIGN: Role.EDITOR,
    Act.MEASURE: Role.EDITOR,
    Act.GUIDE: Role.EDITOR,
    Act.ASK_OUTSIDE: Role.EDITOR,
    Act.PUBLISH: Role.EDITOR,
    Act.MANAGE: Role.OWNER,
}


def role_of(user: User | AnonymousUser, project: Project) -> Role | None:
    """The user's role in the project; a superuser counts as owner, a stranger has none."""
    if user.is_superuser:
        return Role.OWNER
    role = Membership.objects.filter(user_id=user.pk or 0, project=project).values_list("role", flat=True).first()
    return Role(role) if role else None


def allows(role: Role | None, act: Act) -> bool:
    """Whether a role is enough for an act."""
    return role is not None and role.rank >= LEAST_ROLE[act].rank


def require(user: User | AnonymousUser, act: Act, project: Project) -> Role:
    """The user's role, or PermissionDenied that says which role the act takes."""
    role = role_of(user, project)
    if role is None or not allows(role, act):
        least = LEAST_ROLE[act].label
        raise PermissionDenied(_("This takes the role “%(role)s” in this project.") % {"role": least})
    return role
