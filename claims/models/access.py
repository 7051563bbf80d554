"""Who may do what: the one table that pages, API and admin ask."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .project import Membership, Project, Role
from .token import Scope

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.utils.functional import Promise

    from .user import User


class Act(StrEnum):
    """Something a person does in a project; ``label`` and ``means`` say it to people."""

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
    TRASH = "trash"
    PUBLISH = "publish"
    EXPORT = "export"
    IMPORT = "import"
    MANAGE = "manage"

    @property
    def label(self) -> str | Promise:
        """What a person does, in a word or three."""
        return WORDS[self][0]

    @property
    def means(self) -> str | Promise:
        """What belongs to it, in a sentence."""
        return WORDS[self][1]


WORDS: dict[Act, tuple[str | Promise, str | Promise]] = {
    Act.READ: (
        gettext_lazy("Read"),
        gettext_lazy("Articles, claims, sources, evidence, guidelines and rulings; never others' verdicts early."),
    ),
    Act.EXPORT: (gettext_lazy("Export"), gettext_lazy("Take along what one may read, as a file.")),
    Act.INGEST: (
        gettext_lazy("Bring in articles"),
        gettext_lazy("Put in texts, files, addresses and feeds, and have them split."),
    ),
    Act.LOOK_UP: (gettext_lazy("Look up"), gettext_lazy("Start, repeat and cancel look-ups.")),
    Act.WEIGH: (
        gettext_lazy("Weigh evidence"),
        gettext_lazy("Add documents and passages, say what they support, set them aside."),
    ),
    Act.EDIT: (
        gettext_lazy("Edit claims"),
        gettext_lazy("Make, change, split, merge and trash claims; waive sentences."),
    ),
    Act.COMMENT: (gettext_lazy("Comment"), gettext_lazy("Discuss claims and evidence, and ask the editor.")),
    Act.SOURCE: (
        gettext_lazy("Work on sources"),
        gettext_lazy("Say who a claim rests on, merge and rename sources, set a grade."),
    ),
    Act.JUDGE: (
        gettext_lazy("Judge"),
        gettext_lazy("Take claims from the queue and give one's own verdict on them."),
    ),
    Act.NAME_SOURCES: (
        gettext_lazy("Keep identities"),
        gettext_lazy("Write down and read who a confidential source is; every reading is on record."),
    ),
    Act.SETTLE: (
        gettext_lazy("Settle"),
        gettext_lazy("Rule on claims that are fully judged, vote on panels, send claims back, reopen them."),
    ),
    Act.ASSIGN: (gettext_lazy("Assign"), gettext_lazy("Give claims to reviewers and take them back.")),
    Act.MEASURE: (gettext_lazy("Read figures"), gettext_lazy("Agreement between reviewers, and progress.")),
    Act.GUIDE: (
        gettext_lazy("Guide"),
        gettext_lazy("Write guidelines and examples, change the scales and what their ratings ask for."),
    ),
    Act.ASK_OUTSIDE: (
        gettext_lazy("Ask outside experts"),
        gettext_lazy("Send links that show chosen claims, and revoke them."),
    ),
    Act.TRASH: (
        gettext_lazy("Trash"),
        gettext_lazy("Put articles and sources into the trash, and take them out again."),
    ),
    Act.PUBLISH: (gettext_lazy("Publish"), gettext_lazy("Publish rulings and record corrections.")),
    Act.IMPORT: (
        gettext_lazy("Import"),
        gettext_lazy("Bring in files with claims and verdicts, also those that others gave."),
    ),
    Act.MANAGE: (
        gettext_lazy("Manage the project"),
        gettext_lazy("Its settings, its members and their roles, its webhooks and tokens."),
    ),
}

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
    Act.TRASH: Role.EDITOR,
    Act.PUBLISH: Role.EDITOR,
    Act.IMPORT: Role.OWNER,
    Act.MANAGE: Role.OWNER,
}


SCOPES: dict[Act, Scope] = {
    Act.READ: Scope.READ,
    Act.MEASURE: Scope.READ,
    Act.EXPORT: Scope.EXPORT,
    Act.INGEST: Scope.WRITE,
    Act.LOOK_UP: Scope.WRITE,
    Act.WEIGH: Scope.WRITE,
    Act.EDIT: Scope.WRITE,
    Act.COMMENT: Scope.WRITE,
    Act.SOURCE: Scope.WRITE,
    Act.TRASH: Scope.WRITE,
    Act.JUDGE: Scope.JUDGE,
    Act.SETTLE: Scope.JUDGE,
    Act.ASSIGN: Scope.JUDGE,
    Act.PUBLISH: Scope.JUDGE,
    Act.GUIDE: Scope.MANAGE,
    Act.ASK_OUTSIDE: Scope.MANAGE,
    Act.NAME_SOURCES: Scope.MANAGE,
    Act.IMPORT: Scope.MANAGE,
    Act.MANAGE: Scope.MANAGE,
}
"""What a token must be for, by act."""


def role_of(user: User | AnonymousUser, project: Project) -> Role | None:
    """The user's role in the project; a superuser counts as owner, a stranger has none.

    So has whoever comes with a token of another project, and everybody in a project that is in the trash.
    """
    if project.deleted_at or getattr(user, "only_project", None) not in (None, project.pk):
        return None
    if user.is_superuser:
        return Role.OWNER
    role = Membership.objects.filter(user_id=user.pk or 0, project=project).values_list("role", flat=True).first()
    return Role(role) if role else None


def allows(role: Role | None, act: Act) -> bool:
    """Whether a role is enough for an act."""
    return role is not None and role.rank >= LEAST_ROLE[act].rank


def require(user: User | AnonymousUser, act: Act, project: Project) -> Role:
    """The user's role, or PermissionDenied that says which role, or scope of a token, the act takes."""
    scopes = getattr(user, "scopes", None)
    if scopes is not None and SCOPES[act] not in scopes:
        raise PermissionDenied(_("This takes a token with the scope “%(scope)s”.") % {"scope": SCOPES[act].value})
    role = role_of(user, project)
    if role is None or not allows(role, act):
        least = LEAST_ROLE[act].label
        raise PermissionDenied(_("This takes the role “%(role)s” in this project.") % {"role": least})
    return role
