"""Comment: what people say to each other about a claim or its evidence, in threads of one level; who is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from claims.measures.handles import Person, find_named
from claims.models import Act, Comment, Event, Notice, NoticeKind, User, allows, role_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from claims.models import Claim, Evidence, Project

LONGEST = 5000


class Refused(ValidationError):
    """The comment cannot stand like that; the message says why, by field."""


@transaction.atomic
def add_comment(
    *,
    claim: Claim,
    by: User,
    text: str,
    about_verdict: bool = False,
    answers: Comment | None = None,
    evidence: Evidence | None = None,
) -> Comment:
    """Say something on a claim, or on a piece of its evidence, or answer to a comment; an answer to an answer joins
    its thread, and stays with the thread's evidence.

    ``about_verdict`` says that it tells what the author thinks of the verdict, which blind review keeps from those
    who have not judged the claim; an answer to such a comment is one, too. Who is named (``@name``) and who wrote
    in the thread before is told. The same words again (a double click) add nothing. Raises Refused, and
    PermissionDenied for a reader.
    """
    _may(claim, by)
    text = _words(text)
    thread = _thread(claim, by, answers) if answers else None
    if evidence and evidence.claim_id != claim.pk:
        raise Refused({"text": _("This evidence belongs to another claim.")})
    about = about_verdict or bool(thread and thread.about_verdict)
    on = thread.evidence_id if thread else evidence.pk if evidence else None
    type(claim).objects.select_for_update(of=("self",)).only("pk").get(pk=claim.pk)  # one at a time: double clicks
    latest = Comment.objects.filter(claim=claim, by=by).order_by("-created_at", "-id").first()
    said = (text, thread, on, None)
    if latest and (latest.text, latest.answers, latest.evidence_id, latest.withdrawn_at) == said:
        return latest
    row = Comment.objects.create(claim=claim, by=by, text=text, about_verdict=about, answers=thread, evidence_id=on)
    _record("comment.answered" if thread else "comment.added", row, by)
    _tell(row, _concerned(row, _members(claim.revision.article.project)))
    return row


@transaction.atomic
def tell_late(*, claim_id: Any) -> None:
    """Tell of remarks on the verdict those whom they name or answer, who may read them by now and were not told.

    Blind review keeps such a remark from them until they judge the claim: call this after each verdict. Twice is
    once.
    """
    rows = Comment.objects.filter(claim=claim_id, about_verdict=True, withdrawn_at=None)
    rows = rows.select_related("by", "answers", "claim__revision__article__project").defer("claim__revision__text")
    if not (remarks := list(rows.order_by("created_at", "id"))):
        return
    people = _members(remarks[0].claim.revision.article.project)
    kinds = [NoticeKind.MENTIONED, NoticeKind.ANSWERED]
    told = set(Notice.objects.filter(claim=claim_id, kind__in=kinds).values_list("to", "data__comment"))
    for row in remarks:
        missed = [(kind, one) for kind, one in _concerned(row, people) if (one.pk, str(row.pk)) not in told]
        _tell(row, missed)


@transaction.atomic
def reword_comment(*, comment: Comment, by: User, text: str) -> Comment:
    """Change one's own words; the earlier ones stay in the history. Raises Refused and PermissionDenied."""
    row = _own(comment, by)
    text = _words(text)
    if row.text != text:
        people = _members(row.claim.revision.article.project)
        known = _named(row.text, people)
        row.text = text
        row.save(update_fields=["text"])
        _record("comment.reworded", row, by)
        _tell(row, [(NoticeKind.MENTIONED, one) for one in _named(text, people) if one not in known])
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


def _members(project: Project) -> list[User]:
    return list(User.objects.filter(memberships__project=project, is_active=True).order_by("pk"))


def _named(text: str, people: Iterable[User]) -> list[User]:
    """Whom a text names among the members."""
    by_key = {one.pk: one for one in people}
    found = find_named(text, [Person(one.pk, one.username, one.label) for one in by_key.values()])
    return [by_key[key] for key in dict.fromkeys(each.key for each in found)]


def _concerned(row: Comment, people: list[User]) -> list[tuple[NoticeKind, User]]:
    """Who is named, and who wrote in the thread before it."""
    named = _named(row.text, people)
    before: set[int] = set()
    if row.answers:
        earlier = row.answers.replies.filter(withdrawn_at=None, created_at__lt=row.created_at)
        before = {row.answers.by_id, *earlier.values_list("by", flat=True)}
    answered = [one for one in people if one.pk in before and one not in named]
    return [(NoticeKind.MENTIONED, one) for one in named] + [(NoticeKind.ANSWERED, one) for one in answered]


def _tell(row: Comment, concerned: Iterable[tuple[NoticeKind, User]]) -> None:
    """Tell each of them who may read it; the others are told when they may (``tell_late``)."""
    to: dict[NoticeKind, list[User]] = {}
    for kind, one in concerned:
        if not row.about_verdict or Comment.objects.visible_to(one).filter(pk=row.pk).exists():
            to.setdefault(kind, []).append(one)
    project = row.claim.revision.article.project
    for kind, people in to.items():
        Notice.objects.tell(to=people, kind=kind, project=project, claim=row.claim, by=row.by, comment=str(row.pk))


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
