"""What stays of an earlier split of the same text: claims that people touched, and claims found again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Q, QuerySet

from claims.models import (
    Attribution,
    Claim,
    ClaimState,
    Evidence,
    GradeOverride,
    Lookup,
    Revision,
    Ruling,
    Span,
    SpanRole,
    Verdict,
)
from claims.pipeline.split.edited import Edited, edited
from claims.splitting import spans

Place = tuple[int, int]

ALIKE = 0.5
"""A new claim that shares so much of its words (intersection over union) with a kept one would say it twice."""

COVERED = 0.8
"""A new claim of which so much stands in claims that people made or reshaped was cut up or put together by them."""


@dataclass(slots=True)
class Plan:
    """For one split: what becomes of each claim that is there, and of each that was found.

    ``again`` pairs the index of a found claim with the row that has the very same content. ``frozen`` rows were
    judged, or people set their words, voice or kind: they stay as they are, but for their number. ``kept`` rows
    were touched by people and not found again; ``gone`` rows were touched by nobody. ``left_out`` are indexes of
    found claims for which a kept one stands. ``lifted`` are ids of sentences of which people lifted the waiver.
    """

    again: dict[int, Claim] = field(default_factory=dict)
    frozen: set[UUID] = field(default_factory=set)
    kept: list[Claim] = field(default_factory=list)
    gone: list[Claim] = field(default_factory=list)
    left_out: set[int] = field(default_factory=set)
    lifted: set[int] = field(default_factory=set)
    places: dict[UUID, tuple[Place, ...]] = field(default_factory=dict)

    def told(self) -> dict[str, int]:
        """Figures for the audit trail; none for a first split."""
        if not (self.again or self.kept or self.gone):
            return {}
        return {"found_again": len(self.again), "kept": len(self.kept), "gone": len(self.gone)}


def compare(revision: Revision, found: spans.Split) -> Plan:
    """Hold what was found against the claims that are there; locks those."""
    rows = Claim.objects.select_for_update().filter(revision=revision).defer("search").order_by("pk")
    there = sorted(rows, key=lambda row: row.number)
    by_people = edited(revision)
    if not there:
        return Plan(lifted=by_people.lifted)
    plan = Plan(places=_places(revision), lifted=by_people.lifted)
    plan.frozen = _judged(revision) | by_people.fixed
    touched = plan.frozen | _touched(revision) | by_people.kept
    waiting = _by_place(there, plan.places, touched)
    for index, claim in enumerate(found.claims):
        if rows_there := waiting.get(places_of(claim)):
            plan.again[index] = rows_there.pop(0)
    taken = {row.pk for row in plan.again.values()}
    left = [row for row in there if row.pk not in taken]
    plan.kept = [row for row in left if row.pk in touched]
    plan.gone = [row for row in left if row.pk not in touched]
    plan.left_out = set(_said_already(found, plan, by_people))
    return plan


def places_of(claim: spans.Claim) -> tuple[Place, ...]:
    """Where the content of a found claim stands, in order."""
    return tuple(sorted((span.start, span.end) for span in claim.spans))


def _places(revision: Revision) -> dict[UUID, tuple[Place, ...]]:
    places: dict[UUID, list[Place]] = defaultdict(list)
    content = Span.objects.filter(revision=revision, role=SpanRole.CONTENT).order_by("start", "end")
    for claim_id, start, end in content.values_list("claim_id", "start", "end"):
        places[claim_id].append((start, end))
    return {pk: tuple(own) for pk, own in places.items()}


def _by_place(
    rows: Iterable[Claim], places: dict[UUID, tuple[Place, ...]], touched: set[UUID]
) -> dict[tuple[Place, ...], list[Claim]]:
    """Rows by where they stand, those that people touched first."""
    waiting: dict[tuple[Place, ...], list[Claim]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: row.pk not in touched):
        waiting[places.get(row.pk, ())].append(row)
    return waiting


def _judged(revision: Revision) -> set[UUID]:
    """Claims that a verdict or a ruling answers for."""
    verdicts = Verdict.objects.filter(claim__revision=revision).values_list("claim_id", flat=True)
    rulings = Ruling.objects.filter(claim__revision=revision).values_list("claim_id", flat=True)
    return {*verdicts, *rulings}


def _touched(revision: Revision) -> set[UUID]:
    """Claims that a person made, put into the trash, set evidence, a tie or a grade on, or typed a question for."""
    own = Claim.objects.filter(revision=revision)
    by_hand = own.exclude(created_by=None, deleted_at=None, state=ClaimState.OPEN).values_list("pk", flat=True)
    weighed = ~Q(added_by=None) | ~Q(stance="") | ~Q(directness="") | ~Q(dismissed_at=None)
    related: list[QuerySet[Evidence] | QuerySet[Attribution] | QuerySet[GradeOverride] | QuerySet[Lookup]] = [
        Evidence.objects.filter(weighed, claim__revision=revision),
        Attribution.objects.filter(claim__revision=revision).exclude(set_at=None),
        GradeOverride.objects.filter(claim__revision=revision),
        Lookup.objects.filter(claim__revision=revision, typed=True),
    ]
    return {*by_hand, *(pk for rows in related for pk in rows.values_list("claim_id", flat=True))}


def _said_already(found: spans.Split, plan: Plan, by_people: Edited) -> Iterable[int]:
    """Found claims for which a kept one stands: one alike, one that was cut out of it, or several that cover it."""
    kept = [row for row in [*plan.kept, *plan.again.values()] if row.deleted_at is None]
    standing = [plan.places.get(row.pk, ()) for row in plan.kept if row.deleted_at is None]
    own = {row.pk for row in kept if row.pk in by_people.fixed or row.created_by_id}
    covering = sorted(place for pk in own for place in plan.places.get(pk, ()))
    for index, claim in enumerate(found.claims):
        places = places_of(claim)
        if index not in plan.again and (
            any(_alike(places, other) for other in standing)
            or by_people.before.get(places, set()) & own
            or _is_covered(places, covering)
        ):
            yield index


def _is_covered(places: tuple[Place, ...], covering: list[Place]) -> bool:
    """Whether most of the code points stand in the others, which may overlap."""
    total = sum(end - start for start, end in places)
    shared = 0
    for start, end in places:
        at = start
        for first, last in covering:
            if last > at and first < end:
                shared += min(last, end) - max(first, at)
                at = min(last, end)
    return shared >= COVERED * total


def _alike(one: tuple[Place, ...], other: tuple[Place, ...]) -> bool:
    shared = sum(max(0, min(a[1], b[1]) - max(a[0], b[0])) for a in one for b in other)
    union = sum(end - start for start, end in (*one, *other)) - shared
    return union > 0 and shared / union >= ALIKE
