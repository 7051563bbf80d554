"""Sending a claim back to those who judged it, with a question, and what they answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from claims.models import Act, Asked, Claim, Notice, NoticeKind, Question, User, Verdict, require
from claims.pipeline.adjudicate.standing import Refused, judged, locked, tell

if TYPE_CHECKING:
    from collections.abc import Iterable

LONGEST = 5000


@transaction.atomic
def send_back(*, claim: Claim, by: User, text: str) -> Question:
    """Ask those who judged the claim something; it stays with the editors, marked as sent back.

    The same question while it waits (a double click) is asked once. Raises Refused where the claim still waits for
    verdicts, PermissionDenied, and ValidationError without words.
    """
    project = claim.revision.article.project
    require(by, Act.SETTLE, project)
    claim, text = locked(claim), _words(text, "text", _("Write what the reviewers should look at."))
    counting = judged(claim)
    waiting = Question.objects.waiting().filter(claim=claim, to=Asked.REVIEWERS)
    if same := waiting.filter(by=by, text=text).first():
        return same
    row = Question.objects.create(claim=claim, by=by, to=Asked.REVIEWERS, text=text)
    tell("claim.sent_back", claim, row, by, about_verdict=True)
    judges: Iterable[User] = User.objects.filter(pk__in={one.by_id for one in counting})
    Notice.objects.tell(to=judges, kind=NoticeKind.SENT_BACK, project=project, claim=claim, by=by, text=text[:200])
    return row


@transaction.atomic
def answer_returned(*, question: Question, by: User, text: str) -> Question:
    """Answer in words, as one of those who judged the claim. The same answer again is one.

    Raises Refused for anybody else, where it was answered or withdrawn meanwhile, and for a question of another
    kind; ValidationError without words.
    """
    require(by, Act.JUDGE, question.claim.revision.article.project)
    claim = locked(question.claim)
    row, text = _row(question), _words(text, "answer", _("Write the answer."))
    if (row.answer, row.answered_by_id) == (text, by.pk):
        return row
    if not Verdict.objects.filter(claim=claim, by=by).exists():
        raise Refused(_("This question is for those who judged the claim."))
    if row.answered_at or row.withdrawn_at:
        raise Refused(_("This question has been answered or withdrawn meanwhile."))
    row.answer, row.answered_by, row.answered_at = text, by, timezone.now()
    row.save(update_fields=["answer", "answered_by", "answered_at"])
    tell("question.returned", claim, row, by, about_verdict=True)
    project = claim.revision.article.project
    Notice.objects.tell(to=[row.by], kind=NoticeKind.ANSWERED, project=project, claim=claim, by=by, text=text[:200])
    return row


@transaction.atomic
def take_back(*, question: Question, by: User) -> Question:
    """Withdraw a question to the reviewers that nobody answered yet, as an editor. Twice is once."""
    require(by, Act.SETTLE, question.claim.revision.article.project)
    claim = locked(question.claim)
    row = _row(question)
    if row.answered_at:
        raise Refused(_("This question has been answered meanwhile."))
    if not row.withdrawn_at:
        row.withdrawn_at = timezone.now()
        row.save(update_fields=["withdrawn_at"])
        tell("question.taken_back", claim, row, by, about_verdict=True)
    return row


def _row(question: Question) -> Question:
    row = Question.objects.select_for_update(of=("self",)).select_related("by", "claim").get(pk=question.pk)
    if row.to != Asked.REVIEWERS:
        raise Refused(_("This question is for the editor."))
    return row


def _words(text: str, field: str, missing: str) -> str:
    text = text.replace("\0", "").strip()
    if not text:
        raise ValidationError({field: missing})
    if len(text) > LONGEST:
        raise ValidationError({field: _("At most %(limit)d characters.") % {"limit": LONGEST}})
    return text
