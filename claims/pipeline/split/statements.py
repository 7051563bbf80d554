"""Save claims: new ones, those found again, and those that stay because people touched them."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import F

from claims.models import Claim, Revision, Span, SpanRole
from claims.pipeline.split.kept import Plan, places_of
from claims.splitting import spans

FAR = 1_000_000
"""More than any text has claims: numbers move there first, so that no two are ever the same."""

TOLD = ["speech", "polarity", "worthiness", "reasons", "hedges", "negated", "splitter_version", "confidence"]
"""What the splitter says of a claim; its wording follows from where it stands."""


def save_claims(revision: Revision, found: spans.Split, plan: Plan) -> list[Claim | None]:
    """A row for each claim found, in order; None where the attributions of an earlier one stand as they are."""
    Claim.objects.filter(pk__in=[row.pk for row in plan.gone]).delete()
    rows: dict[int, Claim] = {}
    for index, claim in enumerate(found.claims):
        row = plan.again.get(index) or Claim(revision=revision, text=claim.text)
        if index not in plan.left_out:
            rows[index] = row if row.pk in plan.frozen else _told(row, claim, found.version)
    _number(rows, found, plan)
    there = [*plan.again.values(), *plan.kept]
    Claim.objects.filter(pk__in=[row.pk for row in there]).update(number=F("number") + FAR)
    Claim.objects.bulk_update(there, ["number", *TOLD], batch_size=500)
    new = {index: row for index, row in rows.items() if index not in plan.again}
    Claim.objects.bulk_create(new.values())
    Span.objects.bulk_create(
        Span(revision=revision, claim=row, role=SpanRole.CONTENT, start=span.start, end=span.end)
        for index, row in new.items()
        for span in found.claims[index].spans
    )
    return [_open_to_change(rows.get(index), plan) for index in range(len(found.claims))]


def _told(row: Claim, claim: spans.Claim, version: str) -> Claim:
    row.speech, row.polarity = str(claim.speech), str(claim.polarity)
    row.worthiness, row.reasons = claim.worthiness, list(claim.reasons)
    row.hedges, row.negated = [hedge[:60] for hedge in claim.hedges], claim.negated
    row.splitter_version, row.confidence = version, claim.confidence
    return row


def _open_to_change(row: Claim | None, plan: Plan) -> Claim | None:
    return None if row is None or row.pk in plan.frozen else row


def _number(rows: dict[int, Claim], found: spans.Split, plan: Plan) -> None:
    """Number all claims of the text: found ones in their order, kept ones where they stand, the trash last."""
    ordered = [(_start(places_of(found.claims[index])), row) for index, row in rows.items()]
    for row in plan.kept:
        start = _start(plan.places.get(row.pk, ()))
        at = next((at for at, (other, _row) in enumerate(ordered) if other > start), len(ordered))
        ordered.insert(at, (start, row))
    inorder = [row for _start, row in ordered]
    for number, row in enumerate(sorted(inorder, key=lambda row: row.deleted_at is not None), start=1):
        row.number = number


def _start(places: Iterable[tuple[int, int]]) -> int:
    return min((start for start, _end in places), default=0)
