"""Merge claims: one takes in the words of the others."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from claims.models import Claim, EditVerb
from claims.pipeline.edit.acting import at_hand
from claims.pipeline.edit.places import Refused, checked, contents
from claims.pipeline.edit.reshape import move
from claims.pipeline.edit.trash import put_away

if TYPE_CHECKING:
    from claims.models import User


def merge(*, claim: Claim, others: Iterable[Claim], by: User) -> Claim:
    """Let the claim stand on its words and those of the others, which go to the trash; who says it stays."""
    others = [row for row in others if row.pk != claim.pk]
    if not others:
        raise Refused(_("Choose another claim to merge with this one."))
    with at_hand(EditVerb.MERGED, [claim, *others], by=by) as hand:
        row, *taken = hand.claims
        hand.step.claim, hand.step.number = row, row.number
        standing = contents(hand.claims)
        own = standing[row.pk]
        wanted = checked(hand.revision.text, [place for places in standing.values() for place in places])
        if wanted != own:
            move(hand, row, wanted)
        put_away(taken)
        hand.tell("claim.merged", [row], others=[str(one.pk) for one in taken])
        hand.tell("claim.merged", taken, into=str(row.pk))
    claim.refresh_from_db(fields=["text", "state", "reshaped_at", "reshaped_by"])
    return claim
