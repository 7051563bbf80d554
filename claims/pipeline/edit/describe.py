"""Describe a claim: what kind of speech it is and what its source does with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from claims.models import Claim, EditVerb, Polarity, SpeechKind
from claims.pipeline.edit.acting import at_hand
from claims.pipeline.edit.places import Refused

if TYPE_CHECKING:
    from claims.models import User


def describe(*, claim: Claim, speech: str | None = None, polarity: str | None = None, by: User) -> Claim:
    """Set the kind of speech and the polarity; None leaves as it is. Raises Refused for an unknown word."""
    if speech is not None and speech not in SpeechKind.values:
        raise Refused({"speech": _("Choose the kind of speech.")})
    if polarity is not None and polarity not in Polarity.values:
        raise Refused({"polarity": _("Choose what the source does with it.")})
    with at_hand(EditVerb.DESCRIBED, [claim], by=by, whole=False) as hand:
        row = hand.claims[0]
        before = (row.speech, row.polarity)
        row.speech, row.polarity = speech or row.speech, polarity or row.polarity
        if before != (row.speech, row.polarity):
            row.save(update_fields=["speech", "polarity"])
            hand.tell("claim.described", [row], speech=row.speech, polarity=row.polarity)
    claim.speech, claim.polarity = row.speech, row.polarity
    return claim
