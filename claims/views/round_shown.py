"""What the panel shows of two rounds: which one, what is to do next, questions, answers and what these rest on."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from claims.models import (
    Act,
    Answer,
    AnswerKind,
    Claim,
    ClaimState,
    Evidence,
    Inquiry,
    Role,
    Rounds,
    User,
    allows,
    rounds_of,
)
from claims.models.rounds import answering, shown_evidence
from claims.pipeline import gather
from claims.views.backing import place_of

if TYPE_CHECKING:
    from uuid import UUID

QUESTION_ROWS = ("by", "gathering")


def round_shown(claim: Claim, viewer: User, role: Role | None) -> dict[str, Any]:
    """Context for _round.html; nothing but ``rounds`` where the claim has none. The same few queries for any claim.

    ``may_judge`` is there, and False, where this person gives no verdict now; ``citable`` are the ids of the
    passages that a verdict may cite, None for any.
    """
    rounds = rounds_of(claim)
    if not rounds.number:
        return {"rounds": None, "citable": None}
    inquiries, answers = _gathered(claim)
    stated = [row for row in inquiries if not row.withdrawn_at]
    live = [row for row in answers if not row.withdrawn_at and not row.inquiry.withdrawn_at]
    _number(stated, live, answers, viewer)
    gathering = rounds.number == 1 and claim.state != ClaimState.SETTLED
    may_gather = gathering and role is not None and allows(role, Act.WEIGH)
    why = rounds.why_not_judged_by(viewer)
    return {
        "rounds": rounds,
        "questions": stated,
        "taken_back": [row for row in inquiries if row.withdrawn_at and row.by_id == viewer.pk],
        "gatherers": _gatherers(rounds, inquiries, answers),
        "took_part": viewer.pk in rounds.took_part,
        "may_gather": may_gather,
        "lacks": gather.missing(rounds, stated, live) if may_gather else [],
        "passages": _passages(claim, viewer) if may_gather else [],
        "answer_kinds": list(AnswerKind),
        "reshaped_since": _reshaped_since(claim, rounds),
        "citable": None if rounds.number == 1 else {row.evidence_id for row in live} - {None},
        **({"may_judge": False} if why else {}),
    }


def citing_shown(claim: Claim, viewer: User) -> dict[str, Any]:
    """Of that what the list of evidence needs: whether the person judges, and what a verdict may cite."""
    rounds = rounds_of(claim)
    citable = set(answering(claim).values_list("pk", flat=True)) if rounds.number == 2 else None
    return {"citable": citable, **({"may_judge": False} if rounds.why_not_judged_by(viewer) else {})}


def _gathered(claim: Claim) -> tuple[list[Inquiry], list[Answer]]:
    """All questions and answers, those that were taken back too, oldest first."""
    inquiries = Inquiry.objects.filter(gathering__claim=claim).select_related(*QUESTION_ROWS)
    answers = Answer.objects.filter(inquiry__gathering__claim=claim)
    answers = answers.select_related("by", "inquiry", "evidence__document").defer("evidence__document__text")
    return (
        list(inquiries.order_by("gathering__number", "created_at", "id")),
        list(answers.order_by("created_at", "id")),
    )


def _number(stated: list[Any], live: list[Any], answers: list[Any], viewer: User) -> None:
    """Give each question its number, its answers, and those that the viewer took back."""
    by_question: dict[UUID, list[Answer]] = defaultdict(list)
    gone: dict[UUID, list[Answer]] = defaultdict(list)
    for answer in live:
        answer.place = place_of(answer.evidence) if answer.evidence else ""
        by_question[answer.inquiry_id].append(answer)
    for answer in answers:
        if answer.withdrawn_at and answer.by_id == viewer.pk:
            gone[answer.inquiry_id].append(answer)
    for number, row in enumerate(stated, 1):
        row.number, row.answered, row.gone = number, by_question[row.pk], gone[row.pk]


def _gatherers(rounds: Rounds, inquiries: list[Inquiry], answers: list[Answer]) -> list[str]:
    """Who did round one, by name."""
    people = {row.by_id: row.by.label for row in inquiries} | {row.by_id: row.by.label for row in answers}
    if missing := [pk for pk in rounds.took_part if pk not in people]:
        people |= {row.pk: row.label for row in User.objects.filter(pk__in=missing)}
    return sorted(people.values(), key=str.casefold)


def _passages(claim: Claim, viewer: User) -> list[Evidence]:
    """What an answer can rest on."""
    rows = shown_evidence(Evidence.objects.kept().filter(claim=claim), viewer)
    return list(rows.select_related("document").defer("document__text").order_by("rank", "created_at", "id"))


def _reshaped_since(claim: Claim, rounds: Rounds) -> bool:
    """Whether the claim says something else since its questions were closed."""
    closed = rounds.gatherings[-1].closed_at if rounds.gatherings else None
    return bool(closed and claim.reshaped_at and claim.reshaped_at > closed)
