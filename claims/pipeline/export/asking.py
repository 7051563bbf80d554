"""A file is asked for: refused at once where it cannot be given, else queued."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from claims.formats.registry import find
from claims.interchange.chosen import Chosen
from claims.interchange.selection import Selection
from claims.models import Event, Export, User, WorkState
from claims.pipeline.export.handing import ROLE, SITE, role_at
from claims.pipeline.export.stream import EVERYTHING
from claims.pipeline.export.writing import claims_in

if TYPE_CHECKING:
    from claims.models import Project

FRESH = timedelta(minutes=1)


def check_history(*, project: Project, viewer: User | None, fmt: str, chosen: Chosen = EVERYTHING) -> None:
    """Whether this person can have row histories in this format of what they chose.

    Raises ValidationError by field with the reason, UnknownFormat.
    """
    if not find(fmt).lossless:
        words = _("Row histories are in JSON and JSON Lines alone: choose one of these, or do without.")
        raise ValidationError({"with_history": words})
    if Selection(project, chosen, viewer).withheld():
        words = _("Row histories are for those from whom nothing is withheld; from you something is.")
        raise ValidationError({"with_history": words})


@transaction.atomic
def open_export(
    *,
    project: Project,
    by: User,
    fmt: str,
    chosen: Chosen = EVERYTHING,
    with_history: bool = False,
    site: str = "",
) -> Export:
    """Queue a file; where the same one, asked for by the same person, is not finished or quite new, that one.

    Raises UnknownFormat, and ValidationError for histories that this person cannot have, or not in this format.
    """
    find(fmt)
    if with_history:
        check_history(project=project, viewer=by, fmt=fmt, chosen=chosen)
    User.objects.select_for_update().only("pk").get(pk=by.pk)
    values = chosen.as_values() | {SITE: site, ROLE: role_at(project, by)}
    asked = {"format": fmt, "chosen": values, "with_history": with_history}
    same: Any = Export.objects.filter(project=project, asked_by=by, **asked)
    fresh = same.filter(state=WorkState.SUCCEEDED, queued_at__gt=timezone.now() - FRESH).exclude(file="")
    known: Export | None = same.unfinished().first() or fresh.first()
    if known:
        return known
    total = claims_in(project=project, viewer=by, chosen=chosen)
    row = Export.objects.create(project=project, asked_by=by, total=total, **asked)
    Event.objects.record("export.asked", row, project_id=project.pk, by=by, format=fmt, claims=total)
    return row
