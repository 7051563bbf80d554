"""From round one to round two, and back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from claims.models import (
    Act,
    Answer,
    Claim,
    ClaimState,
    Gathering,
    Inquiry,
    Notice,
    NoticeKind,
    Release,
    Rounds,
    Seat,
    User,
)
from claims.pipeline.gather.standing import Refused, held, held_in_round_one, tell, words

if TYPE_CHECKING:
    from collections.abc import Sequence


@transaction.atomic
def close_round(*, claim: Claim, by: User) -> Gathering:
    """Close round one: from now on others judge the claim, from its answers alone. Twice is once.

    Seats of those who took part end, for they do not judge. Raises Refused with what is missing, PermissionDenied.
    """
    claim, rounds = held(claim, by)
    if rounds.number == 2:
        return rounds.gatherings[-1]
    claim, rounds = held_in_round_one(claim, by)
    inquiries = list(
        Inquiry.objects.stated().filter(gathering__claim=claim).order_by("gathering__number", "created_at", "id")
    )
    answers = list(Answer.objects.stated().filter(inquiry__gathering__claim=claim))
    if lacks := missing(rounds, inquiries, answers):
        raise Refused(lacks)
    gathering = rounds.gatherings[-1]
    Gathering.objects.filter(pk=gathering.pk).update(closed_at=Now(), closed_by=by)
    gathering.refresh_from_db()
    seats = Seat.objects.filter(claim=claim, released_at=None, holder__in=rounds.took_part | {by.pk})
    seats.leave(Release.GONE, timezone.now())
    tell("round.closed", gathering, claim, by, questions=len(inquiries))
    return gathering


def missing(rounds: Rounds, inquiries: Sequence[Inquiry], answers: Sequence[Answer]) -> list[str]:
    """What keeps round one from being closed, in sentences; empty where nothing does.

    ``inquiries`` are those stated on the claim, in the order they are numbered in; ``answers`` those stated.
    """
    answered = {row.inquiry_id for row in answers}
    found = [row for row in answers if row.evidence_id is not None]
    waiting = [number for number, row in enumerate(inquiries, 1) if row.pk not in answered]
    lacks = []
    if not inquiries:
        lacks.append(_("Ask at least one question."))
    elif waiting:
        numbers = ", ".join(map(str, waiting))
        words = ngettext(
            "Question %(numbers)s has no answer yet: answer it, or say that none was found.",
            "Questions %(numbers)s have no answer yet: answer them, or say that none was found.",
            len(waiting),
        )
        lacks.append(words % {"numbers": numbers})
    elif not found:
        lacks.append(_("At least one question needs an answer that rests on a passage."))
    last = rounds.returned
    if last and not _since(last, inquiries, answers):
        lacks.append(_("The claim came back: ask something more, or answer anew, before it is judged again."))
    return lacks


def _since(last: Gathering, inquiries: Sequence[Inquiry], answers: Sequence[Answer]) -> bool:
    """Whether something was asked or answered in this gathering."""
    times = [row.created_at for row in inquiries] + [row.created_at for row in answers]
    return any(time > last.opened_at for time in times)


@transaction.atomic
def return_to_round_one(*, claim: Claim, by: User, because: str) -> Gathering:
    """Return a claim to round one, as an editor; verdicts given before no longer count, and are kept.

    ``because`` is read by those who judge: it says what is to be found out. Twice is once. Raises Refused for a
    settled claim, where there are no two rounds, and ValidationError without a reason.
    """
    claim, rounds = held(claim, by, Act.SETTLE)
    because = words(because, "because", _("Say what is to be found out."))
    if not rounds.on:
        raise Refused(_("This project does not work in two rounds. What was asked and answered before is kept."))
    if claim.state == ClaimState.SETTLED:
        raise Refused(_("This claim is settled. Take the ruling back first."))
    if rounds.number == 1:
        if rounds.gatherings:
            return rounds.gatherings[-1]
        raise Refused(_("This claim is in round one already."))
    gathering = Gathering.objects.open_next(claim, because=because)
    claim.state = ClaimState.OPEN
    claim.save(update_fields=["state"])
    tell("round.returned", gathering, claim, by, reason=because)
    people = User.objects.filter(pk__in=rounds.took_part)
    project = claim.revision.article.project
    Notice.objects.tell(
        to=people, kind=NoticeKind.SENT_BACK, project=project, claim=claim, by=by, text=because[:200]
    )
    return gathering
