"""Draft: what a person has typed towards a verdict is kept on the server, and never overwrites what is newer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from claims.models import Draft, Seat

if TYPE_CHECKING:
    from claims.models import Claim, User


class Changed(Exception):
    """The same person's draft was saved meanwhile from another window: ``current``. Nothing was written."""

    def __init__(self, current: Draft) -> None:
        super().__init__(_("Another window or device has saved a newer draft of yours on this claim."))
        self.current = current


@transaction.atomic
def save_draft(*, claim: Claim, by: User, fields: Mapping[str, Any], basis: int | None) -> Draft:
    """Keep ``fields`` as the person's draft on the claim; answers it with its new number.

    ``basis`` is the number of the draft that the person's text goes on from, None for none. The very same fields
    again (an answer that got lost) leave the draft as it is; other fields upon an outdated number raise Changed.
    Empty fields throw the draft away. Who writes on holds their seat at the claim for longer.
    """
    fields = dict(fields)
    draft = _held(claim, by)
    if draft.fields == fields and draft.number:
        return draft
    if draft.fields and draft.number != (basis or 0):
        raise Changed(draft)
    draft.fields = fields
    draft.number += 1
    draft.saved_at = timezone.now()
    draft.save(update_fields=["fields", "number", "saved_at"])
    Seat.objects.lengthen(claim, by)
    return draft


def drop_draft(*, claim: Claim, by: User, number: int | None) -> None:
    """Empty the draft that became a verdict; one newer than ``number`` is words that the verdict lacks, and stays.

    The row stays with a higher number, so that no later draft is ever taken for this one.
    """
    seen = Draft.objects.filter(claim=claim, by=by, number__lte=number or 0).exclude(fields={})
    seen.update(fields={}, number=F("number") + 1, saved_at=timezone.now())


def _held(claim: Claim, by: User) -> Draft:
    """The person's row for this claim, locked; made, empty and with number 0, where there is none."""
    mine = Draft.objects.select_for_update().filter(claim=claim, by=by)
    if draft := mine.first():
        return draft
    fresh = Draft(claim=claim, by=by, number=0, fields={}, saved_at=timezone.now())
    Draft.objects.bulk_create([fresh], ignore_conflicts=True)
    return mine.get()
