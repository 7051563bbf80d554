"""Save who said what: suggestions of the splitter, and over them what people decided."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import F

from claims.models import Attribution, Claim, Reading, Revision, Source, Span, SpanRole
from claims.pipeline.split.kept import Place
from claims.splitting import spans

FAR = 1_000
"""Hops move there first, so that no two attributions of a claim ever stand at one place."""

DECISION = ["source_id", "tie", "tie_reason", "confidence", "set_by_id", "set_at"]
WRITTEN = ["source", "tie", "tie_reason", "confidence", "set_by", "set_at"]

Words = tuple[UUID, tuple[Place, ...], int]
"""Which words are tied: the claim, where the words of the source (else of the cue) stand, the place at the hop."""


@dataclass(slots=True)
class Suggested:
    """One attribution as the splitter found it, and the row that is to hold it."""

    row: Attribution
    said: spans.Attribution
    content: tuple[spans.Span, ...]

    @property
    def words(self) -> Words:
        """Which words it ties."""
        places = self.said.source or self.said.cue
        return self.row.claim_id, tuple(sorted((span.start, span.end) for span in places)), self.row.place


def save_attributions(
    revision: Revision, found: spans.Split, claims: Sequence[Claim | None], sources: Sequence[Source]
) -> list[Suggested]:
    """Replace the attributions of ``claims`` (None: those stay); a tie that a person set or broke stays so.

    What a person decided stands over the new suggestion, which goes into the row's history. Where the splitter
    no longer finds the words, the row stays as it is. Answers what was found.
    """
    changing = [claim for claim in claims if claim is not None]
    suggested = [
        one
        for claim, value in zip(claims, found.claims, strict=True)
        if claim is not None
        for one in _suggestions(revision, claim, value, found, sources)
    ]
    decided = list(Attribution.objects.filter(claim__in=changing).exclude(set_at=None).order_by("hop", "place"))
    Attribution.objects.filter(claim__in=changing, set_at=None).delete()
    decisions = _stick(decided, suggested)
    stuck = [one.row for one in suggested if one.row.pk in decisions]
    _move(decided, stuck, suggested)
    Attribution.objects.bulk_create(one.row for one in suggested if one.row.pk not in decisions)
    Span.objects.bulk_create(span for one in suggested for span in _spans(revision, one))
    Reading.objects.bulk_create(reading for one in suggested for reading in _readings(one, sources))
    decide(stuck, decisions)
    return suggested


def decision(row: Attribution) -> dict[str, Any]:
    """What a person decided."""
    return {name: getattr(row, name) for name in DECISION}


def decide(rows: Iterable[Attribution], decisions: dict[UUID, dict[str, Any]]) -> None:
    """Write down decisions over what stands there."""
    rows = list(rows)
    for row in rows:
        for name, value in decisions[row.pk].items():
            setattr(row, name, value)
    Attribution.objects.bulk_update(rows, WRITTEN)


def _suggestions(
    revision: Revision, claim: Claim, value: spans.Claim, found: spans.Split, sources: Sequence[Source]
) -> Iterable[Suggested]:
    for hop, index in enumerate(value.attributions, start=1):
        said = found.attributions[index]
        cue = " … ".join(place.of(revision.text) for place in said.cue)[:300]
        together = {sources[reading.source].pk: reading for reading in reversed(said.readings)}
        if not together:
            sure = max((reading.confidence for reading in said.open_readings), default=1.0)
            yield Suggested(Attribution(claim=claim, hop=hop, cue=cue, confidence=sure), said, value.spans)
        for place, (pk, reading) in enumerate(reversed(together.items()), start=1):
            row = Attribution(
                claim=claim,
                hop=hop,
                place=place,
                cue=cue,
                source_id=pk,
                tie=str(reading.tie),
                tie_reason=reading.reason[:300],
                confidence=reading.confidence,
            )
            yield Suggested(row, said, value.spans)


def _stick(decided: list[Attribution], suggested: list[Suggested]) -> dict[UUID, dict[str, Any]]:
    """Let a decided row hold the suggestion for the same words; the decisions by row."""
    waiting = {one.words: one for one in suggested}
    decisions = {}
    for row, words in zip(decided, _words_of(decided), strict=True):
        if one := waiting.pop(words, None):
            one.row.pk = row.pk
            decisions[row.pk] = decision(row)
    Span.objects.filter(attribution__in=list(decisions)).delete()
    Reading.objects.filter(attribution__in=list(decisions)).delete()
    return decisions


def _words_of(rows: list[Attribution]) -> list[Words]:
    places: dict[tuple[UUID | None, str], list[Place]] = defaultdict(list)
    for span in Span.objects.filter(attribution__in=rows).order_by("start", "end"):
        places[span.attribution_id, span.role].append((span.start, span.end))
    return [
        (row.claim_id, tuple(places[row.pk, SpanRole.SOURCE] or places[row.pk, SpanRole.CUE]), row.place)
        for row in rows
    ]


def _move(decided: list[Attribution], stuck: list[Attribution], suggested: list[Suggested]) -> None:
    """Put the rows that stay where they belong; those not found again behind what was found at their hop."""
    if not decided:
        return
    Attribution.objects.filter(pk__in=[row.pk for row in decided]).update(hop=F("hop") + FAR)
    taken = {(one.row.claim_id, one.row.hop, one.row.place) for one in suggested}
    held = {row.pk for row in stuck}
    left = [row for row in decided if row.pk not in held]
    for row in left:
        while (row.claim_id, row.hop, row.place) in taken:
            row.place += 1
        taken.add((row.claim_id, row.hop, row.place))
    Attribution.objects.bulk_update([*stuck, *left], ["hop", "place", "cue", *WRITTEN])


def _spans(revision: Revision, one: Suggested) -> Iterable[Span]:
    for role, places in ((SpanRole.SOURCE, one.said.source), (SpanRole.CUE, one.said.cue)):
        for place in places:
            yield Span(
                revision=revision,
                claim_id=one.row.claim_id,
                attribution=one.row,
                role=role,
                start=place.start,
                end=place.end,
            )


def _readings(one: Suggested, sources: Sequence[Source]) -> Iterable[Reading]:
    """The open ones; several that turn out to be one source are one."""
    likeliest = {sources[reading.source].pk: reading for reading in reversed(one.said.open_readings)}
    for pk, reading in likeliest.items():
        yield Reading(
            attribution=one.row,
            source_id=pk,
            tie=str(reading.tie),
            reason=reading.reason[:300],
            confidence=reading.confidence,
        )
