"""Seal, read and forget who an unnamed source is. The words never leave ``read_identity``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cryptography.fernet import InvalidToken
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from claims.models import Act, ConfidentialIdentity, Event, Membership, Project, Role, Source, allows
from claims.pipeline.confide.keys import Unavailable, drop_older, sealer

if TYPE_CHECKING:
    from claims.models import User

LONGEST = 2000


class Refused(ValidationError):
    """This cannot be kept as an identity; the message says why, by field."""


def may_enter(*, user: User, project: Project) -> bool:
    """Whether the user may enter and forget identities: by a role of their own in the project."""
    return allows(_own_role(user, project), Act.NAME_SOURCES)


def may_read(*, user: User, project: Project) -> bool:
    """Whether the user may read identities: by a role of their own that the project names for it.

    A superuser without one may not. Running the installation is no reason to know a source.
    """
    role = _own_role(user, project)
    return role is not None and role.rank >= Role(project.identities_read_by).rank


@sensitive_variables("identity")
def confide(*, source: Source, identity: str, by: User) -> None:
    """Seal who an unnamed source is, in place of what was entered before.

    Raises PermissionDenied (which goes on record), Refused, Unavailable.
    """
    _allowed(may_enter(user=by, project=source.project), source, by, "entering")
    identity = identity.strip()
    if not source.may_be_confided:
        raise Refused({"identity": _("Only who an unnamed source is can be kept confidential.")})
    if not identity or len(identity) > LONGEST:
        raise Refused({"identity": _("Say who it is, in at most 2000 characters.")})
    with transaction.atomic():
        Source.objects.one_at_a_time(source.project_id)
        _hold_keys("_shared")
        kept = {"sealed": sealer().encrypt(identity.encode()), "entered_by": by, "entered_at": timezone.now()}
        _row, made = ConfidentialIdentity.objects.update_or_create(source=source, defaults=kept)
        _record("identity.entered" if made else "identity.replaced", source, by)


@sensitive_variables()
def read_identity(*, source: Source, by: User) -> str:
    """Who the source is; "" where nobody entered it. The reading, also one that is refused, goes on record.

    Raises PermissionDenied, and Unavailable where no key opens it.
    """
    _allowed(may_read(user=by, project=source.project), source, by, "reading")
    row = ConfidentialIdentity.objects.filter(source=source).first()
    if row is None:
        return ""
    _record("identity.read", source, by)  # first: who is not on record does not read
    try:
        return sealer().decrypt(bytes(row.sealed)).decode()
    except InvalidToken as error:
        raise Unavailable(
            _("No key opens this identity. Give the key that sealed it back to IDENTITY_KEYS.")
        ) from error


def forget_identity(*, source: Source, by: User) -> None:
    """Delete what was entered, for good; nothing where there is nothing. Raises PermissionDenied."""
    _allowed(may_enter(user=by, project=source.project), source, by, "forgetting")
    _forget(source, by)


@transaction.atomic
def _forget(source: Source, by: User) -> None:
    gone, _rows = ConfidentialIdentity.objects.filter(source=source).delete()
    if gone:
        _record("identity.forgotten", source, by)


def seal_anew() -> int:
    """Seal every identity with the newest key, then drop the file's older keys; answers how many there are.

    Raises Unavailable, with nothing changed, where one of them opens with no key.
    """
    with transaction.atomic():
        _hold_keys("")
        rows = ConfidentialIdentity.objects.select_for_update(no_key=True).select_related("source").order_by("pk")
        keys, count = sealer(), 0
        for row in rows:
            try:
                row.sealed = keys.rotate(bytes(row.sealed))
            except InvalidToken as error:
                raise Unavailable(_("No key opens the identity of source %s.") % row.source_id) from error
            row.save(update_fields=["sealed"])
            _record("identity.sealed_anew", row.source, None)
            count += 1
    drop_older()
    return count


def _hold_keys(shared: str) -> None:
    """Nobody seals with a key about to be dropped: sealing shares the lock, changing keys holds it alone."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT pg_advisory_xact_lock{shared}(hashtextextended('identity keys', 3))")


def _own_role(user: User, project: Project) -> Role | None:
    role = Membership.objects.filter(user=user, project=project).values_list("role", flat=True).first()
    return Role(role) if role else None


def _allowed(allowed: bool, source: Source, by: User, act: str) -> None:
    """Go on, or put the attempt on record and raise PermissionDenied."""
    if not allowed:
        _record("identity.refused", source, by, act=act)
        raise PermissionDenied(
            _("Confidential identities are for roles that the project names, and for nobody else.")
        )


def _record(verb: str, source: Source, by: User | None, **data: str) -> None:
    Event.objects.record(verb, source, project_id=source.project_id, by=by, **data)
