"""Where claims stand: their content spans, their numbers, and the waivers that a claim replaces."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Max

from claims.models import Attribution, Claim, Sentence, SourceKind, Span, SpanRole, Waiver
from claims.pipeline.edit.facts import FACTS, note_facts
from claims.pipeline.edit.places import Place, worded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claims.models import Revision
    from claims.pipeline.edit.acting import Hand


def place_claim(claim: Claim, places: Sequence[Place]) -> None:
    """Let the claim stand on these places and nowhere else; its wording and what follows from it go along."""
    note_facts(claim, worded(claim.revision.text, places), unnamed=_is_unnamed(claim))
    claim.save(update_fields=FACTS)
    Span.objects.filter(claim=claim, role=SpanRole.CONTENT).delete()
    add_content(claim, places)


def add_content(claim: Claim, places: Sequence[Place]) -> None:
    """Content spans for a claim."""
    common = {"revision_id": claim.revision_id, "claim": claim, "role": SpanRole.CONTENT}
    Span.objects.bulk_create(Span(start=start, end=end, **common) for start, end in places)


def _is_unnamed(claim: Claim) -> bool:
    """Whether the nearest voice is known and not named."""
    voice = Attribution.objects.filter(claim=claim).select_related("source").order_by("hop", "place").first()
    if voice is None:
        return False
    unnamed = (SourceKind.ANONYMOUS, SourceKind.UNNAMED_PERSON, SourceKind.UNNAMED_GROUP)
    return voice.source is None or voice.source.kind in unnamed


def next_number(revision: Revision) -> int:
    """The number for a new claim; the caller is alone with the article's edits."""
    last = Claim.objects.filter(revision=revision).aggregate(last=Max("number"))["last"]
    return (last or 0) + 1


def lift_waivers(hand: Hand, places: Sequence[Place]) -> None:
    """A sentence that a person makes a claim of is to be checked after all: its waiver goes, in the same step."""
    first, last = places[0][0], places[-1][1]
    near = Sentence.objects.filter(revision=hand.revision, start__lt=last, end__gt=first, waiver__isnull=False)
    standing = [row for row in near if any(start < row.end and row.start < end for start, end in places)]
    if standing:
        hand.step.watch(sentences=standing)
        Waiver.objects.filter(sentence__in=standing).delete()
