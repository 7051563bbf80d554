"""Set the source of claims, one or many at once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from claims.models import Attribution, Claim, EditVerb, Source, SpeechKind, Tie
from claims.models.identity import new_id
from claims.pipeline.edit.acting import Hand, at_hand
from claims.pipeline.edit.facts import speech_of
from claims.pipeline.edit.places import contents
from claims.sourcing.choosing import mention, named, own_of
from claims.undoing import clock

if TYPE_CHECKING:
    from claims.models import User

TIED = ["source", "tie", "tie_reason", "confidence", "set_by", "set_at"]


def set_source(
    *, claims: Iterable[Claim], source: Source | None = None, name: str = "", kind: str = "", by: User
) -> Source:
    """Say that the claims rest on ``source``, or on one of that ``name`` and ``kind``, made where there is none.

    It is the nearest voice (hop 1, first place) that changes, or comes, where a claim has none. Answers the source.
    Raises Refused and ``sourcing.choosing.Refused``.
    """
    with at_hand(EditVerb.TIED, list(claims), by=by, sources=True) as hand:
        chosen = own_of(hand.article, source) if source else named(hand.article, name, kind, by=by)
        voices = _nearest(hand)
        changed = [claim for claim in hand.claims if not _says_so(voices.get(claim.pk), chosen)]
        moved = [claim for claim in changed if _is_other(voices.get(claim.pk), chosen)]
        _tie(hand, changed, voices, chosen)
        hand.reshaped(*moved)
        mention(hand.article, chosen)
        hand.tell("claim.tied", changed, source=str(chosen.pk), name=chosen.name)
    return chosen


def _nearest(hand: Hand) -> dict[object, Attribution]:
    rows = Attribution.objects.filter(claim__in=hand.claims, hop=1, place=1).select_related("source")
    return {row.claim_id: row for row in rows}


def _says_so(row: Attribution | None, chosen: Source) -> bool:
    return row is not None and (row.source_id, row.tie) == (chosen.pk, Tie.PERSON)


def _is_other(row: Attribution | None, chosen: Source) -> bool:
    """Whether somebody else said it so far; a suggestion that is confirmed is none."""
    if row is None or row.source is None:
        return True
    return (row.source.merged_into_id or row.source_id) != chosen.pk


def _tie(hand: Hand, claims: list[Claim], voices: dict[object, Attribution], chosen: Source) -> None:
    now = clock()
    rows, new = [], []
    for claim in claims:
        row = voices.get(claim.pk)
        if row is None:
            row = Attribution(pk=new_id(), claim=claim, hop=1, place=1)
            new.append(row)
        else:
            rows.append(row)
        row.source, row.tie, row.tie_reason, row.confidence = chosen, Tie.PERSON, "", 1.0
        row.set_by, row.set_at = hand.by, now
    Attribution.objects.bulk_update(rows, TIED, batch_size=500)
    Attribution.objects.bulk_create(new)
    attribute([row.claim for row in new])


def attribute(claims: Iterable[Claim]) -> None:
    """Claims that were the article's own have a voice now: their kind of speech follows from the quotation marks.

    Two queries, however many.
    """
    own = {claim.pk: claim for claim in claims if claim.speech == SpeechKind.NARRATED}
    for pk, there in contents(own.values()).items():
        if there:
            own[pk].speech = speech_of(own[pk].revision.text, there, attributed=True)
    Claim.objects.bulk_update(own.values(), ["speech"], batch_size=500)
