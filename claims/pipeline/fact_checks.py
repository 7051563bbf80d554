"""Fact-checks that others published: kept as they gave them, apart from our own verdicts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from claims.extraction.claim_review import Review
from claims.extraction.refusal import Kept
from claims.models import Event, FactCheck, Project

if TYPE_CHECKING:
    from claims.models import User

_LONGEST = {"title": 500, "url": 2000, "publisher": 200, "rating_as_given": 200, "claimant": 300, "language": 12}


@transaction.atomic
def keep_fact_checks(*, project: Project, by: User | None, items: Sequence[Review], collection: Any = None) -> Kept:
    """Keep reviews of claims; one that is there already takes on what its publisher changed, unless it is in the
    trash. ``collection`` is the id of the reading that brought them, for the audit trail.
    """
    given = {review.key: review for review in items}
    known = {row.key: row for row in FactCheck.objects.filter(project=project, key__in=given)}
    told_by = {"project": project, "added_by": by, "retrieved_at": timezone.now()}
    new = [FactCheck(key=key, **told_by, **_fields(given[key])) for key in given.keys() - known]
    made = FactCheck.objects.bulk_create(sorted(new, key=lambda row: row.pk), ignore_conflicts=True)
    there = set(FactCheck.objects.filter(pk__in=[row.pk for row in made]).values_list("pk", flat=True))
    told = {"collection": str(collection)} if collection else {}
    for row in made:
        if row.pk in there:
            Event.objects.record("fact_check.added", row, project_id=project.pk, by=by, **told)
    for key, row in known.items():
        _take_on(row, _fields(given[key]), by)
    return Kept(added=len(there), known=len(items) - len(there))


def _take_on(row: FactCheck, fields: dict[str, Any], by: User | None) -> None:
    """What a publisher changed, such as the rating."""
    changed = [name for name, value in fields.items() if name != "raw" and getattr(row, name) != value]
    if not changed or row.deleted_at:
        return
    before = {name: str(getattr(row, name)) for name in changed}
    for name, value in fields.items():
        setattr(row, name, value)
    row.retrieved_at = timezone.now()
    row.save(update_fields=[*fields, "retrieved_at"])
    Event.objects.record("fact_check.changed", row, project_id=row.project_id, by=by, before=before)


def _fields(review: Review) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "claim_reviewed": review.claim_reviewed,
        "title": review.title,
        "url": review.url,
        "publisher": review.publisher,
        "rating_as_given": review.rating,
        "rating_value": review.rating_value,
        "best_rating": review.best_rating,
        "worst_rating": review.worst_rating,
        "reviewed_at": review.reviewed_at,
        "claimant": review.claimant,
        "claimed_at": review.claimed_at,
        "language": review.language,
        "raw": review.raw,
    }
    return fields | {name: _cut(fields[name], length) for name, length in _LONGEST.items()}


def _cut(words: str, length: int) -> str:
    return words if len(words) <= length else f"{words[: length - 1]}…"


@transaction.atomic
def trash_fact_check(*, fact_check: FactCheck, by: User) -> FactCheck:
    """Take a fact-check off the list and out of the look-ups; it can be restored."""
    return _set_trashed(fact_check, timezone.now(), "fact_check.trashed", by)


@transaction.atomic
def restore_fact_check(*, fact_check: FactCheck, by: User) -> FactCheck:
    """Put a fact-check back on the list."""
    return _set_trashed(fact_check, None, "fact_check.restored", by)


def _set_trashed(row: FactCheck, at: Any, verb: str, by: User) -> FactCheck:
    row.deleted_at = at
    row.save(update_fields=["deleted_at"])
    Event.objects.record(verb, row, project_id=row.project_id, by=by)
    return row
