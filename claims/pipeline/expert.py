"""Ask somebody outside: a link for one expert, with a deadline, that asks about chosen claims."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from claims.models import (
    Act,
    Claim,
    Event,
    ExpertLink,
    ExpertQuestion,
    Notice,
    NoticeKind,
    Opinion,
    Project,
    require,
)

if TYPE_CHECKING:
    from claims.models import User

DAYS, MOST_DAYS = 7, 90
MOST_CLAIMS = 50
LONGEST = 5000
"""Characters of an answer, and of where it can be read."""


class Said(NamedTuple):
    """What an expert says of one claim."""

    opinion: str
    answer: str = ""
    sources: str = ""


@transaction.atomic
def make_link(
    *,
    project: Project,
    by: User,
    expert: str,
    questions: Mapping[Claim, str],
    message: str = "",
    days: int = DAYS,
) -> tuple[ExpertLink, str]:
    """A link for one expert, and its token, which nobody can read again: only a hash of it is kept.

    ``questions`` says what is asked about each claim, "" for whether it is right. ValidationError by field.
    """
    require(by, Act.ASK_OUTSIDE, project)
    expert = expert.strip()
    wrong = {
        "expert": not expert and _("Say whom you ask: a name, and what they know about."),
        "days": not 1 <= days <= MOST_DAYS and _("A deadline is 1 to %(n)d days away.") % {"n": MOST_DAYS},
        "claims": not 1 <= len(questions) <= MOST_CLAIMS
        and _("Choose 1 to %(n)d claims to ask about.") % {"n": MOST_CLAIMS},
    }
    if messages := {field: message for field, message in wrong.items() if message}:
        raise ValidationError(messages)
    if any(claim.revision.article.project_id != project.pk for claim in questions):
        raise ValidationError({"claims": _("These claims are not of this project.")})
    token = secrets.token_urlsafe(32)
    link = ExpertLink.objects.create(
        project=project,
        expert=expert[:200],
        message=message.strip(),
        token_sha256=hash_of(token=token),
        by=by,
        expires_at=timezone.now() + timedelta(days=days),
    )
    ExpertQuestion.objects.bulk_create(
        ExpertQuestion(link=link, claim=claim, wording=claim.text, text=text.strip())
        for claim, text in questions.items()
    )
    _tell("expert.asked", link, by, claims=len(questions))
    return link, token


@transaction.atomic
def revoke(*, link: ExpertLink, by: User) -> ExpertLink:
    """Close the link for good; what was answered stays. Twice is once."""
    require(by, Act.ASK_OUTSIDE, link.project)
    changed = ExpertLink.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=timezone.now())
    link.refresh_from_db(fields=["revoked_at"])
    if changed:
        _tell("expert.revoked", link, by)
    return link


@transaction.atomic
def extend(*, link: ExpertLink, by: User, days: int = DAYS) -> ExpertLink:
    """Move the deadline to so many days from now; ValidationError for a revoked link or too many days."""
    require(by, Act.ASK_OUTSIDE, link.project)
    if link.revoked_at:
        raise ValidationError(_("This link was revoked. Make a new one."))
    if not 1 <= days <= MOST_DAYS:
        raise ValidationError(_("A deadline is 1 to %(n)d days away.") % {"n": MOST_DAYS})
    link.expires_at = timezone.now() + timedelta(days=days)
    link.save(update_fields=["expires_at"])
    _tell("expert.extended", link, by, days=days)
    return link


def find_link(*, token: str) -> ExpertLink | None:
    """The link of a token, also past its deadline; None for one that is unknown or revoked."""
    rows = ExpertLink.objects.filter(token_sha256=hash_of(token=token), revoked_at=None)
    return rows.select_related("project").first()


def note_opened(*, link: ExpertLink) -> None:
    """Keep when the expert first opened it."""
    ExpertLink.objects.filter(pk=link.pk, opened_at=None).update(opened_at=timezone.now())


@transaction.atomic
def answer(*, link: ExpertLink, given: Mapping[Any, Said]) -> int:
    """Take what the expert says, by question's id; how many answers are new or changed.

    Nothing said about a claim leaves it as it was. ValidationError by question's id where a word of judgement is
    missing; then nothing is taken. Raises ValidationError for a link that is no longer open.
    """
    link = ExpertLink.objects.select_for_update(of=("self",)).select_related("project", "by").get(pk=link.pk)
    if link.revoked_at or link.expires_at <= timezone.now():
        raise ValidationError(_("The deadline has passed, so nothing was taken."))
    there = link.questions.filter(claim__deleted_at=None, claim__revision__article__deleted_at=None)
    rows = [row for row in there.select_related("claim") if str(row.pk) in given]
    said = {row: _clean(given[str(row.pk)]) for row in rows}
    if wrong := {str(row.pk): words for row, one in said.items() if (words := _lacks(one))}:
        raise ValidationError(wrong)
    changed = [row for row, one in said.items() if one.opinion and one != (row.opinion, row.answer, row.sources)]
    for row in changed:
        row.opinion, row.answer, row.sources = said[row]
        row.answered_at = timezone.now()
        row.save(update_fields=["opinion", "answer", "sources", "answered_at"])
        Notice.objects.tell(
            to=[link.by], kind=NoticeKind.EXPERT, project=link.project, claim=row.claim, expert=link.expert
        )
        _tell("expert.answered", link, None, claim=str(row.claim_id))
    return len(changed)


def hash_of(*, token: str) -> str:
    """SHA-256 in hexadecimal; the token has 256 random bits, so no salt is needed."""
    return sha256(token.encode()).hexdigest()


def _clean(one: Said) -> Said:
    return Said(one.opinion, one.answer.replace("\0", "").strip(), one.sources.replace("\0", "").strip())


def _lacks(one: Said) -> str:
    if one.opinion and one.opinion not in Opinion.values:
        return _("Choose one of the four answers.")
    if not one.opinion and (one.answer or one.sources):
        return _("Choose what you say of the claim; what you wrote is still here.")
    if max(len(one.answer), len(one.sources)) > LONGEST:
        return _("Keep each text under %(n)d characters.") % {"n": LONGEST}
    return ""


def _tell(verb: str, link: ExpertLink, by: User | None, **data: Any) -> None:
    Event.objects.record(verb, link, project_id=link.project_id, by=by, expert=link.expert, **data)
