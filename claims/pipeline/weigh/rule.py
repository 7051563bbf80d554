"""The desk's rule for evidence: a primary source, or so many independent secondary ones."""

from __future__ import annotations

from dataclasses import dataclass

from claims.measures.independence import Gap, Piece, Tie, independent, rule_gaps
from claims.models import Claim, Evidence, Project, Stance
from claims.sourcing.pieces import JOINED, pieces_of

_WEIGHED = (Stance.SUPPORTS, Stance.REFUTES)


@dataclass(frozen=True, slots=True)
class Standing:
    """How a claim's weighed evidence stands: ``gaps`` for the desk's rule, and ``ties`` between documents that look
    like one story and that nobody has joined (keys are ids)."""

    gaps: tuple[Gap, ...]
    ties: tuple[Tie, ...]


def standing(*, claim: Claim, project: Project) -> Standing:
    """What the evidence lacks, by the stances that people gave; nothing is lacking where the rule is off (0).

    Counted is what supports or refutes.
    """
    pieces = _pieces(claim)
    gaps = rule_gaps(pieces, project.secondaries_needed) if project.secondaries_needed else ()
    ties = (tie for group in independent(pieces) for tie in group.ties)
    return Standing(gaps, tuple(tie for tie in ties if not (tie.kind == "address" and JOINED in tie.reason)))


def _pieces(claim: Claim) -> list[Piece]:
    """What supports or refutes the claim."""
    return pieces_of(Evidence.objects.kept().filter(claim=claim, stance__in=_WEIGHED, document__deleted_at=None))
