"""Settle: enough equal verdicts make a ruling by agreement; the rest waits for an editor."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from claims.models import Claim, ClaimState, Event, Ruling, RulingBasis, Verdict


@transaction.atomic
def settle_claim(*, claim_id: Any) -> Ruling | None:
    """Bring a claim's state and ruling in line with its current verdicts; answers a new ruling, if any.

    Only verdicts on the claim as it is count, not those given before a person changed its words or its voice.
    Safe to call twice. A ruling by agreement that its verdicts no longer carry is reopened; one by a vote or
    by an editor stands until the claim is changed.
    """
    claim = (
        Claim.objects.select_for_update(of=("self",)).select_related("revision__article__project").get(pk=claim_id)
    )
    verdicts = list(Verdict.objects.counting().for_claims([claim.pk]))
    ruling = Ruling.objects.filter(claim=claim, superseded_by=None).first()
    if ruling:
        ruling.claim = claim  # as it is now
    if ruling and ruling.is_by_people and not ruling.is_outdated:
        Claim.objects.filter(pk=claim.pk).update(state=ClaimState.SETTLED, verdicts_counted=claim.verdicts.count())
        return None
    enough = len(verdicts) >= claim.revision.article.project.reviewers_per_claim
    agreed = enough and len({(verdict.finding, verdict.rating_id) for verdict in verdicts}) == 1
    claim.state = _state(enough=enough, agreed=agreed)
    claim.verdicts_counted = claim.verdicts.count()
    claim.save(update_fields=["state", "verdicts_counted"])
    if agreed:
        return _agree(claim, verdicts, ruling)
    if ruling and ruling.basis != RulingBasis.REOPENED:
        return _append(claim, ruling, basis=RulingBasis.REOPENED, rationale=_why_reopened(ruling))
    return None


def _why_reopened(ruling: Ruling) -> str:
    if ruling.is_outdated:
        return _("The claim's words or voice were changed after this ruling.")
    return _("Its verdicts no longer agree.")


def _state(*, enough: bool, agreed: bool) -> ClaimState:
    if agreed:
        return ClaimState.SETTLED
    return ClaimState.DISPUTED if enough else ClaimState.OPEN


def _agree(claim: Claim, verdicts: list[Verdict], standing: Ruling | None) -> Ruling | None:
    outcome = verdicts[0].finding, verdicts[0].rating_id
    if standing and (standing.finding, standing.rating_id) == outcome and not standing.is_outdated:
        return None
    finding, rating_id = outcome
    ruling = _append(claim, standing, basis=RulingBasis.AGREEMENT, finding=finding, rating_id=rating_id)
    ruling.verdicts.set(verdicts)
    return ruling


def _append(claim: Claim, standing: Ruling | None, **fields: Any) -> Ruling:
    ruling = Ruling.objects.create(claim=claim, supersedes=standing, **fields)
    article = claim.revision.article
    where = {"project_id": article.project_id, "article_id": article.pk, "claim": str(claim.pk)}
    why = {"reason": ruling.rationale} if ruling.rationale else {}
    Event.objects.record(f"claim.{fields['basis']}", ruling, by=None, **where, **why)
    return ruling
