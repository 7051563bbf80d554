"""Comment: what people say to each other about a claim, in threads of one level."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from claims.models import Act, Comment, Event, allows, role_of

if TYPE_CHECKING:
    from claims.models import Claim, User

LONGEST = 5000


class Refused(ValidationError):
    """The comment cannot stand like that; the message says why, by field."""


@transaction.atomic
def add_comment(
    *, claim: Claim, by: User, text: str, about_verdict: bool = False, answers: Comment | None = None
) -> Comment:
    """Say something on a claim, or answer to a comment on it; an answer to an answer joins its thread.

    ``about_verdict`` says that it tells what the author thinks of the verdict, which blind review keeps from those
    who have not judged the claim; an answer to such a comment is one, too. The same words again (a double click)
    add nothing. Raises Refused, and PermissionDenied for a reader.
    """
    _may(claim, by)
    text = _words(text)
    thread = _thread(claim, by, answers) if answers else None
    about = about_verdict or bool(thread and thread.about_verdict)
    type(claim).objects.select_for_update(of=("self",)).only("pk").get(pk=claim.pk)  # one at a time: double clicks
    latest = Comment.objects.filter(claim=claim, by=by).order_by("-created_at", "-id").first()
    if latest and (latest.text, latest.answers, latest.withdrawn_at) == (text, thread, None):
        return latest
    row = Comment.objects.create(claim=claim, by=by, text=text, about_verdict=about, answers=thread)
    _record("comment.answered" if thread else "comment.added", row, by)
    return row


@transaction.atomic
def reword_comment(*, comment: Comment, by: User, text: str) -> Comment:
    """Change one's own words; the earlier ones stay in the history. Raises Refused and PermissionDenied."""
    row = _own(comment, by)
    text = _words(text)
    if row.text != text:
        row.text = text
        row.save(update_fields=["text"])
        _record("comment.reworded", row, by)
    return row


@transaction.atomic
def withdraw_comment(*, comment: Comment, by: User) -> Comment:
    """Take one's own words back: their place stays, so that answers can be followed."""
    row = _own(comment, by)
    row.withdrawn_at = timezone.now()
    row.save(update_fields=["withdrawn_at"])
    _record("comment.withdrawn", row, by)
    return row


@transaction.atomic
def resolve_comment(*, comment: Comment, by: User) -> Comment:
    """Say that a thread needs nothing more. A second call changes nothing."""
    return _resolve(comment, by, resolved=True)


@transaction.atomic
def reopen_comment(*, comment: Comment, by: User) -> Comment:
    """Say that a thread is not finished after all. A second call changes nothing."""
    return _resolve(comment, by, resolved=False)


def _resolve(comment: Comment, by: User, *, resolved: bool) -> Comment:
    row = _seen(comment, by)
    if row.answers_id:
        raise Refused({"text": _("An answer is resolved with the comment that it answers.")})
    if bool(row.resolved_at) == resolved:
        return row
    row.resolved_at, row.resolved_by = (timezone.now(), by) if resolved else (None, None)
    row.save(update_fields=["resolved_at", "resolved_by"])
    _record("comment.resolved" if resolved else "comment.reopened", row, by)
    return row


def _may(claim: Claim, by: User) -> None:
    if not allows(role_of(by, claim.revision.article.project), Act.COMMENT):
        raise PermissionDenied(_("Comments are for those who review. You can read them."))


def _seen(comment: Comment, by: User) -> Comment:
    """The row as it is now, alone; DoesNotExist where blind review keeps it from the person."""
    rows = Comment.objects.visible_to(by).select_related("claim__revision__article__project")
    row = rows.defer("claim__revision__text").select_for_update(of=("self",)).get(pk=comment.pk)
    _may(row.claim, by)
    return row


def _own(comment: Comment, by: User) -> Comment:
    row = _seen(comment, by)
    if row.by_id != by.pk:
        raise PermissionDenied(_("Only %(who)s can change these words.") % {"who": row.by.label})
    if row.withdrawn_at:
        raise Refused({"text": _("This comment was withdrawn. Write a new one.")})
    return row


def _thread(claim: Claim, by: User, answers: Comment) -> Comment:
    """The comment that begins the thread, which the person must see and which must be on this claim."""
    seen = (
        Comment.objects.visible_to(by).filter(claim=claim).select_related("answers").filter(pk=answers.pk).first()
    )
    if seen is None:
        raise Refused({"text": _("The comment that this answers is not there. Send it as a new one.")})
    return seen.answers or seen


def _words(text: str) -> str:
    text = text.replace("\0", "").replace("\r\n", "\n").strip()
    if not text:
        raise Refused({"text": _("Write something first.")})
    if len(text) > LONGEST:
        told = {"limit": LONGEST, "length": len(text)}
        raise Refused({"text": _("At most %(limit)d characters; this has %(length)d.") % told})
    return text


def _record(verb: str, row: Comment, by: User) -> None:
    """An event; those on the verdict say so, which keeps them from whom blind review keeps the comment."""
    article = row.claim.revision.article
    told = {"claim": str(row.claim_id), **({"about_verdict": True} if row.about_verdict else {})}
    Event.objects.record(verb, row, project_id=article.project_id, by=by, article_id=article.pk, **told)
