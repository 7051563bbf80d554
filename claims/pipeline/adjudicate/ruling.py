"""An editor settles a claim, looks at a ruling again, and takes one back."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from claims.models import Act, Claim, ClaimState, Correction, Panel, Rating, Ruling, RulingBasis, Verdict, require
from claims.pipeline.adjudicate.standing import (
    BY_PROJECT,
    Changed,
    Refused,
    Said,
    bring,
    carry,
    check,
    counting_on,
    due,
    id_of,
    judged,
    locked,
    newest_of,
    refuse_other,
    said,
    tell,
)

if TYPE_CHECKING:
    from claims.models import User


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
    review_by: date | str | None = BY_PROJECT,
) -> Ruling:
    """Settle the claim; the verdicts that say the same carry the ruling, the others stay as dissent.

    ``accepts`` is a verdict that gives what is left out here, all three for one taken as it is. ``basis`` is the id
    of the claim's newest ruling as the person saw it, None for none. ``review_by`` is the day by which it is to be
    looked at again, None for no such day. A vote that runs on the claim ends without a result. The very same
    content again (a double click) answers with the ruling there is; anything else on an outdated basis raises
    Changed. Raises Refused where the claim waits for verdicts, PermissionDenied, and ValidationError with a message
    for each field that is wrong.
    """
    require(by, Act.SETTLE, claim.revision.article.project)
    claim, given = locked(claim), said(accepts, finding, rating, rationale)
    day, newest = due(claim, review_by), newest_of(claim)
    if newest and _says(newest, by, given, day) and not newest.is_outdated:
        return newest
    refuse_other(newest, basis)
    counting = judged(claim)
    check(claim, given, accepts, counting)
    ruling = Ruling.objects.create(
        claim=claim, basis=RulingBasis.EDITOR, by=by, supersedes=newest, review_by=day, **given._asdict()
    )
    Correction.objects.follow(ruling)
    tell("claim.editor", claim, ruling, by, **carry(ruling, counting))
    return ruling


@transaction.atomic
def confirm(*, claim: Claim, by: User, basis: Any, review_by: date | str | None = BY_PROJECT) -> Ruling:
    """Say that the ruling in force was looked at again and stands: the same once more, with a new day.

    ``basis`` is its id. Twice is once. Raises Changed where another one stands by now, Refused where none does.
    """
    require(by, Act.SETTLE, claim.revision.article.project)
    claim = locked(claim)
    day, newest = due(claim, review_by), newest_of(claim)
    if newest and basis and str(newest.supersedes_id) == str(basis) and _is_again(newest, by, day):
        return newest
    refuse_other(newest, basis)
    if newest is None or newest.basis == RulingBasis.REOPENED or newest.is_outdated:
        raise Refused(_("No ruling stands on this claim, so there is nothing to confirm."))
    ruling = Ruling.objects.create(
        claim=claim, basis=newest.basis, by=by, supersedes=newest, review_by=day, **_content(newest)._asdict()
    )
    Correction.objects.follow(ruling)
    ruling.verdicts.set(newest.verdicts.all())
    bring(claim, ClaimState.SETTLED, claim.verdicts.count())
    ended = Panel.objects.end_open(claim)
    tell("claim.confirmed", claim, ruling, by, of=str(newest.pk), **({"ended_votes": ended} if ended else {}))
    return ruling


@transaction.atomic
def reopen(*, claim: Claim, by: User, why: str, basis: Any = None) -> Ruling:
    """Take a person's ruling back; it stays readable, and the claim's state follows its verdicts again.

    ``basis`` is the id of the ruling that is meant. Twice is once: a claim that the same person reopened already
    answers with that. Raises Changed where another ruling stands, Refused where no person's ruling does, and
    ValidationError without a reason.
    """
    require(by, Act.SETTLE, claim.revision.article.project)
    claim, why = locked(claim), why.strip()
    newest = newest_of(claim)
    if newest and newest.basis == RulingBasis.REOPENED and _is_of(newest, by, why, basis):
        return newest
    if basis and id_of(newest) != str(basis):
        raise Changed(newest)
    if newest is None or not newest.is_by_people:
        raise Refused(_("No editor's ruling stands on this claim, so there is nothing to reopen."))
    if not why:
        raise ValidationError({"why": _("Say why it is reopened.")})
    ruling = Ruling.objects.create(claim=claim, basis=RulingBasis.REOPENED, rationale=why, by=by, supersedes=newest)
    Correction.objects.follow(ruling)
    Panel.objects.end_open(claim)
    enough = len(counting_on(claim)) >= claim.revision.article.project.reviewers_per_claim
    # Counted anew: where the verdicts agree by now, settling finds that, even if its message is lost.
    bring(claim, ClaimState.DISPUTED if enough else ClaimState.OPEN, 0)
    tell("claim.unsettled", claim, ruling, by, reason=why)
    return ruling


def _content(ruling: Ruling) -> Said:
    return Said(ruling.finding, ruling.rating, ruling.rationale)


def _says(ruling: Ruling, by: User, given: Said, day: date | None) -> bool:
    same = _content(ruling) == given and ruling.review_by == day
    return same and ruling.basis == RulingBasis.EDITOR and ruling.by_id == by.pk


def _is_again(ruling: Ruling, by: User, day: date | None) -> bool:
    """Whether this is what the person said of the ruling before it: that it stands."""
    before = ruling.supersedes
    same = before is not None and (before.basis, _content(before)) == (ruling.basis, _content(ruling))
    return same and ruling.by_id == by.pk and ruling.review_by == day


def _is_of(ruling: Ruling, by: User, why: str, basis: Any) -> bool:
    """Whether this reopening is the one that is asked for."""
    meant = not basis or str(ruling.supersedes_id) == str(basis)
    return meant and ruling.by_id == by.pk and ruling.rationale == why
