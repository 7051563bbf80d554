"""Reshape a claim: let it stand on more, fewer or other words."""

from __future__ import annotations

from typing import Literal

from django.utils.translation import gettext as _

from claims.measures.words import moved_end, moved_start
from claims.models import Claim, EditVerb, User
from claims.pipeline.edit.acting import Hand, at_hand
from claims.pipeline.edit.places import Place, Refused, checked, content_of
from claims.pipeline.edit.standing import lift_waivers, place_claim


class Changed(Refused):
    """Somebody changed the claim's words or voice since the person saw them. Nothing was written."""


def reshape(*, claim: Claim, places: list[tuple[int, int]], by: User, basis: str | None = None) -> Claim:
    """Let the claim stand on these places; its wording follows, and earlier verdicts no longer count.

    ``basis`` (see ``Claim.as_seen``) is the state that the person saw: where somebody reshaped the claim meanwhile,
    Changed is raised; None asks for no such check. The same places again change nothing.
    """
    with at_hand(EditVerb.RESHAPED, [claim], by=by) as hand:
        wanted = checked(hand.revision.text, places)
        if wanted != content_of(hand.claims[0]):
            _refuse_outdated(hand.claims[0], basis)
            move(hand, hand.claims[0], wanted)
            hand.tell("claim.reshaped", hand.claims)
    return _again(claim, hand)


def nudge(*, claim: Claim, edge: Literal["start", "end"] | str, by_words: int, by: User) -> Claim:
    """Move an edge of the claim by whole words; negative is earlier in the text. Refused where there are none."""
    if edge not in ("start", "end") or not by_words:
        raise Refused(_("Choose an edge of the claim, and which way it goes."))
    with at_hand(EditVerb.RESHAPED, [claim], by=by) as hand:
        row = hand.claims[0]
        wanted = _nudged(hand.revision.text, content_of(row), edge, by_words)
        move(hand, row, checked(hand.revision.text, wanted))
        hand.tell("claim.reshaped", hand.claims)
    return _again(claim, hand)


def move(hand: Hand, claim: Claim, places: list[Place]) -> None:
    """Let a claim in hand stand on these places, with all that goes with it."""
    lift_waivers(hand, places)
    place_claim(claim, places)
    hand.reshaped(claim)


def _again(claim: Claim, hand: Hand) -> Claim:
    """The claim that was given, with the words it has now."""
    claim.refresh_from_db(
        fields=["text", "speech", "polarity", "state", "reshaped_at", "reshaped_by", "deleted_at"]
    )
    return claim


def _refuse_outdated(claim: Claim, basis: str | None) -> None:
    if basis is None or basis == claim.as_seen:
        return
    who = User.objects.filter(pk=claim.reshaped_by_id).first() if claim.reshaped_by_id else None
    told = {"who": who.label if who else _("Somebody"), "n": claim.number}
    raise Changed(_("%(who)s changed claim %(n)d meanwhile. Look at it, then decide.") % told)


def _nudged(text: str, places: list[Place], edge: str, by_words: int) -> list[Place]:
    if not places:
        raise Refused(_("This claim has lost its place. Select its words again."))
    start, end = places[0][0], places[-1][1]
    found = moved_start(text, start, by_words) if edge == "start" else moved_end(text, end, by_words)
    if found is None:
        raise Refused(_("There are no more words on that side."))
    if edge == "start":
        left = [(max(first, found), last) for first, last in places if last > found]
        left = [(found, left[0][1]), *left[1:]] if left and by_words < 0 else left
    else:
        left = [(first, min(last, found)) for first, last in places if first < found]
        left = [*left[:-1], (left[-1][0], found)] if left and by_words > 0 else left
    if not left:
        raise Refused(_("A claim needs at least one word. Put it into the trash instead."))
    return left
