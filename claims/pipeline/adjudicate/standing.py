"""What all ways of settling a claim share: the claim held still, how it stands, and what may be ruled on it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from claims.models import Claim, ClaimState, Event, Finding, Panel, Rating, Ruling, Verdict

if TYPE_CHECKING:
    from django.db import models

    from claims.models import User

BY_PROJECT: Final = "project"
"""In place of a day: as many days from today as the project says."""


class Refused(ValidationError):
    """This cannot be done now; the message says why and what to do."""


class Changed(Exception):
    """Somebody ruled meanwhile: ``current`` (None where there is no ruling). Nothing was written."""

    def __init__(self, current: Ruling | None) -> None:
        super().__init__(_("Somebody else settled or reopened this claim meanwhile."))
        self.current = current


class Said(NamedTuple):
    """The outcome, and why."""

    finding: str
    rating: Rating | None
    rationale: str


def said(accepts: Verdict | None, finding: str, rating: Rating | None, rationale: str) -> Said:
    """What is to be ruled; the accepted verdict gives what is left out."""
    if accepts:
        finding, rating = finding or accepts.finding, rating or accepts.rating
        rationale = rationale.strip() or accepts.rationale
    return Said(finding, rating, rationale.strip())


def locked(claim: Claim) -> Claim:
    """The claim as it is now; settling it, by whomever, waits for this transaction."""
    return Claim.objects.held_still(claim.pk)


def newest_of(claim: Claim) -> Ruling | None:
    """The end of the claim's chain of rulings, a reopening too."""
    newest = Ruling.objects.filter(claim=claim, superseded_by=None).first()
    if newest:
        newest.claim = claim  # as it is now
    return newest


def refuse_other(newest: Ruling | None, basis: Any) -> None:
    """Raise Changed where the newest ruling is not the one that the person saw (``basis``, None for none)."""
    if id_of(newest) != str(basis or ""):
        raise Changed(newest)


def id_of(ruling: Ruling | None) -> str:
    """The ruling's id, "" for none."""
    return str(ruling.pk) if ruling else ""


def counting_on(claim: Claim) -> list[Verdict]:
    """The verdicts that count."""
    return list(Verdict.objects.counting().for_claims([claim.pk]))


def judged(claim: Claim) -> list[Verdict]:
    """The verdicts that count; Refused where there are too few of them."""
    counting, needed = counting_on(claim), claim.revision.article.project.reviewers_per_claim
    if claim.state == ClaimState.OPEN or len(counting) < needed:
        raise Refused(_("This claim still waits for verdicts. It can be settled once it is fully judged."))
    return counting


def check(claim: Claim, given: Said, accepts: Verdict | None, counting: list[Verdict]) -> None:
    """Raise ValidationError with a message for each field that is wrong."""
    if accepts and accepts.pk not in {row.pk for row in counting}:
        raise Refused(_("This verdict no longer counts: it was changed, or the claim was. Look at them again."))
    as_given = accepts is not None and given.rating is not None and given.rating.pk == accepts.rating_id
    scale = claim.revision.article.project.scale
    problem = given.rating.why_not_offered(scale) if given.rating else _("Choose a rating.")
    wrong = {
        "finding": given.finding not in Finding.values and _("Choose an attribution finding."),
        "rating": "" if as_given else problem,
        "rationale": not given.rationale and _("Say why: a ruling needs a rationale."),
    }
    if messages := {field: message for field, message in wrong.items() if message}:
        raise ValidationError(messages)


def due(claim: Claim, review_by: date | str | None) -> date | None:
    """The day by which a ruling made now is to be looked at again; ValidationError for one that has passed."""
    today = timezone.localdate()
    if review_by == BY_PROJECT:
        return claim.revision.article.project.review_by(today)
    if isinstance(review_by, date) and review_by <= today:
        raise ValidationError({"review_by": _("This day has passed. Give a later one, or none.")})
    return review_by if isinstance(review_by, date) else None


def carry(ruling: Ruling, counting: list[Verdict]) -> dict[str, int]:
    """Let the verdicts that say the same carry the ruling, settle the claim and end a vote that runs on it.

    Answers how many carry it and how many dissent.
    """
    claim = ruling.claim
    says = ruling.finding, ruling.rating.same_as if ruling.rating else ""
    carrying = [row for row in counting if (row.finding, row.rating.same_as) == says]
    ruling.verdicts.set(carrying)
    ended = Panel.objects.end_open(claim)
    bring(claim, ClaimState.SETTLED, claim.verdicts.count())
    numbers = {"carried_by": len(carrying), "dissent": len(counting) - len(carrying)}
    return numbers | ({"ended_votes": ended} if ended else {})


def bring(claim: Claim, state: ClaimState, counted: int) -> None:
    """Write the claim's state, and how many verdicts it takes into account."""
    claim.state, claim.verdicts_counted = state, counted
    claim.save(update_fields=["state", "verdicts_counted"])


def tell(verb: str, claim: Claim, target: models.Model, by: User | None, **data: Any) -> None:
    """Put it on record."""
    article = claim.revision.article
    where = {"project_id": article.project_id, "article_id": article.pk}
    Event.objects.record(verb, target, by=by, claim=str(claim.pk), **where, **data)
