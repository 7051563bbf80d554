"""Ask the editor: a question about a claim, its way through the editors' queue, and the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from claims.models import Act, Asked, Claim, Event, Notice, NoticeKind, Question, Role, User, require

if TYPE_CHECKING:
    from claims.models import Project

LONGEST = 2000


class Refused(ValidationError):
    """The question or the answer cannot stand like that; the message says why, by field."""


class Answered(Refused):
    """Somebody answered it meanwhile."""


@transaction.atomic
def ask_editor(*, claim: Claim, by: User, text: str) -> Question:
    """Put a question about a claim to the project's editors, who are told.

    The same question again while it waits (a double click) is the same one. Raises Refused, and PermissionDenied
    for a reader.
    """
    project = claim.revision.article.project
    require(by, Act.COMMENT, project)
    text = _words(text, "text", _("Write the question first."))
    Claim.objects.select_for_update(of=("self",)).only("pk").get(pk=claim.pk)  # one at a time: double clicks
    same = Question.objects.waiting().filter(claim=claim, by=by, to=Asked.EDITOR, text=text)
    if there := same.first():
        return there
    row = Question.objects.create(claim=claim, by=by, to=Asked.EDITOR, text=text)
    _record("question.asked", row, by)
    Notice.objects.tell(
        to=_editors(project), kind=NoticeKind.QUESTION, project=project, claim=claim, by=by, question=str(row.pk)
    )
    return row


@transaction.atomic
def answer_question(*, question: Question, by: User, answer: str) -> Question:
    """Answer a question that was put to the editor; who asked is told, and it waits for no other editor.

    The same answer again changes nothing. Raises Answered where another one stands, Refused, and PermissionDenied.
    """
    row = _locked(question)
    project = row.claim.revision.article.project
    require(by, Act.SETTLE, project)
    answer = _words(answer, "answer", _("Write the answer first."))
    if row.answered_at:
        if row.answer == answer:
            return row
        raise Answered({"answer": _("%(who)s has answered this meanwhile.") % {"who": row.answered_by.label}})  # type: ignore[union-attr]
    if row.withdrawn_at:
        raise Refused({"answer": _("The question was taken back.")})
    row.answer, row.answered_at, row.answered_by = answer, timezone.now(), by
    row.save(update_fields=["answer", "answered_at", "answered_by"])
    _record("question.answered", row, by)
    _done(row)
    Notice.objects.tell(
        to=[row.by], kind=NoticeKind.ANSWERED, project=project, claim=row.claim, by=by, question=str(row.pk)
    )
    return row


@transaction.atomic
def withdraw_question(*, question: Question, by: User) -> Question:
    """Take one's own question back while it waits. Twice is once; raises Refused and PermissionDenied."""
    row = _locked(question)
    if row.by_id != by.pk:
        raise PermissionDenied(_("Only %(who)s can take this question back.") % {"who": row.by.label})
    if row.answered_at:
        raise Refused({"text": _("It is answered; the answer stays with the claim.")})
    if row.withdrawn_at is None:
        row.withdrawn_at = timezone.now()
        row.save(update_fields=["withdrawn_at"])
        _record("question.withdrawn", row, by)
        _done(row)
    return row


def _locked(question: Question) -> Question:
    """The question as it is now, alone; only such as are put to the editor are answered here."""
    rows = Question.objects.filter(to=Asked.EDITOR).select_related("claim__revision__article__project", "by")
    rows = rows.select_related("answered_by").defer("claim__revision__text", "claim__search")
    return rows.select_for_update(of=("self",)).get(pk=question.pk)


def _editors(project: Project) -> list[User]:
    settle = {"memberships__project": project, "memberships__role__in": [Role.EDITOR, Role.OWNER]}
    return list(User.objects.filter(**settle))


def _done(row: Question) -> None:
    """What told the editors of the question asks nothing of them any more."""
    told = Notice.objects.unread().filter(kind=NoticeKind.QUESTION, claim=row.claim, data__question=str(row.pk))
    told.update(read_at=timezone.now())


def _words(text: str, field: str, missing: str) -> str:
    text = text.replace("\0", "").replace("\r\n", "\n").strip()
    if not text:
        raise Refused({field: missing})
    if len(text) > LONGEST:
        told = {"limit": LONGEST, "length": len(text)}
        raise Refused({field: _("At most %(limit)d characters; this has %(length)d.") % told})
    return text


def _record(verb: str, row: Question, by: User) -> None:
    """An event that is kept from whom blind review keeps the question: what is asked may tell a verdict."""
    article = row.claim.revision.article
    told = {"claim": str(row.claim_id), "about_verdict": True}
    Event.objects.record(verb, row, project_id=article.project_id, by=by, article_id=article.pk, **told)
