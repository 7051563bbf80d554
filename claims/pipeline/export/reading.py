"""The rows of one export: each kind read once, whatever their number, all at one moment."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Prefetch, Q, QuerySet

from claims.models import (
    Attribution,
    Claim,
    Document,
    Evidence,
    Guideline,
    Lookup,
    Mention,
    Reading,
    Revision,
    Ruling,
    ScaleVersion,
    Sentence,
    Source,
    Span,
    Split,
    Verdict,
)
from claims.models.rounds import shown_evidence, shown_lookups
from claims.sourcing.grades import Graded, grades_of

if TYPE_CHECKING:
    from claims.models import User


@dataclass(frozen=True, slots=True)
class Rows:
    """Everything that hangs on a revision, in the order in which it is written."""

    revision: Revision
    split: Split | None
    sentences: list[Sentence]
    claims: list[Claim]
    spans: list[Span]
    attributions: list[Attribution]
    sources: list[Source]
    mentions: dict[UUID, Mention]
    grades: dict[UUID, Graded]
    lookups: list[Lookup]
    evidence: list[Evidence]
    documents: list[Document]
    verdicts: list[Verdict]
    rulings: list[Ruling]
    scales: list[ScaleVersion]
    guidelines_version: int | None

    def user_ids(self) -> set[int]:
        """Everybody who left a mark, the article's own row aside."""
        ids = {row.created_by_id for row in self.claims} | {row.asked_by_id for row in self.lookups}
        ids |= {row.waiver.waived_by_id for row in self.sentences if hasattr(row, "waiver")}
        ids |= {row.stance_by_id for row in self.evidence} | {row.added_by_id for row in self.evidence}
        ids |= {row.added_by_id for row in self.documents}
        ids |= {row.set_by_id for row in self.attributions} | {row.kind_set_by_id for row in self.sources}
        ids |= {graded.override.by_id for graded in self.grades.values() if graded.override}
        ids |= {row.by_id for row in self.verdicts} | {row.by_id for row in self.rulings}
        return {pk for pk in ids if pk is not None}


@contextmanager
def one_snapshot() -> Iterator[None]:
    """All reads inside see the database at one moment; inside a caller's transaction, that one decides."""
    if connection.in_atomic_block:
        yield
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def read_rows(revision: Revision, viewer: User | None) -> Rows:
    """The rows of a revision; of verdicts, rulings, evidence and look-ups those that the viewer may read.

    None for a viewer stands for the operator, who reads all.
    """
    of_claims = {"claim__revision": revision}
    evidence: QuerySet[Evidence] = Evidence.objects.filter(**of_claims).order_by("rank", "created_at", "id")
    lookups: QuerySet[Lookup] = Lookup.objects.filter(**of_claims).order_by("id")
    if viewer:
        evidence, lookups = shown_evidence(evidence, viewer), shown_lookups(lookups, viewer)
    verdicts = _verdicts(revision, viewer)
    rulings = _rulings(revision, viewer)
    claims = list(Claim.objects.filter(revision=revision).defer("search").order_by("number"))
    return Rows(
        revision=revision,
        split=Split.objects.filter(revision=revision).first(),
        sentences=list(Sentence.objects.filter(revision=revision).select_related("waiver").order_by("position")),
        claims=claims,
        spans=list(Span.objects.filter(revision=revision).order_by("start", "end", "id")),
        attributions=list(_attributions(revision)),
        sources=list(_sources(revision)),
        mentions={row.source_id: row for row in Mention.objects.filter(article=revision.article_id)},
        grades=grades_of(claims),
        lookups=list(lookups),
        evidence=list(evidence),
        documents=list(Document.objects.filter(pk__in=evidence.order_by().values("document")).order_by("id")),
        verdicts=verdicts,
        rulings=rulings,
        scales=_scales(revision, verdicts, rulings),
        guidelines_version=Guideline.objects.version_of(revision.article.project),
    )


def _verdicts(revision: Revision, viewer: User | None) -> list[Verdict]:
    verdicts = Verdict.objects.filter(claim__revision=revision)
    if viewer:
        verdicts = verdicts.visible_to(viewer)
    cited = Prefetch("cited", Evidence.objects.only("id").order_by("id"))
    return list(verdicts.select_related("rating").prefetch_related(cited).order_by("created_at", "id"))


def _rulings(revision: Revision, viewer: User | None) -> list[Ruling]:
    rulings = Ruling.objects.filter(claim__revision=revision).select_related("rating")
    rulings = rulings if viewer is None else rulings.visible_to(viewer)
    carried = Prefetch("verdicts", Verdict.objects.only("id").order_by("id"))
    return list(rulings.prefetch_related(carried).order_by("created_at", "id"))


def _attributions(revision: Revision) -> QuerySet[Attribution]:
    readings = Prefetch("readings", Reading.objects.order_by("-confidence", "id"))
    rows = Attribution.objects.filter(claim__revision=revision)
    return rows.prefetch_related(readings).order_by("hop", "place")


def _sources(revision: Revision) -> QuerySet[Source]:
    """Those that the claims rest on or may rest on, the article's own voices, and what any was merged into."""
    said = Attribution.objects.filter(claim__revision=revision).values("source")
    read = Reading.objects.filter(attribution__claim__revision=revision).values("source")
    heard = Source.objects.filter(Q(pk__in=said) | Q(pk__in=read) | Q(article=revision.article))
    heads = heard.exclude(merged_into=None).values("merged_into")
    return Source.objects.filter(Q(pk__in=heard.values("pk")) | Q(pk__in=heads)).defer("search").order_by("id")


def _scales(revision: Revision, verdicts: list[Verdict], rulings: list[Ruling]) -> list[ScaleVersion]:
    """The editions in use: those of the verdicts and rulings written, and the project's own newest."""
    used = {row.rating.version_id for row in verdicts} | {row.rating.version_id for row in rulings if row.rating}
    newest = revision.article.project.scale.versions.order_by("-number").first()
    used |= {newest.pk} if newest else set()
    versions = ScaleVersion.objects.filter(pk__in=used).select_related("scale")
    return list(versions.prefetch_related("ratings").order_by("scale__slug", "number"))
