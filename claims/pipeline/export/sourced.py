"""Sources, ties and grades as plain values."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from claims.formats import export_sourced as shape
from claims.pipeline.export.values import ident, moment, place

if TYPE_CHECKING:
    from claims import models
    from claims.pipeline.export.people import People
    from claims.sourcing.grades import Graded


def source(row: models.Source, mention: models.Mention | None, people: People) -> shape.Source:
    """Whoever claims rest on, and how this article presents it."""
    shown: shape.Mention | None = None
    if mention:
        shown = {"name": mention.name, "role": mention.role, "aliases": mention.aliases}
    return {
        "id": str(row.pk),
        "kind": row.kind,
        "kind_reason": row.kind_reason,
        "kind_set_by": people.name(row.kind_set_by_id),
        "name": row.name,
        "role": row.role,
        "aliases": row.aliases,
        "same_as": row.same_as,
        "own": row.article_id is not None,
        "merged_into": ident(row.merged_into_id),
        "mention": shown,
    }


def attribution(
    row: models.Attribution, spans: Iterable[models.Span], text: str, people: People
) -> shape.Attribution:
    """One tie with its own ``spans`` and, where it was ever open, its readings."""
    places: dict[str, list[shape.Place]] = {"source": [], "cue": []}
    for span in spans:
        places[span.role].append(place(text, span))
    return {
        "id": str(row.pk),
        "hop": row.hop,
        "place": row.place,
        "source": ident(row.source_id),
        "cue": row.cue,
        "tie": row.tie,
        "tie_reason": row.tie_reason,
        "confidence": row.confidence,
        "set_by": people.name(row.set_by_id),
        "set_at": moment(row.set_at),
        "readings": [_reading(reading) for reading in row.readings.all()],
        "source_spans": places["source"],
        "cue_spans": places["cue"],
    }


def _reading(row: models.Reading) -> shape.Reading:
    return {
        "source": str(row.source_id),
        "tie": row.tie,
        "reason": row.reason,
        "confidence": row.confidence,
    }


def sourcing(graded: Graded, people: People) -> shape.Sourcing:
    """The grade of a claim with what it rests on."""
    override: shape.Override | None = None
    if graded.override:
        override = {
            "grade": graded.override.grade,
            "reason": graded.override.reason,
            "by": people.name(graded.override.by_id),
            "created_at": moment(graded.override.created_at),
        }
    computed = graded.computed
    return {
        "grade": graded.letter,
        "computed": computed.letter,
        "source": ident(graded.source_id),
        "inputs": [{"label": one.label, "value": one.value, "reason": one.reason} for one in computed.inputs],
        "missing": list(computed.missing),
        "override": override,
    }
