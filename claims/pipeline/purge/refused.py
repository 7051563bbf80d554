"""Why something does not go for good, and the one guard that all ways there pass."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from claims.models import Hold, Project


class Refused(ValidationError):
    """The message says why, and what to do."""

    def __init__(self, message: str, *, field: str = "confirm") -> None:
        super().__init__({field: message})


def not_held(project_id: Any, article_id: Any = None) -> None:
    """Raise Refused under a hold. Locks the project's row, as whoever places a hold does, so that none slips in."""
    Project.objects.select_for_update(no_key=True).only("pk").get(pk=project_id)
    held = Hold.objects.on(project=project_id, article=article_id).order_by("article").first()
    if held:
        words = _("A legal hold is in force: “%(reason)s”. Nothing under it goes for good until it is lifted.")
        raise Refused(words % {"reason": held.reason}, field="hold")
