"""What all acts of gathering share: the claim held still, whether it is in round one, the person's own words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from claims.models import Act, Claim, ClaimState, Event, Rounds, require, rounds_of

if TYPE_CHECKING:
    from django.db import models

    from claims.models import User

LONGEST = 5000


class Refused(ValidationError):
    """This cannot be done now; the message says why and what to do."""


def held(claim: Claim, by: User, act: Act = Act.WEIGH) -> tuple[Claim, Rounds]:
    """The claim as it is now, alone: rounds turn and verdicts are given one at a time. PermissionDenied."""
    require(by, act, claim.revision.article.project)
    row = Claim.objects.held_still(claim.pk)
    return row, rounds_of(row)


def held_in_round_one(claim: Claim, by: User) -> tuple[Claim, Rounds]:
    """As ``held``; Refused where nothing is gathered on the claim now."""
    row, rounds = held(claim, by)
    if not rounds.on:
        raise Refused(_("This project does not work in two rounds. What was asked and answered before is kept."))
    if rounds.number == 2:
        raise Refused(_("Round one of this claim is closed. An editor can return the claim to it."))
    if rounds.number == 0 or row.state == ClaimState.SETTLED:
        raise Refused(_("This claim was judged before. An editor can return it to round one."))
    return row, rounds


def own(author_id: int, by: User) -> None:
    """PermissionDenied for the words of somebody else."""
    if author_id != by.pk:
        raise PermissionDenied(_("Only who wrote this can change it or take it back."))


def words(text: str, field: str, missing: str) -> str:
    """What was typed, without what a database cannot hold; ValidationError where it is empty or too long."""
    text = text.replace("\0", "").replace("\r\n", "\n").strip()
    if missing and not text:
        raise ValidationError({field: missing})
    if len(text) > LONGEST:
        told = {"limit": LONGEST, "length": len(text)}
        raise ValidationError({field: _("At most %(limit)d characters; this has %(length)d.") % told})
    return text


def tell(verb: str, target: models.Model, claim: Claim, by: User, **data: Any) -> None:
    """Put it on record."""
    article = claim.revision.article
    where = {"project_id": article.project_id, "article_id": article.pk}
    Event.objects.record(verb, target, by=by, claim=str(claim.pk), **where, **data)
