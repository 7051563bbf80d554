"""Make a claim of words that a person selected."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext as _

from claims.models import Claim, EditVerb, Polarity, Span, SpanRole
from claims.pipeline.edit.acting import Hand, in_text
from claims.pipeline.edit.facts import note_facts, speech_of
from claims.pipeline.edit.places import Place, Refused, checked, worded
from claims.pipeline.edit.standing import add_content, lift_waivers, next_number

if TYPE_CHECKING:
    from claims.models import Revision, User


def make_claim(*, revision: Revision, places: list[tuple[int, int]], by: User) -> Claim:
    """A claim of its own number on these places of the text; waivers of its sentences are lifted.

    Who says it is not known yet. Refused where a claim stands on the very same words, but for one in
    the trash.
    """
    wanted = checked(revision.text, places)
    with in_text(EditVerb.MADE, revision, by=by) as hand:
        _refuse_twin(revision, wanted)
        lift_waivers(hand, wanted)
        claim = Claim(
            revision=revision,
            number=next_number(revision),
            speech=speech_of(revision.text, wanted, attributed=False),
            polarity=Polarity.ASSERTS,
            created_by=by,
        )
        note_facts(claim, worded(revision.text, wanted))
        save_made(hand, claim, wanted)
        hand.step.claim, hand.step.number = claim, claim.number
        hand.tell("claim.made", [claim])
    return claim


def save_made(hand: Hand, claim: Claim, places: list[Place]) -> None:
    """Save a new claim with its content as made in this step."""
    claim.save(force_insert=True)
    add_content(claim, places)
    hand.step.made(claim)


def _refuse_twin(revision: Revision, places: list[Place]) -> None:
    first = Span.objects.filter(revision=revision, role=SpanRole.CONTENT, start=places[0][0], end=places[0][1])
    near = list(first.values_list("claim", flat=True))
    spans = Span.objects.filter(claim__in=near, role=SpanRole.CONTENT).order_by("start", "end")
    standing: dict[UUID, list[Place]] = {}
    for pk, start, end in spans.values_list("claim", "start", "end"):
        standing.setdefault(pk, []).append((start, end))
    twins = [pk for pk, there in standing.items() if there == places]
    twin = Claim.objects.kept().filter(pk__in=twins).order_by("number").first()
    if twin:
        raise Refused(_("Claim %(n)d stands on these very words already.") % {"n": twin.number})
