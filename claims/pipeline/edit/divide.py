"""Divide a claim: some of its words become a claim of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from claims.models import Attribution, Claim, EditVerb, Reading, Span
from claims.models.identity import new_id
from claims.pipeline.edit.acting import Hand, at_hand
from claims.pipeline.edit.facts import note_facts
from claims.pipeline.edit.make import save_made
from claims.pipeline.edit.places import Place, Refused, checked, common, content_of, trimmed, worded
from claims.pipeline.edit.reshape import move
from claims.pipeline.edit.standing import next_number

if TYPE_CHECKING:
    from claims.models import User


def split_off(*, claim: Claim, start: int, end: int, by: User) -> Claim:
    """The claim's words in [start, end) become a claim of their own, said by the same; answers the new claim."""
    return _divided(claim, start, end, by)


def split_at(*, claim: Claim, at: int, by: User) -> Claim:
    """The claim's words from ``at`` on become a claim of their own; answers the new claim."""
    return _divided(claim, at, None, by)


def _divided(claim: Claim, start: int, end: int | None, by: User) -> Claim:
    with at_hand(EditVerb.SPLIT, [claim], by=by) as hand:
        text, row = hand.revision.text, hand.claims[0]
        own = content_of(row)
        stop = len(text) if end is None else end
        new = _left(text, common(own, start, stop))
        rest = _left(text, [*common(own, 0, start), *common(own, stop, len(text))])
        if not new or not rest:
            raise Refused(_("Select some of the claim's words, but not all, to make a claim of their own."))
        made = _made_of(hand, row, new)
        move(hand, row, rest)
        hand.tell("claim.split", [row], into=str(made.pk))
        hand.tell("claim.made", [made], out_of=str(row.pk))
    claim.refresh_from_db(fields=["text", "state", "reshaped_at", "reshaped_by"])
    return made


def _left(text: str, places: list[Place]) -> list[Place]:
    """What has words, trimmed."""
    found = [place for start, end in places if (place := trimmed(text, start, end))]
    return checked(text, found) if any(text[a:b] and any(c.isalnum() for c in text[a:b]) for a, b in found) else []


def _made_of(hand: Hand, row: Claim, places: list[Place]) -> Claim:
    """A new claim on these places, said by whoever says ``row``."""
    claim = Claim(
        revision=hand.revision,
        number=next_number(hand.revision),
        speech=row.speech,
        polarity=row.polarity,
        created_by=hand.by,
    )
    note_facts(claim, worded(hand.revision.text, places))
    save_made(hand, claim, places)
    _copy_voices(row, claim)
    return claim


def _copy_voices(row: Claim, claim: Claim) -> None:
    """Its attributions with their words and readings; a constant number of queries."""
    voices = list(Attribution.objects.filter(claim=row))
    new = {one.pk: new_id() for one in voices}
    spans = list(Span.objects.filter(attribution__in=new).order_by("pk"))
    readings = list(Reading.objects.filter(attribution__in=new))
    for one in voices:
        one.pk, one.claim = new[one.pk], claim
    for span in spans:
        span.pk, span.claim = None, claim
        span.attribution_id = new[span.attribution_id] if span.attribution_id else None
    for reading in readings:
        reading.pk, reading.attribution_id = new_id(), new[reading.attribution_id]
    Attribution.objects.bulk_create(voices)
    Span.objects.bulk_create(spans)
    Reading.objects.bulk_create(readings)
