"""Answers, each on a passage of the claim's evidence unless none was found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from claims.models import Answer, AnswerKind, Claim, Inquiry
from claims.pipeline.gather.standing import Refused, held_in_round_one, own, tell, words

if TYPE_CHECKING:
    from claims.models import Evidence, User

YES_OR_NO = ("yes", "no")
"""The text of an answer of the kind ``boolean``."""


@transaction.atomic
def reply(
    *,
    inquiry: Inquiry,
    by: User,
    kind: str,
    text: str = "",
    explanation: str = "",
    evidence: Evidence | None = None,
) -> Answer:
    """Answer a question; an answer takes the place of "no answer was found". The same answer again is one.

    ``kind`` is an AnswerKind. The words of an extractive answer stand in the passage; a boolean one is "yes" or
    "no" with an explanation; an unanswerable one says in ``explanation``, if anything, where was looked. Raises
    Refused outside round one, ValidationError by field, PermissionDenied.
    """
    claim, _rounds = held_in_round_one(inquiry.gathering.claim, by)
    inquiry = Inquiry.objects.get(pk=inquiry.pk)
    if inquiry.withdrawn_at:
        raise Refused(_("This question was withdrawn. Restore it first, or ask another one."))
    given = _checked(claim, kind, text, explanation, evidence)
    stated = inquiry.answers.filter(withdrawn_at=None)
    if same := stated.filter(**given).first():
        return same
    _make_room(inquiry, kind, claim, by)
    row = Answer.objects.create(inquiry=inquiry, by=by, **given)
    tell("answer.given", row, claim, by, kind=kind)
    return row


@transaction.atomic
def change_answer(
    *, answer: Answer, by: User, kind: str, text: str = "", explanation: str = "", evidence: Evidence | None = None
) -> Answer:
    """Change one's own answer; what it was stays in the history. Errors as for ``reply``."""
    claim, row = _held(answer, by)
    given = _checked(claim, kind, text, explanation, evidence)
    if any(getattr(row, name) != value for name, value in given.items()):
        if kind != row.kind:
            _make_room(row.inquiry, kind, claim, by, but=row)
        for name, value in given.items():
            setattr(row, name, value)
        row.save(update_fields=list(given))
        tell("answer.changed", row, claim, by, kind=kind)
    return row


@transaction.atomic
def state_answer(*, answer: Answer, by: User, withdrawn: bool) -> Answer:
    """Take one's own answer back, or put it there again. Twice is once."""
    claim, row = _held(answer, by)
    if bool(row.withdrawn_at) != withdrawn:
        if not withdrawn:
            _make_room(row.inquiry, row.kind, claim, by, but=row)
        row.withdrawn_at = timezone.now() if withdrawn else None
        row.save(update_fields=["withdrawn_at"])
        tell("answer.withdrawn" if withdrawn else "answer.restored", row, claim, by)
    return row


def _held(answer: Answer, by: User) -> tuple[Claim, Answer]:
    claim, _rounds = held_in_round_one(answer.inquiry.gathering.claim, by)
    row = Answer.objects.select_for_update(of=("self",)).select_related("inquiry").get(pk=answer.pk)
    own(row.by_id, by)
    return claim, row


def _make_room(inquiry: Inquiry, kind: str, claim: Claim, by: User, but: Answer | None = None) -> None:
    """A question has answers, or none was found: not both."""
    others = inquiry.answers.filter(withdrawn_at=None)
    others = others.exclude(pk=but.pk) if but else others
    marks = others.filter(kind=AnswerKind.UNANSWERABLE)
    if kind == AnswerKind.UNANSWERABLE:
        if others.exclude(kind=AnswerKind.UNANSWERABLE).exists():
            raise Refused({"kind": _("This question has an answer. It is withdrawn first by whoever gave it.")})
        return
    for mark in marks:
        mark.withdrawn_at = timezone.now()
        mark.save(update_fields=["withdrawn_at"])
        tell("answer.withdrawn", mark, claim, by)


def _checked(claim: Claim, kind: str, text: str, explanation: str, evidence: Evidence | None) -> dict[str, Any]:
    """What is written, by column; ValidationError by field."""
    if kind not in AnswerKind.values:
        raise ValidationError({"kind": _("Choose what kind of answer it is.")})
    explanation = words(explanation, "explanation", "")
    if kind == AnswerKind.UNANSWERABLE:
        return {"kind": kind, "text": "", "explanation": explanation, "evidence": None}
    text = words(text, "text", "")
    wrong = {
        "evidence": _wrong_with_passage(claim, evidence),
        "text": _wrong_with_text(kind, text, evidence),
        "explanation": "" if kind != AnswerKind.BOOLEAN or explanation else _("Say how the passage tells it."),
    }
    if messages := {field: message for field, message in wrong.items() if message}:
        raise ValidationError(messages)
    if kind == AnswerKind.BOOLEAN:
        text = text.lower()
    return {"kind": kind, "text": text, "explanation": explanation, "evidence": evidence}


def _wrong_with_passage(claim: Claim, evidence: Evidence | None) -> str:
    if evidence is None:
        return _("Choose the passage that the answer rests on. Add it to the evidence first where it is not there.")
    if evidence.claim_id != claim.pk:
        return _("Evidence of another claim cannot answer here.")
    return ""


def _wrong_with_text(kind: str, text: str, evidence: Evidence | None) -> str:
    if kind == AnswerKind.BOOLEAN:
        return "" if text.lower() in YES_OR_NO else _("Say yes or no.")
    if not text:
        return _("Write the answer first.")
    if kind == AnswerKind.EXTRACTIVE and evidence and not _stands_in(text, evidence.quote):
        return _("These words do not stand in the passage. Copy them from it, or answer in your own words.")
    return ""


def _stands_in(text: str, quote: str) -> bool:
    """Whether the words stand in a quotation, whatever white space is between them."""
    return " ".join(text.split()) in " ".join(quote.split())
