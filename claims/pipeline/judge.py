"""Judge: two questions, a rationale, the evidence. A changed mind is a new verdict."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from claims.models import (
    Asked,
    Claim,
    Confidence,
    Draft,
    Event,
    Evidence,
    Finding,
    Notice,
    NoticeKind,
    Question,
    Rating,
    Seat,
    Verdict,
)
from claims.models.rounds import refuse_out_of_round
from claims.sourcing.citing import lacking

if TYPE_CHECKING:
    from claims.models import User


class Changed(Exception):
    """The same person saved another verdict meanwhile: ``current``. Nothing was written."""

    def __init__(self, current: Verdict) -> None:
        super().__init__(_("You saved another verdict on this claim meanwhile, in another window."))
        self.current = current


class Reworded(Exception):
    """Somebody changed the claim's words or voice meanwhile: ``claim`` is as it is now. Nothing was written."""

    def __init__(self, claim: Claim) -> None:
        super().__init__(_("What this claim says, or who says it, was changed meanwhile. Look at it, then judge."))
        self.claim = claim


@transaction.atomic
def record_verdict(
    *,
    claim: Claim,
    by: User,
    finding: str,
    rating: Rating,
    rationale: str,
    confidence: str = "",
    cited: Iterable[Evidence] = (),
    basis: Any = None,
    as_seen: str | None = None,
) -> Verdict:
    """Append a verdict that supersedes the person's earlier one, which is kept.

    ``basis`` is the id of the own verdict the person saw when writing, None for none. The very same content
    again (a double click) answers with the verdict there is, where it still counts; other content on an outdated
    basis raises Changed. ``as_seen`` (see ``Claim.as_seen``) says which words the person judged: others meanwhile
    raise Reworded, None asks for no such check. Raises ValidationError with a message for each wrong field, and
    where two rounds keep the person, or what is cited, from judging (see ``refuse_out_of_round``).
    """
    cited, rationale = list(cited), rationale.strip()
    _check(claim, finding, rating, rationale, confidence, cited)
    holds_seat, begun_at = _one_at_a_time(claim, by)
    current = Verdict.objects.current().filter(claim=claim, by=by).first()
    counts = current and Verdict.objects.counting().filter(pk=current.pk).exists()
    if current and counts and _says_the_same(current, finding, rating, rationale, confidence, cited):
        return current
    refuse_out_of_round(claim, by, cited)
    _refuse_outdated(claim, current, basis, as_seen)
    if current and begun_at and begun_at <= current.created_at:
        begun_at = None
    taken_at = Seat.objects.leave_for_verdict(claim, by) if holds_seat else None
    said = {"finding": finding, "rating": rating, "rationale": rationale, "confidence": confidence}
    verdict = Verdict.objects.create(claim=claim, by=by, supersedes=current, began_at=taken_at or begun_at, **said)
    verdict.cited.add(*cited)
    _tell(verdict, claim, by)
    _answer_returned(claim, by, current)
    return verdict


def _refuse_outdated(claim: Claim, current: Verdict | None, basis: Any, as_seen: str | None) -> None:
    if current and str(current.pk) != str(basis or ""):
        raise Changed(current)
    if as_seen is not None and as_seen != claim.as_seen:
        raise Reworded(claim)


def _tell(verdict: Verdict, claim: Claim, by: User) -> None:
    article = claim.revision.article
    where = {"project_id": article.project_id, "article_id": article.pk}
    Event.objects.record("verdict.recorded", verdict, by=by, claim=str(claim.pk), **where)


def _answer_returned(claim: Claim, by: User, earlier: Verdict | None) -> None:
    """A new verdict answers what an editor sent back to those who judged the claim; a first one does not."""
    if earlier is None:
        return
    project = claim.revision.article.project
    for row in Question.objects.waiting().filter(claim=claim, to=Asked.REVIEWERS).select_related("by"):
        row.answer, row.answered_by, row.answered_at = _("Answered by judging it anew."), by, timezone.now()
        row.save(update_fields=["answer", "answered_by", "answered_at"])
        Notice.objects.tell(to=[row.by], kind=NoticeKind.ANSWERED, project=project, claim=claim, by=by)


def _check(
    claim: Claim, finding: str, rating: Rating, rationale: str, confidence: str, cited: list[Evidence]
) -> None:
    scale = claim.revision.article.project.scale
    wrong = {
        "finding": finding not in Finding.values and _("Choose an attribution finding."),
        "rating": rating.why_not_offered(scale),
        "rationale": not rationale and _("Say why: a verdict needs a rationale."),
        "confidence": confidence not in ("", *Confidence.values) and _("Choose one of the confidences."),
        "cited": _wrong_with_cited(claim, rating, cited),
    }
    if messages := {field: message for field, message in wrong.items() if message}:
        raise ValidationError(messages)


def _wrong_with_cited(claim: Claim, rating: Rating, cited: list[Evidence]) -> str:
    """Evidence is of the claim, and as much as the rating asks for."""
    if any(row.claim_id != claim.pk for row in cited):
        return _("Evidence of another claim cannot be cited here.")
    return lacking(rating, cited)


def _one_at_a_time(claim: Claim, by: User) -> tuple[bool, datetime | None]:
    """Hold off other saves, edits and pulls of the claim until this transaction has ended.

    Reads when it was last changed, and answers whether the person has a seat at it and when they began to write.
    """
    seat = Exists(Seat.objects.filter(claim=OuterRef("pk"), holder=by, released_at=None))
    begun = Subquery(Draft.objects.filter(claim=OuterRef("pk"), by=by).values("begun_at")[:1])
    rows = Claim.objects.select_for_update(no_key=True).filter(pk=claim.pk)
    claim.reshaped_at, holds_seat, begun_at = rows.values_list("reshaped_at", seat, begun).get()
    return holds_seat, begun_at


def _says_the_same(
    current: Verdict, finding: str, rating: Rating, rationale: str, confidence: str, cited: list[Evidence]
) -> bool:
    said = (current.finding, current.rating_id, current.rationale, current.confidence)
    if said != (finding, rating.pk, rationale, confidence):
        return False
    return set(current.cited.values_list("pk", flat=True)) == {row.pk for row in cited}
