"""Weigh evidence: what a passage does to a claim is for a person to say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from claims.models import Claim, Directness, Document, Event, Evidence, Stance

if TYPE_CHECKING:
    from claims.models import User


@transaction.atomic
def set_stance(*, evidence: Evidence, by: User, stance: str, directness: str | None = None) -> Evidence:
    """Say what the passage does to the claim; an empty stance makes it a candidate again.

    ``directness`` None leaves it as it is. Raises ValidationError for an unknown word.
    """
    evidence.stance = _known(Stance, "stance", stance)
    if directness is not None:
        evidence.directness = _known(Directness, "directness", directness)
    evidence.stance_by = by if evidence.stance else None
    evidence.save(update_fields=["stance", "directness", "stance_by"])
    _record("evidence.weighed", evidence, by, stance=evidence.stance, directness=evidence.directness)
    return evidence


@transaction.atomic
def add_evidence(*, claim: Claim, document: Document, quote: str, by: User, stance: str = "") -> Evidence:
    """Set a passage against a claim by hand; the quotation must stand in the document, word for word."""
    quote = quote.strip()
    start = document.text.find(quote) if quote else -1
    if start < 0:
        raise ValidationError({"quote": _("These words do not stand in the document. Copy them from it.")})
    if document.project_id != claim.revision.article.project_id:
        raise ValidationError({"document": _("This document belongs to another project.")})
    stance = _known(Stance, "stance", stance)
    evidence, created = Evidence.objects.get_or_create(
        claim=claim,
        document=document,
        start=start,
        end=start + len(quote),
        defaults={"quote": quote, "added_by": by, "stance": stance, "stance_by": by if stance else None},
    )
    if not created:
        return _brought_back(evidence, by, stance)
    _record("evidence.added", evidence, by, stance=stance)
    return evidence


def _brought_back(evidence: Evidence, by: User, stance: str) -> Evidence:
    """A passage that was there already: back on the list, and with the stance that is given now."""
    if evidence.dismissed_at:
        restore(evidence=evidence, by=by)
    if stance and stance != evidence.stance:
        set_stance(evidence=evidence, by=by, stance=stance)
    return evidence


@transaction.atomic
def set_aside(*, evidence: Evidence, by: User) -> Evidence:
    """Take a passage off the claim's list; it can be restored."""
    evidence.dismissed_at = timezone.now()
    evidence.save(update_fields=["dismissed_at"])
    _record("evidence.set_aside", evidence, by)
    return evidence


@transaction.atomic
def restore(*, evidence: Evidence, by: User) -> Evidence:
    """Put a passage back on the claim's list."""
    evidence.dismissed_at = None
    evidence.save(update_fields=["dismissed_at"])
    _record("evidence.restored", evidence, by)
    return evidence


def _known(choices: type[Stance | Directness], field: str, value: str) -> str:
    if value and value not in choices.values:
        raise ValidationError({field: _("“%(value)s” is not one of the choices.") % {"value": value}})
    return value


def _record(verb: str, evidence: Evidence, by: User, **data: str) -> None:
    project_id = evidence.claim.revision.article.project_id
    Event.objects.record(verb, evidence, project_id=project_id, by=by, claim=str(evidence.claim_id), **data)
