"""Keep: an owner sets after how many days what the project no longer needs goes for good."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from claims.models import Event, Project, Retention
from claims.models.keeping import DAYS

if TYPE_CHECKING:
    from claims.models import User

MOST_DAYS = 36_500


@transaction.atomic
def set_days(*, project: Project, by: User, days: Mapping[str, int | None]) -> Retention:
    """Set some of ``DAYS``; None keeps for ever. What differs is on record. Raises ValidationError by field."""
    Project.objects.select_for_update(no_key=True).only("pk").get(pk=project.pk)
    row, _made = Retention.objects.get_or_create(project=project)
    changed = {name: value for name, value in days.items() if name in DAYS and getattr(row, name) != value}
    wrong = [name for name, value in changed.items() if value is not None and not 1 <= value <= MOST_DAYS]
    if wrong:
        raise ValidationError(dict.fromkeys(wrong, _("Give days from 1 to 36500, or nothing.")))
    told = {name: {"from": getattr(row, name), "to": value} for name, value in changed.items()}
    for name, value in changed.items():
        setattr(row, name, value)
    if changed:
        row.save()
        Event.objects.record("retention.changed", project, project_id=project.pk, by=by, **told)
    return row
