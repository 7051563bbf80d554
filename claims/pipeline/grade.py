"""Grade: a person sets another sourcing grade than the one that was computed, and says why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils.translation import gettext as _

from claims.models import Claim, Event, Grade, GradeOverride

if TYPE_CHECKING:
    from claims.models import User


class Refused(ValidationError):
    """The grade cannot be set like that; the message says why, by field."""


class Changed(Exception):
    """Somebody set another grade meanwhile: ``current``. Nothing was written."""

    def __init__(self, current: GradeOverride) -> None:
        grade = current.grade or _("the computed one")
        told = {"who": current.by.label, "grade": grade}
        super().__init__(_("%(who)s set this grade to %(grade)s meanwhile. Look at it, then decide.") % told)
        self.current = current


@transaction.atomic
def override_grade(*, claim: Claim, grade: str, reason: str, by: User, basis: str | None = None) -> GradeOverride:
    """Set ``grade`` in place of the computed one, until it is lifted. The same again changes nothing.

    ``basis`` is the id of the newest override that the person saw, "" for none; another one set meanwhile raises
    Changed, None asks for no such check. Raises Refused for an unknown grade or no reason.
    """
    reason = reason.strip()
    wrong = {
        "grade": grade not in Grade.values and _("Choose a grade from A to E, or N."),
        "reason": not reason and _("Say why: a grade that a person sets needs a reason."),
    }
    if messages := {field: message for field, message in wrong.items() if message}:
        raise Refused(messages)
    return _append(claim, grade, reason, by, basis)


@transaction.atomic
def lift_override(*, claim: Claim, by: User, reason: str = "", basis: str | None = None) -> GradeOverride | None:
    """Let the computed grade stand again; None where nobody had set another. ``basis`` as above."""
    newest = _newest(claim)
    if newest is None or not newest.grade:
        return newest
    return _append(claim, "", reason.strip() or _("The computed grade stands."), by, basis)


def _append(claim: Claim, grade: str, reason: str, by: User, basis: str | None) -> GradeOverride:
    with connection.cursor() as cursor:  # one at a time, so that of two people the second is told of the first
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 2))", [f"grade {claim.pk}"])
    newest = _newest(claim)
    if newest and (newest.grade, newest.reason, newest.by_id) == (grade, reason, by.pk):
        return newest
    if newest and basis is not None and basis != str(newest.pk):
        raise Changed(newest)
    row = GradeOverride.objects.create(claim=claim, grade=grade, reason=reason, by=by)
    verb = "grade.overridden" if grade else "grade.lifted"
    article = claim.revision.article
    Event.objects.record(verb, claim, project_id=article.project_id, article_id=article.pk, by=by, grade=grade)
    return row


def _newest(claim: Claim) -> GradeOverride | None:
    rows = GradeOverride.objects.filter(claim=claim).select_related("by")
    return rows.order_by("-created_at", "-id").first()
