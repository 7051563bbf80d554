"""The desk's rule for evidence: a primary source, or so many independent secondary ones."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models.functions import Left

from claims.measures.independence import Gap, Piece, Tie, independent, rule_gaps
from claims.models import Claim, Directness, Evidence, Project, Stance

TEXT_COMPARED = 20_000
"""Code points of each document that are compared with the others'."""

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
    return Standing(gaps, tuple(tie for tie in ties if not (tie.kind == "address" and _JOINED in tie.reason)))


_JOINED = "joined.invalid/"


def _pieces(claim: Claim) -> list[Piece]:
    """One piece a document, in the order of the evidence; those that people joined share an address."""
    rows = Evidence.objects.kept().filter(claim=claim, stance__in=_WEIGHED, document__deleted_at=None)
    fields = ("document_id", "document__publisher", "document__url", "document__same_story_as", "directness")
    found: dict[Any, Piece] = {}
    primary: set[Any] = set()
    origins = set()
    weighed = list(rows.annotate(compared=Left("document__text", TEXT_COMPARED)).values(*fields, "compared"))
    for row in weighed:
        primary |= {row["document_id"]} if row["directness"] == Directness.PRIMARY else set()
        origins.add(row["document__same_story_as"])
    for row in weighed:
        key, origin = row["document_id"], row["document__same_story_as"]
        joined = origin or (key if key in origins else None)
        found[key] = Piece(
            key=str(key),
            text=row["compared"],
            publisher=row["document__publisher"],
            url=f"https://{_JOINED}{joined}" if joined else row["document__url"],
            primary=key in primary,
        )
    return list(found.values())
