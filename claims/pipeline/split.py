"""Split a frozen text: sentences, waivers, sources, claims and who said them, all with exact offsets."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from claims import splitting
from claims.models import (
    Article,
    Attribution,
    Claim,
    Event,
    Revision,
    Sentence,
    Source,
    SourceKind,
    Span,
    SpanRole,
    Split,
    SplitStep,
    Waiver,
)
from claims.models.work import WorkState
from claims.splitting import spans


def split_revision(*, split_id: Any) -> bool:
    """Run a queued split and save what it finds; False where another worker has it or it was cancelled.

    Safe to call twice: the row is taken once, and the findings are saved in one transaction with its end.
    """
    if not Split.objects.claim(split_id):
        return False
    job = Split.objects.select_related("revision__article").get(pk=split_id)
    _report(job, SplitStep.READING)
    try:
        found = splitting.split(job.revision.text)
        _report(job, SplitStep.SAVING)
        return _save(job, found)
    except Exception as error:
        Split.objects.stumble(split_id, error)
        raise


def _report(job: Split, step: SplitStep) -> None:
    """Say how far the split is; also its sign of life."""
    Split.objects.filter(pk=job.pk).touch(step=step)


@transaction.atomic
def _save(job: Split, found: spans.Split) -> bool:
    still_ours = Split.objects.select_for_update().filter(pk=job.pk, state=WorkState.RUNNING).exists()
    if not still_ours:
        return False
    revision = job.revision
    _save_sentences(revision, found)
    sources = _save_sources(revision, found.sources)
    claims = _save_claims(revision, found)
    _save_attributions(revision, found, claims, sources)
    Split.objects.succeed(job.pk, step=SplitStep.DONE, version=found.version)
    article = revision.article
    Event.objects.record(
        "article.split", article, project_id=article.project_id, by=None, claims=len(claims), version=found.version
    )
    return True


def _save_sentences(revision: Revision, found: spans.Split) -> None:
    sentences = Sentence.objects.bulk_create(
        Sentence(revision=revision, position=position, start=sentence.span.start, end=sentence.span.end)
        for position, sentence in enumerate(found.sentences)
    )
    Waiver.objects.bulk_create(
        Waiver(sentence=sentences[waiver.sentence], reason=str(waiver.reason)) for waiver in found.waivers
    )


def _save_sources(revision: Revision, mentions: Iterable[spans.SourceMention]) -> list[Source]:
    """One row per mention, in order: a named one is the project's, an unnamed one this article's own."""
    keys = [(str(mention.kind), mention.name[:300]) for mention in mentions]
    # Always in the same order, or two splits that find the same names wait for each other for ever.
    rows = {key: _source(revision.article, *key) for key in sorted(set(keys))}
    return [rows[key] for key in keys]


def _source(article: Article, kind: str, name: str) -> Source:
    own = None if SourceKind(kind).is_named else article
    row, _created = Source.objects.get_or_create(project_id=article.project_id, article=own, kind=kind, name=name)
    return row


def _save_claims(revision: Revision, found: spans.Split) -> list[Claim]:
    claims = Claim.objects.bulk_create(
        Claim(
            revision=revision,
            number=number,
            text=claim.text,
            speech=str(claim.speech),
            polarity=str(claim.polarity),
            worthiness=claim.worthiness,
            reasons=list(claim.reasons),
            hedges=[hedge[:60] for hedge in claim.hedges],
            negated=claim.negated,
            splitter_version=found.version,
            confidence=claim.confidence,
        )
        for number, claim in enumerate(found.claims, start=1)
    )
    Span.objects.bulk_create(
        _span(revision, row, SpanRole.CONTENT, span)
        for row, claim in zip(claims, found.claims, strict=True)
        for span in claim.spans
    )
    return claims


def _save_attributions(revision: Revision, found: spans.Split, claims: list[Claim], sources: list[Source]) -> None:
    rows: list[Attribution] = []
    places: list[Span] = []
    for claim, value in zip(claims, found.claims, strict=True):
        for hop, index in enumerate(value.attributions, start=1):
            said = found.attributions[index]
            source = None if said.source_index is None else sources[said.source_index]
            row = Attribution(claim=claim, source=source, hop=hop, cue=_quoted(revision, said.cue)[:300])
            rows.append(row)
            places += [_span(revision, claim, SpanRole.SOURCE, span, row) for span in said.source]
            places += [_span(revision, claim, SpanRole.CUE, span, row) for span in said.cue]
    Attribution.objects.bulk_create(rows)
    Span.objects.bulk_create(places)


def _quoted(revision: Revision, places: Iterable[spans.Span]) -> str:
    return " … ".join(place.of(revision.text) for place in places)


def _span(
    revision: Revision, claim: Claim, role: SpanRole, span: spans.Span, attribution: Attribution | None = None
) -> Span:
    return Span(revision=revision, claim=claim, attribution=attribution, role=role, start=span.start, end=span.end)
