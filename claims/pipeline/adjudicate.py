"""Adjudicate: an editor settles what verdicts leave open, and takes that back; nothing is ever deleted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from claims.models import (
    Act,
    Claim,
    ClaimState,
    Event,
    Finding,
    Rating,
    Ruling,
    RulingBasis,
    Verdict,
    require,
)

if TYPE_CHECKING:
    from claims.models import User


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


@transaction.atomic
def rule(
    *,
    claim: Claim,
    by: User,
    finding: str = "",
    rating: Rating | None = None,
    rationale: str = "",
    accepts: Verdict | None = None,
    basis: Any = None,
) -> Ruling:
    """Settle the claim; the verdicts that say the same carry the ruling, the others stay as dissent.

    ``accepts`` is a verdict that gives what is left out here, all three for one taken as it is. ``basis`` is the id
    of the claim's newest ruling as the person saw it, None for none. The very same content again (a double click)
    answers with the ruling there is; anything else on an outdated basis raises Changed. Raises Refused where the
    claim waits for verdicts, PermissionDenied, and ValidationError with a message for each field that is wrong.
    """
    require(by, Act.SETTLE, claim.revision.article.project)
    claim, said = _locked(claim), _said(accepts, finding, rating, rationale)
    newest = _newest(claim)
    if newest and _says(newest, by, said) and not newest.is_outdated:
        return newest
    if _id(newest) != str(basis or ""):
        raise Changed(newest)
    counting = _judged(claim)
    _check(claim, said, accepts, counting)
    ruling = Ruling.objects.create(
        claim=claim, basis=RulingBasis.EDITOR, by=by, supersedes=newest, **said._asdict()
    )
    carrying = [row for row in counting if (row.finding, row.rating_id) == (ruling.finding, ruling.rating_id)]
    ruling.verdicts.set(carrying)
    _bring(claim, ClaimState.SETTLED, claim.verdicts.count())
    _tell("claim.editor", claim, ruling, by, carried_by=len(carrying), dissent=len(counting) - len(carrying))
    return ruling


@transaction.atomic
def reopen(*, claim: Claim, by: User, why: str, basis: Any = None) -> Ruling:
    """Take a person's ruling back; it stays readable, and the claim's state follows its verdicts again.

    ``basis`` is the id of the ruling that is meant. Twice is once: a claim that the same person reopened already
    answers with that. Raises Changed where another ruling stands, Refused where no person's ruling does, and
    ValidationError without a reason.
    """
    require(by, Act.SETTLE, claim.revision.article.project)
    claim, why = _locked(claim), why.strip()
    newest = _newest(claim)
    if newest and newest.basis == RulingBasis.REOPENED and _is_of(newest, by, why, basis):
        return newest
    if basis and _id(newest) != str(basis):
        raise Changed(newest)
    if newest is None or not newest.is_by_people:
        raise Refused(_("No editor's ruling stands on this claim, so there is nothing to reopen."))
    if not why:
        raise ValidationError({"why": _("Say why it is reopened.")})
    ruling = Ruling.objects.create(claim=claim, basis=RulingBasis.REOPENED, rationale=why, by=by, supersedes=newest)
    enough = len(_counting(claim)) >= claim.revision.article.project.reviewers_per_claim
    # Counted anew: where the verdicts agree by now, settling finds that, even if its message is lost.
    _bring(claim, ClaimState.DISPUTED if enough else ClaimState.OPEN, 0)
    _tell("claim.unsettled", claim, ruling, by, reason=why)
    return ruling


def _locked(claim: Claim) -> Claim:
    """The claim as it is now; settling it, by whomever, waits for this transaction."""
    rows = Claim.objects.select_for_update(of=("self",)).select_related("revision__article__project__scale")
    return rows.defer("revision__text", "search").get(pk=claim.pk)


def _newest(claim: Claim) -> Ruling | None:
    newest = Ruling.objects.filter(claim=claim, superseded_by=None).first()
    if newest:
        newest.claim = claim  # as it is now
    return newest


def _said(accepts: Verdict | None, finding: str, rating: Rating | None, rationale: str) -> Said:
    """What is to be ruled; the accepted verdict gives what is left out."""
    if accepts:
        finding, rating = finding or accepts.finding, rating or accepts.rating
        rationale = rationale.strip() or accepts.rationale
    return Said(finding, rating, rationale.strip())


def _bring(claim: Claim, state: ClaimState, counted: int) -> None:
    claim.state, claim.verdicts_counted = state, counted
    claim.save(update_fields=["state", "verdicts_counted"])


def _counting(claim: Claim) -> list[Verdict]:
    return list(Verdict.objects.counting().for_claims([claim.pk]))


def _judged(claim: Claim) -> list[Verdict]:
    """The verdicts that count; Refused where there are too few of them."""
    counting, needed = _counting(claim), claim.revision.article.project.reviewers_per_claim
    if claim.state == ClaimState.OPEN or len(counting) < needed:
        raise Refused(_("This claim still waits for verdicts. It can be settled once it is fully judged."))
    return counting


def _check(claim: Claim, said: Said, accepts: Verdict | None, counting: list[Verdict]) -> None:
    if accepts and accepts.pk not in {row.pk for row in counting}:
        raise Refused(_("This verdict no longer counts: it was changed, or the claim was. Look at them again."))
    as_given = accepts is not None and said.rating is not None and said.rating.pk == accepts.rating_id
    scale = claim.revision.article.project.scale
    problem = said.rating.why_not_offered(scale) if said.rating else _("Choose a rating.")
    wrong = {
        "finding": said.finding not in Finding.values and _("Choose an attribution finding."),
        "rating": "" if as_given else problem,
        "rationale": not said.rationale and _("Say why: a ruling needs a rationale."),
    }
    if messages := {field: message for field, message in wrong.items() if message}:
        raise ValidationError(messages)


def _says(ruling: Ruling, by: User, said: Said) -> bool:
    same = (ruling.finding, ruling.rating, ruling.rationale) == said
    return same and ruling.basis == RulingBasis.EDITOR and ruling.by_id == by.pk


def _is_of(ruling: Ruling, by: User, why: str, basis: Any) -> bool:
    """Whether this reopening is the one that is asked for."""
    meant = not basis or str(ruling.supersedes_id) == str(basis)
    return meant and ruling.by_id == by.pk and ruling.rationale == why


def _id(ruling: Ruling | None) -> str:
    return str(ruling.pk) if ruling else ""


def _tell(verb: str, claim: Claim, ruling: Ruling, by: User, **data: Any) -> None:
    article = claim.revision.article
    where = {"project_id": article.project_id, "article_id": article.pk}
    Event.objects.record(verb, ruling, by=by, claim=str(claim.pk), **where, **data)
