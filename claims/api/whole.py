"""An article's claims with all that they are told with, read at once: what most programs ask for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, QuerySet
from django.db.models.functions import Coalesce

from claims.models import (
    Attribution,
    Claim,
    GradeOverride,
    Mention,
    Reading,
    Revision,
    SourcingAnswer,
    Span,
    SpanRole,
)
from claims.models.packed import Packed, Reader, prime
from claims.sourcing.grades import grade_from

NAME = ("id", "username")


def claims_of(revision: Revision) -> list[Claim]:
    """The claims of a text in order, as ``ClaimShape`` expects them: with spans, attributions and grade."""
    _row, found = _READER.read(revision=revision.pk, article=revision.article_id)
    spans, said = _by(found["spans"], "claim_id"), _by(found["said"], "claim_id")
    readings, overrides = _by(found["readings"], "attribution_id"), _by(found["overrides"], "claim_id")
    answers: dict[UUID, dict[str, str]] = defaultdict(dict)
    for row in found["answers"]:
        answers[UUID(row.head)][row.question] = row.answer
    for claim in found["claims"]:
        claim.revision = revision
        prime(claim, "spans", spans[claim.pk])
        prime(claim, "attributions", said[claim.pk])
        for row in said[claim.pk]:
            row.claim = claim
            prime(row, "readings", readings[row.pk])
        newest = overrides[claim.pk][-1] if overrides[claim.pk] else None
        claim.graded = grade_from(
            said[claim.pk],
            mentions=found["mentions"],
            printed=_printed(spans[claim.pk], revision.text),
            answers=answers,
            override=newest if newest and newest.grade else None,
        )
    return found["claims"]


def _by(rows: Iterable[Any], name: str) -> dict[UUID, list[Any]]:
    grouped: dict[UUID, list[Any]] = defaultdict(list)
    for row in rows:
        grouped[getattr(row, name)].append(row)
    return grouped


def _printed(spans: list[Span], text: str) -> dict[UUID, list[str]]:
    """The words of each attribution's source in the text."""
    words: dict[UUID, list[str]] = defaultdict(list)
    for span in spans:
        if span.role == SpanRole.SOURCE and span.attribution_id:
            words[span.attribution_id].append(text[span.start : span.end])
    return words


def _worded(revision: UUID, article: UUID) -> tuple[QuerySet[Revision], dict[str, Packed]]:
    claims = Claim.objects.kept().filter(revision=OuterRef("pk"))
    head = Coalesce("source__merged_into_id", "source_id")
    heads = Attribution.objects.filter(claim__revision=OuterRef(OuterRef("pk"))).annotate(head=head).values("head")
    answers = SourcingAnswer.objects.annotate(head=head).filter(head__in=heads)
    said = Attribution.objects.filter(claim__revision=OuterRef("pk"))
    readings = Reading.objects.filter(attribution__claim__revision=OuterRef("pk"))
    overrides = GradeOverride.objects.filter(claim__revision=OuterRef("pk"))
    return Revision.objects.filter(pk=revision).only("id").order_by(), {
        "claims": Packed(claims.order_by("number"), without=["search"]),
        "spans": Packed(Span.objects.filter(revision=OuterRef("pk")).order_by("start", "end", "id")),
        "said": Packed(
            said.order_by("hop", "place"), related={"source": None, "source__merged_into": None, "set_by": NAME}
        ),
        "readings": Packed(readings.order_by("-confidence", "id"), related={"source": None}),
        "mentions": Packed(Mention.objects.filter(article=article)),
        "answers": Packed(answers.order_by("answered_at", "id"), more=["head"]),
        "overrides": Packed(overrides.order_by("created_at", "id"), related={"by": NAME}),
    }


_READER = Reader(_worded, revision=UUID(int=0x2E415101), article=UUID(int=0xA271C1E))
