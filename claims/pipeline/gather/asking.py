"""Questions that bear on a claim."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from claims.models import Claim, Gathering, Inquiry
from claims.pipeline.gather.standing import held_in_round_one, own, tell, words

if TYPE_CHECKING:
    from claims.models import User


@transaction.atomic
def ask(*, claim: Claim, by: User, text: str) -> Inquiry:
    """Ask what bears on the claim; the first question begins round one. The same question again is one.

    Raises Refused outside round one, ValidationError without words, PermissionDenied.
    """
    claim, rounds = held_in_round_one(claim, by)
    text = words(text, "text", _("Write the question first."))
    asked = Inquiry.objects.stated().filter(gathering__claim=claim, text__iexact=text)
    if same := asked.order_by("created_at", "id").first():
        return same
    gathering = Gathering.objects.open_next(claim)
    if not rounds.gatherings:
        tell("round.begun", gathering, claim, by)
    row = Inquiry.objects.create(gathering=gathering, text=text, by=by)
    tell("inquiry.asked", row, claim, by)
    return row


@transaction.atomic
def reword_question(*, inquiry: Inquiry, by: User, text: str) -> Inquiry:
    """Change one's own question; its earlier words stay in the history. Errors as for ``ask``."""
    claim, row = _held(inquiry, by)
    text = words(text, "text", _("Write the question first."))
    if row.text != text:
        row.text = text
        row.save(update_fields=["text"])
        tell("inquiry.reworded", row, claim, by)
    return row


@transaction.atomic
def state_question(*, inquiry: Inquiry, by: User, withdrawn: bool) -> Inquiry:
    """Take one's own question back with its answers, or put it there again. Twice is once."""
    claim, row = _held(inquiry, by)
    if bool(row.withdrawn_at) != withdrawn:
        row.withdrawn_at = timezone.now() if withdrawn else None
        row.save(update_fields=["withdrawn_at"])
        tell("inquiry.withdrawn" if withdrawn else "inquiry.restored", row, claim, by)
    return row


def _held(inquiry: Inquiry, by: User) -> tuple[Claim, Inquiry]:
    claim, _rounds = held_in_round_one(inquiry.gathering.claim, by)
    row = Inquiry.objects.select_for_update(of=("self",)).get(pk=inquiry.pk)
    own(row.by_id, by)
    return claim, row
