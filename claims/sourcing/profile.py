"""The sourcing profile of an article's newest text, from its rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from claims.measures.sourcing import Place, Profile, Sourced, profile
from claims.models import Article, Claim, Revision, Sentence, Span, SpanRole
from claims.sourcing.grades import Graded, grades_of


@dataclass(frozen=True, slots=True)
class Sourcing:
    """``profile`` has claim ids as keys of claims and (head) source ids as keys of sources, both as text.

    ``grades`` and ``numbers`` are those of every claim that is not in the trash, by id.
    """

    revision: Revision
    profile: Profile
    grades: dict[UUID, Graded]
    numbers: dict[UUID, int]


def sourcing_of(article: Article) -> Sourcing:
    """The profile of the newest text, in a constant number of queries; Revision.DoesNotExist where there is none.

    A claim counts for the source it rests on: the voice that decided its grade.
    """
    revision = article.revisions.defer("text").latest("number")
    claims = list(Claim.objects.kept().filter(revision=revision).defer("search").order_by("number"))
    grades = grades_of(claims)
    places = _places(revision)
    sentences = Sentence.objects.filter(revision=revision).order_by("position").values_list("start", "end")
    sourced = [_sourced(claim, grades[claim.pk], places[claim.pk]) for claim in claims]
    return Sourcing(
        revision=revision,
        profile=profile(sourced, revision.length, list(sentences)),
        grades=grades,
        numbers={claim.pk: claim.number for claim in claims},
    )


def _sourced(claim: Claim, graded: Graded, places: Iterable[Place]) -> Sourced:
    return Sourced(
        key=str(claim.pk),
        text=claim.text,
        grade=graded.letter,
        words=len(claim.text.split()),
        places=tuple(places),
        polarity=claim.polarity,
        kind=graded.kind,
        source_key=str(graded.source_id or ""),
        source_name=graded.name,
        independent=graded.independent,
    )


def _places(revision: Revision) -> dict[UUID, list[Place]]:
    places: dict[UUID, list[Place]] = defaultdict(list)
    rows = Span.objects.filter(revision=revision, role=SpanRole.CONTENT).order_by("start", "end")
    for claim_id, start, end in rows.values_list("claim_id", "start", "end"):
        places[claim_id].append((start, end))
    return places
