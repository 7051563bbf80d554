"""From rows to the plain values of an export, one function a kind."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, overload

from claims.formats import export_shape as shape

if TYPE_CHECKING:
    from claims import models
    from claims.pipeline.export.people import People


@overload
def moment(value: datetime) -> str: ...
@overload
def moment(value: None) -> None: ...
@overload
def moment(value: datetime | None) -> str | None: ...
def moment(value: datetime | None) -> str | None:
    """RFC 3339 in UTC, always with microseconds."""
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ") if value else None


def day(value: date | None) -> str | None:
    """YYYY-MM-DD."""
    return value.isoformat() if value else None


def ident(value: object) -> str | None:
    """An id as text; None stays None."""
    return None if value is None else str(value)


def place(text: str, row: models.Span | models.Sentence) -> shape.Place:
    """A span with the words that stand there."""
    return {"start": row.start, "end": row.end, "quote": text[row.start : row.end]}


def project(row: models.Project, guidelines_version: int | None) -> shape.Project:
    """The desk; ``scale`` is the slug of the scale in use, and the version that of the guidelines in force."""
    return {
        "id": str(row.pk),
        "slug": row.slug,
        "name": row.name,
        "guidelines": row.guidelines,
        "guidelines_version": guidelines_version,
        "scale": row.scale.slug,
        "reviewers_per_claim": row.reviewers_per_claim,
        "blind": row.blind,
        "sourcing_policy": row.sourcing_policy,
        "created_at": moment(row.created_at),
    }


def article(row: models.Article, people: People) -> shape.Article:
    """The piece without its words."""
    return {
        "id": str(row.pk),
        "title": row.title,
        "url": row.url,
        "publisher": row.publisher,
        "byline": row.byline,
        "published_at": day(row.published_at),
        "language": row.language,
        "created_at": moment(row.created_at),
        "created_by": people.name(row.created_by_id),
        "deleted_at": moment(row.deleted_at),
    }


def revision(row: models.Revision) -> shape.Revision:
    """The frozen text."""
    return {
        "id": str(row.pk),
        "number": row.number,
        "text": row.text,
        "sha256": row.sha256,
        "length": row.length,
        "fetched_at": moment(row.fetched_at),
        "extractor": row.extractor,
        "extractor_version": row.extractor_version,
    }


def _work(row: models.Split | models.Lookup) -> shape.Work:
    return {
        "state": row.state,
        "attempts": row.attempts,
        "queued_at": moment(row.queued_at),
        "started_at": moment(row.started_at),
        "finished_at": moment(row.finished_at),
        "error": row.error,
    }


def split(row: models.Split) -> shape.Split:
    """The run of the splitter."""
    return {**_work(row), "id": str(row.pk), "version": row.version}


def sentence(row: models.Sentence, text: str, people: People) -> shape.Sentence:
    """A sentence with its waiver, if any."""
    waiver: models.Waiver | None = getattr(row, "waiver", None)
    waived: shape.Waiver | None = None
    if waiver:
        waived = {"id": str(waiver.pk), "reason": waiver.reason, "by": people.name(waiver.waived_by_id)}
    return {**place(text, row), "position": row.position, "waiver": waived}


def document(row: models.Document, people: People) -> shape.Document:
    """A document with its text."""
    return {
        "id": str(row.pk),
        "kind": row.kind,
        "key": row.key,
        "title": row.title,
        "url": row.url,
        "publisher": row.publisher,
        "published_at": day(row.published_at),
        "retrieved_at": moment(row.retrieved_at),
        "sha256": row.sha256,
        "text": row.text,
        "rating_as_given": row.rating_as_given,
        "added_by": people.name(row.added_by_id),
        "deleted_at": moment(row.deleted_at),
    }


def lookup(row: models.Lookup, people: People) -> shape.Lookup:
    """One question to one provider."""
    return {
        **_work(row),
        "id": str(row.pk),
        "provider": row.provider,
        "provider_version": row.provider_version,
        "query": row.query,
        "as_of": day(row.as_of),
        "hits": row.hit_count,
        "asked_by": people.name(row.asked_by_id),
    }


def evidence(row: models.Evidence, people: People) -> shape.Evidence:
    """A passage set against the claim."""
    return {
        "id": str(row.pk),
        "document": str(row.document_id),
        "lookup": ident(row.lookup_id),
        "quote": row.quote,
        "start": row.start,
        "end": row.end,
        "rank": row.rank,
        "stance": row.stance,
        "directness": row.directness,
        "stance_by": people.name(row.stance_by_id),
        "added_by": people.name(row.added_by_id),
        "created_at": moment(row.created_at),
        "set_aside_at": moment(row.dismissed_at),
    }


def scale_version(row: models.ScaleVersion) -> shape.ScaleVersion:
    """One edition of a scale with all its ratings, retired ones too."""
    return {
        "id": str(row.pk),
        "scale": row.scale.slug,
        "name": row.scale.name,
        "description": row.scale.description,
        "number": row.number,
        "created_at": moment(row.created_at),
        "ratings": [_rating(rating) for rating in row.ratings.all()],
    }


def _rating(row: models.Rating) -> shape.Rating:
    return {
        "slug": row.slug,
        "label": row.label,
        "definition": row.definition,
        "value": row.value,
        "position": row.position,
        "needs_evidence": row.needs_evidence,
        "needs_independent": row.needs_independent,
        "retired_at": moment(row.retired_at),
    }
