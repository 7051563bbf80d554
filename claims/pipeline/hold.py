"""Legal hold: from the moment it is placed nothing under it goes for good, whoever asks, until it is lifted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from claims.models import Article, Event, Hold, Project

if TYPE_CHECKING:
    from claims.models import User

LONGEST = 500


class Refused(ValidationError):
    """The hold cannot be placed like that; the message says why."""


@transaction.atomic
def place(*, project: Project, by: User, reason: str, article: Article | None = None) -> Hold:
    """Hold a project, or one article of it, also in the trash. Placed already, that one. Raises Refused."""
    Project.objects.select_for_update(no_key=True).only("pk").get(pk=project.pk)
    reason = " ".join(reason.replace("\0", "").split())
    if not reason or len(reason) > LONGEST:
        raise Refused({"reason": _("Say why, in at most 500 characters.")})
    there: Hold | None = Hold.objects.in_force().filter(project=project, article=article).first()
    if there:
        return there
    row = Hold.objects.create(project=project, article=article, reason=reason, by=by)
    _record("hold.placed", row, by)
    return row


@transaction.atomic
def lift(*, hold: Hold, by: User) -> Hold:
    """Lift a hold; it stays on record. Twice is once."""
    row = Hold.objects.select_for_update(of=("self",)).get(pk=hold.pk)
    if row.lifted_at is None:
        row.lifted_at, row.lifted_by = timezone.now(), by
        row.save(update_fields=["lifted_at", "lifted_by"])
        _record("hold.lifted", row, by)
    return row


def _record(verb: str, row: Hold, by: User) -> None:
    Event.objects.record(verb, row, project_id=row.project_id, by=by, article_id=row.article_id, reason=row.reason)
