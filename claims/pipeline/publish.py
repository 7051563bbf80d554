"""Publish: an editor makes a claim's outcome public, and withdraws that; what changes since is a correction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from claims.models import Act, Claim, Event, Publication, Ruling, require

if TYPE_CHECKING:
    from claims.models import User


class Refused(ValidationError):
    """This cannot be done now; the message says why and what to do."""


@transaction.atomic
def publish(*, claim: Claim, by: User, ruling: Any = None) -> Publication:
    """Make the claim's outcome public, from its ruling in force on; twice is once.

    ``ruling`` is the id of the one that the person saw; another by now is Refused, as is a claim without one.
    """
    require(by, Act.PUBLISH, claim.revision.article.project)
    claim = Claim.objects.held_still(claim.pk)
    if standing := Publication.objects.standing().filter(claim=claim).first():
        return standing
    newest = Ruling.objects.in_force().filter(claim=claim).first()
    if newest:
        newest.claim = claim  # as it is now
    if newest is None or newest.is_outdated or claim.deleted_at:
        raise Refused(_("No ruling stands on this claim, so there is nothing to publish."))
    if ruling and str(newest.pk) != str(ruling):
        raise Refused(_("Another ruling stands on this claim by now. Read it, then publish."))
    row = Publication.objects.create(claim=claim, ruling=newest, by=by)
    _tell("claim.published", claim, newest, by)
    return row


@transaction.atomic
def withdraw(*, claim: Claim, by: User, why: str) -> Publication:
    """Take the claim's outcome from the public; twice is once. Refused where it never was, or without a reason."""
    require(by, Act.PUBLISH, claim.revision.article.project)
    claim, why = Claim.objects.held_still(claim.pk), why.strip()
    newest = Publication.objects.filter(claim=claim).select_related("ruling").first()
    if newest is None:
        raise Refused(_("This claim was not published."))
    if newest.withdrawn_at:
        return newest
    if not why:
        raise ValidationError({"why": _("Say why it is withdrawn.")})
    Publication.objects.filter(pk=newest.pk).update(withdrawn_at=Now())
    newest.refresh_from_db(fields=["withdrawn_at"])
    _tell("claim.withdrawn", claim, newest.ruling, by, reason=why)
    return newest


def _tell(verb: str, claim: Claim, ruling: Ruling, by: User, **data: Any) -> None:
    """Told of the ruling, so that blind review keeps it from whom it keeps the ruling."""
    article = claim.revision.article
    where = {"project_id": article.project_id, "article_id": article.pk, "claim": str(claim.pk)}
    Event.objects.record(verb, ruling, by=by, **where, **data)
