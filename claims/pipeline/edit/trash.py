"""Put claims into the trash and take them out again."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from claims.models import Claim, EditVerb, Seat
from claims.pipeline.edit.acting import at_hand
from claims.undoing import clock

if TYPE_CHECKING:
    from claims.models import User


def trash(*, claims: Iterable[Claim], by: User) -> list[Claim]:
    """Put the claims into the trash; those that lie there already stay as they are. Answers those that went."""
    with at_hand(EditVerb.TRASHED, list(claims), by=by, whole=False, trashed=None) as hand:
        going = [claim for claim in hand.claims if claim.deleted_at is None]
        put_away(going)
        hand.tell("claim.trashed", going)
    return going


def restore(*, claims: Iterable[Claim], by: User) -> list[Claim]:
    """Take the claims out of the trash, as they were; others stay as they are. Answers those that came back."""
    with at_hand(EditVerb.RESTORED, list(claims), by=by, whole=False, trashed=None) as hand:
        coming = [claim for claim in hand.claims if claim.deleted_at is not None]
        for claim in coming:
            claim.deleted_at = None
        Claim.objects.filter(pk__in=[claim.pk for claim in coming]).update(deleted_at=None)
        hand.tell("claim.restored", coming)
    return coming


def put_away(claims: list[Claim]) -> None:
    """The claims lie in the trash from now on; nobody holds a seat there."""
    now = clock()
    for claim in claims:
        claim.deleted_at = now
    ids = [claim.pk for claim in claims]
    Claim.objects.filter(pk__in=ids).update(deleted_at=now)
    Seat.objects.vacate(ids)
