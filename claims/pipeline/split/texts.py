"""Save sentences and waivers; what a person waived stays waived."""

from __future__ import annotations

from claims.models import Revision, Sentence, Waiver
from claims.pipeline.split.kept import Place, Plan
from claims.splitting import spans


def save_sentences(revision: Revision, found: spans.Split, plan: Plan) -> None:
    """Replace the splitter's sentences and waivers; a sentence that a kept claim touches is not waived by it."""
    waived = _waived_by_people(revision)
    rows = _sentences(revision, found)
    claimed = [place for row in plan.kept if row.deleted_at is None for place in plan.places.get(row.pk, ())]
    waivers = {
        waiver.sentence: Waiver(sentence=rows[waiver.sentence], reason=str(waiver.reason))
        for waiver in found.waivers
        if rows[waiver.sentence].pk not in plan.lifted
        and not any(_shared(rows[waiver.sentence], place) for place in claimed)
    }
    for position, row in enumerate(rows):
        for place, waiver in waived.items():
            if 2 * _shared(row, place) > row.end - row.start:
                waivers[position] = _again(waiver, row)
    Waiver.objects.bulk_create(waivers.values())


def _waived_by_people(revision: Revision) -> dict[Place, Waiver]:
    """What people waived, by where it stands; all waivers are taken off."""
    rows = Waiver.objects.filter(sentence__revision=revision)
    by_people = {
        (row.sentence.start, row.sentence.end): row
        for row in rows.exclude(waived_by=None).select_related("sentence")
    }
    rows.delete()
    return by_people


def _again(waiver: Waiver, sentence: Sentence) -> Waiver:
    """A person's waiver; where its sentence is the same it is the same row, which they can still undo."""
    same = {"pk": waiver.pk} if waiver.sentence_id == sentence.pk else {}
    return Waiver(sentence=sentence, reason=waiver.reason, waived_by_id=waiver.waived_by_id, **same)


def _sentences(revision: Revision, found: spans.Split) -> list[Sentence]:
    places = [(sentence.span.start, sentence.span.end) for sentence in found.sentences]
    there = list(Sentence.objects.filter(revision=revision).order_by("position"))
    if [(row.start, row.end) for row in there] == places:
        return there
    Sentence.objects.filter(revision=revision).delete()
    return Sentence.objects.bulk_create(
        Sentence(revision=revision, position=position, start=start, end=end)
        for position, (start, end) in enumerate(places)
    )


def _shared(row: Sentence, place: Place) -> int:
    """How many code points a sentence shares with a place."""
    return max(0, min(row.end, place[1]) - max(row.start, place[0]))
