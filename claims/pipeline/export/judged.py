"""Verdicts and rulings as plain values, and what a reader may not see of them yet."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from claims.formats import export_shape as shape
from claims.models import Claim, ClaimState, Rating, Role, Ruling, ScaleVersion, Verdict
from claims.pipeline.export.values import ident, moment

if TYPE_CHECKING:
    from claims.models import User
    from claims.pipeline.export.people import People


class Judged:
    """Turns verdicts and rulings into values for one reader."""

    def __init__(self, scales: list[ScaleVersion], verdicts: list[Verdict], people: People) -> None:
        self._editions = {row.pk: (row.scale.slug, row.number) for row in scales}
        self._visible: set[UUID] = {row.pk for row in verdicts}
        self._people = people

    def verdict(self, row: Verdict) -> shape.Verdict:
        """One reviewer's judgement."""
        return {
            "id": str(row.pk),
            "by": self._people.name(row.by_id),
            "finding": row.finding,
            "rating": self._rating(row.rating),
            "rationale": row.rationale,
            "confidence": row.confidence,
            "cited": [str(evidence.pk) for evidence in row.cited.all()],
            "supersedes": ident(row.supersedes_id),
            "created_at": moment(row.created_at),
        }

    def ruling(self, row: Ruling) -> shape.Ruling:
        """A settled outcome; of the verdicts it rests on, those the reader may see."""
        return {
            "id": str(row.pk),
            "basis": row.basis,
            "finding": row.finding,
            "rating": self._rating(row.rating) if row.rating else None,
            "rationale": row.rationale,
            "by": self._people.name(row.by_id),
            "verdicts": [str(verdict.pk) for verdict in row.verdicts.all() if verdict.pk in self._visible],
            "supersedes": ident(row.supersedes_id),
            "created_at": moment(row.created_at),
        }

    def _rating(self, row: Rating) -> shape.RatingRef:
        scale, version = self._editions[row.version_id]
        return {"scale": scale, "version": version, "slug": row.slug}


def veiled_from(viewer: User, role: Role | None, claims: QuerySet[Claim]) -> QuerySet[Claim]:
    """Those of a blind project's ``claims`` on which others' verdicts are hidden from the viewer.

    The same claims whether or not there are such verdicts, so that the answer tells no reviewer how far
    others are. The rule is that of ``Verdict.objects.visible_to``.
    """
    veiled = claims.exclude(Exists(Verdict.objects.filter(claim=OuterRef("pk"), by=viewer)))
    member = role if not viewer.is_superuser else None
    return veiled.filter(state=ClaimState.OPEN) if member in (Role.EDITOR, Role.OWNER) else veiled
