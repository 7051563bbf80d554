"""Bringing a claim's state and ruling in line with its verdicts and its evidence."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from claims.measures.outcome import Outcome, Said, outcome
from claims.models import Claim, ClaimState, Evidence, Panel, Ruling, RulingBasis, Verdict
from claims.pipeline.settle.appending import append, tell
from claims.pipeline.settle.doubt import put_back, reopen_for, rests_on_evidence
from claims.pipeline.settle.rounds import returned


@transaction.atomic
def settle_claim(*, claim_id: Any) -> Ruling | None:
    """Bring a claim's state and ruling in line with what is there now; answers a new ruling, if any.

    Only verdicts on the claim as it is count, not those given before a person changed its words or its voice; they
    settle it by the rule that the project has now. A ruling that stands is not undone by a changed rule. One by
    agreement is reopened when its verdicts no longer agree, one by people when the claim is changed, and any of
    them when a person weighs evidence that was not weighed so when it was made. Safe to call twice.
    """
    claim = Claim.objects.held_still(claim_id)
    verdicts = list(Verdict.objects.counting().for_claims([claim.pk]))
    chain = Ruling.objects.select_related("supersedes", "rating__version__scale")
    newest = chain.filter(claim=claim, superseded_by=None).first()
    if newest:
        newest.claim = claim  # as it is now
    Panel.objects.end_outdated(claim)
    if newest and newest.basis != RulingBasis.REOPENED and not newest.is_outdated:
        if fresh := list(Evidence.objects.filter(claim=claim).turned_since(newest.created_at)):
            _bring(claim, _waiting(claim, verdicts))
            return reopen_for(claim, newest, fresh, verdicts)
        if newest.is_by_people or _is_untouched(claim, newest, verdicts):
            _bring(claim, ClaimState.SETTLED)
            return None
    return _follow(claim, verdicts, newest)


def _follow(claim: Claim, verdicts: list[Verdict], newest: Ruling | None) -> Ruling | None:
    """Let the verdicts decide; those given before new evidence reopened the claim do not settle it again."""
    considered = verdicts
    if newest and rests_on_evidence(newest):
        considered = [row for row in verdicts if row.created_at > newest.created_at]
        if before := put_back(claim, newest, judged_since=bool(considered)):
            _bring(claim, ClaimState.SETTLED)
            return before
        if not Evidence.objects.filter(claim=claim).turned_since(_before(newest).created_at).exists():
            considered = verdicts
    found = _outcome(claim, considered)
    enough = len(considered) >= claim.revision.article.project.reviewers_per_claim
    back = found is None and enough and returned(claim)
    _bring(claim, ClaimState.OPEN if back else ClaimState.SETTLED if found else _waiting(claim, verdicts))
    if found:
        return _agree(claim, considered, found, newest)
    if newest and newest.basis != RulingBasis.REOPENED:
        return _reopen(claim, newest, verdicts)
    return None


def _before(reopening: Ruling) -> Ruling:
    """The ruling that was reopened."""
    before = reopening.supersedes
    return before if before is not None else reopening


def _outcome(claim: Claim, verdicts: list[Verdict]) -> Outcome | None:
    project = claim.revision.article.project
    if len(verdicts) < project.reviewers_per_claim:
        return None
    said = (Said(str(row.pk), row.finding, row.rating.same_as, row.rating.value) for row in verdicts)
    return outcome(said, project.settle_rule, distance=project.settle_distance)


def _waiting(claim: Claim, verdicts: list[Verdict]) -> ClaimState:
    """The state of a claim without a ruling: for an editor once it is fully judged."""
    enough = len(verdicts) >= claim.revision.article.project.reviewers_per_claim
    return ClaimState.DISPUTED if enough else ClaimState.OPEN


def _bring(claim: Claim, state: ClaimState) -> None:
    claim.state, claim.verdicts_counted = state, claim.verdicts.count()
    claim.save(update_fields=["state", "verdicts_counted"])


def _is_untouched(claim: Claim, ruling: Ruling, verdicts: list[Verdict]) -> bool:
    """Whether the verdicts are those that the ruling by agreement was made of, the dissenting ones too."""
    if claim.verdicts_counted:
        return claim.verdicts_counted == claim.verdicts.count()
    carries = set(ruling.verdicts.values_list("pk", flat=True))
    others = [row for row in verdicts if row.pk not in carries]
    return len(others) == len(verdicts) - len(carries) and all(row.created_at < ruling.created_at for row in others)


def _agree(claim: Claim, verdicts: list[Verdict], found: Outcome, standing: Ruling | None) -> Ruling | None:
    says = (standing.finding, standing.rating.same_as) if standing and standing.rating else None
    if standing and says == (found.finding, found.rating) and not standing.is_outdated:
        return None
    carrying = [row for row in verdicts if str(row.pk) in found.carries]
    alike = [row.rating for row in carrying if row.rating.same_as == found.rating]
    ruling = append(
        claim,
        standing,
        basis=RulingBasis.AGREEMENT,
        finding=found.finding,
        rating=max(alike, key=lambda rating: rating.version.number),
        review_by=claim.revision.article.project.review_by(timezone.localdate()),
    )
    ruling.verdicts.set(carrying)
    return ruling


def _reopen(claim: Claim, ruling: Ruling, verdicts: list[Verdict]) -> Ruling:
    if not ruling.is_outdated:
        why = _("Its verdicts no longer agree.")
        return append(claim, ruling, basis=RulingBasis.REOPENED, rationale=why)
    why = _("The claim's words or voice were changed after this ruling.")
    reopened = append(claim, ruling, basis=RulingBasis.REOPENED, rationale=why)
    tell(claim, ruling, verdicts, why=why)
    return reopened
