"""Who takes a finished file: whoever asked for it, as long as they may, and whoever holds its link."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core import signing
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _

from claims.interchange.chosen import Chosen
from claims.interchange.selection import Selection
from claims.models import Act, Export, Role, User, WorkState, require, role_of

LINK_GOOD_FOR = timedelta(hours=24)
SITE, ROLE = "site", "role"
"""Beside what was chosen: the address by which the person reached this installation, and as what they asked."""

_RANK = {role: place for place, role in enumerate((Role.VIEWER, Role.REVIEWER, Role.EDITOR, Role.OWNER), start=1)}


class Gone(Exception):
    """There is no file to hand out; the message says why."""


def chosen_of(row: Export) -> Chosen:
    """What the file holds."""
    return Chosen.from_values({name: value for name, value in row.chosen.items() if name not in (SITE, ROLE)})


def role_at(project: Any, user: User) -> str:
    """As what a person asks; "" for who is no member, as an operator may be."""
    return str(role_of(user, project) or "")


def file_of(*, export: Export) -> Any:
    """The file, opened; raises Gone where there is none any more, or who asked lost the right to what it holds."""
    if export.state != WorkState.SUCCEEDED:
        raise Gone(_("This file is not written."))
    if not export.file or (export.expires_at and export.expires_at < timezone.now()):
        raise Gone(_("This file was kept for seven days and is gone. Ask for it again."))
    _check_reader(export)
    try:
        return export.file.open("rb")
    except FileNotFoundError:
        raise Gone(_("This file is no longer in the storage. Ask for it again.")) from None


def key_for(*, export: Export) -> str:
    """What opens this file alone, without a session, for ``LINK_GOOD_FOR``."""
    return _signer().sign(str(export.pk)).partition(":")[2]


def check_key(*, export: Export, key: str) -> None:
    """Raises Gone where the key ran out, PermissionDenied where it is not for this file."""
    try:
        _signer().unsign(f"{export.pk}:{key}", max_age=LINK_GOOD_FOR)
    except signing.SignatureExpired:
        raise Gone(
            _("This link was good for 24 hours and ran out. The page of the export has a new one.")
        ) from None
    except signing.BadSignature:
        raise PermissionDenied(_("This link does not open this file.")) from None


def _check_reader(export: Export) -> None:
    """What is in the file was for a person with a role; with less of a role they would see less by now."""
    if not export.asked_by.is_active:
        raise Gone(_("Whoever asked for this file has no account here any more."))
    try:
        require(export.asked_by, Act.EXPORT, export.project)
    except PermissionDenied:
        raise Gone(_("Whoever asked for this file may not export here any more.")) from None
    if _rank(role_at(export.project, export.asked_by)) < _rank(str(export.chosen.get(ROLE, ""))):
        raise Gone(_("Whoever asked for this file may see less here than when it was written. Ask for it again."))
    if export.with_history and Selection(export.project, chosen_of(export), export.asked_by).withheld():
        raise Gone(
            _("Row histories are for those from whom nothing is withheld, and by now something is. Ask again.")
        )


def _rank(role: str) -> int:
    return _RANK.get(Role(role), 0) if role in Role.values else 0


def _signer() -> signing.TimestampSigner:
    return signing.TimestampSigner(salt="claims.export.file")
