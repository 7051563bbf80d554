"""Notify: what a person does with the notices they got, and how often these go out by mail."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from claims.models import Digest, Notice

if TYPE_CHECKING:
    from claims.models import User


class Refused(ValidationError):
    """There is no such choice; the message says so, by field."""


@transaction.atomic
def read_notices(*, by: User, ids: Iterable[Any] | None = None) -> int:
    """Note that the person has looked at these notices of theirs, or at all of them; how many were new.

    Ids that are not theirs are passed over. Twice is once.
    """
    rows = Notice.objects.of(by).unread()
    if ids is not None:
        rows = rows.filter(pk__in=list(ids))
    found: int = rows.update(read_at=timezone.now())
    return found


@transaction.atomic
def set_digest(*, by: User, digest: str) -> None:
    """Choose how often one's unread notices go out by mail. Raises Refused."""
    if digest not in Digest.values:
        raise Refused({"digest": _("Choose how often.")})
    by.digest = digest
    by.save(update_fields=["digest"])
