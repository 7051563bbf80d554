"""A split as plain values: for people, with the words beside the offsets, and for the scorer, in lines."""

from collections.abc import Sequence
from typing import Any

from claims.splitting.spans import Attribution, Claim, Reading, Span, Split


def readable(text: str, split: Split) -> dict[str, Any]:
    """Everything in a split, each span as ``{"start", "end", "quote"}``; offsets are code points of ``text``."""
    return {
        "version": split.version,
        "sentences": [_span(text, sentence.span) for sentence in split.sentences],
        "sources": _sources(split),
        "attributions": [_attribution(text, attribution) for attribution in split.attributions],
        "claims": [_claim(text, claim) for claim in split.claims],
        "waivers": [
            {
                "reason": waiver.reason,
                "sentence": waiver.sentence,
                **_span(text, split.sentences[waiver.sentence].span),
            }
            for waiver in split.waivers
        ],
    }


def line(name: str, split: Split, *, statements: bool = False) -> dict[str, Any]:
    """One line of output: ``id``, ``sentences``, ``attributions``, ``claims``, ``sources``, ``waivers``.

    A span is ``[begin, end]``; ``source``, ``cue`` and ``content`` are lists of them. With ``statements`` the
    sentences that rest on a source too, each with ``spans``, ``type`` and ``name``.
    """
    listed = _line(name, split)
    if statements:
        listed["statements"] = [
            {"spans": _pairs(statement.spans), "type": statement.type, "name": statement.name}
            for statement in split.statements
        ]
    return listed


def _line(name: str, split: Split) -> dict[str, Any]:
    return {
        "id": name,
        "sentences": [[sentence.span.start, sentence.span.end] for sentence in split.sentences],
        "attributions": [
            {
                "source": _pairs(attribution.source),
                "cue": _pairs(attribution.cue),
                "content": _pairs(attribution.content),
                **_facts(attribution),
            }
            for attribution in split.attributions
        ],
        "claims": [{"text": claim.text, "spans": _pairs(claim.spans), **_judged(claim)} for claim in split.claims],
        "sources": _sources(split),
        "waivers": [{"sentence": waiver.sentence, "reason": waiver.reason} for waiver in split.waivers],
    }


def _sources(split: Split) -> list[dict[str, Any]]:
    return [
        {
            "name": source.name,
            "kind": source.kind,
            "reason": source.reason,
            "role": source.role,
            "aliases": list(source.aliases),
        }
        for source in split.sources
    ]


def _readings(readings: Sequence[Reading]) -> list[dict[str, Any]]:
    return [
        {
            "source": reading.source,
            "tie": reading.tie,
            "confidence": reading.confidence,
            "reason": reading.reason,
        }
        for reading in readings
    ]


def _span(text: str, span: Span) -> dict[str, Any]:
    return {"start": span.start, "end": span.end, "quote": span.of(text)}


def _pairs(spans: Sequence[Span]) -> list[list[int]]:
    return [[span.start, span.end] for span in spans]


def _attribution(text: str, attribution: Attribution) -> dict[str, Any]:
    roles = {"source": attribution.source, "cue": attribution.cue, "content": attribution.content}
    return {**{role: [_span(text, span) for span in spans] for role, spans in roles.items()}, **_facts(attribution)}


def _facts(attribution: Attribution) -> dict[str, Any]:
    return {
        "speech": attribution.speech,
        "polarity": attribution.polarity,
        "source_index": attribution.source_index,
        "readings": _readings(attribution.readings),
        "open_readings": _readings(attribution.open_readings),
        "parent": attribution.parent,
    }


def _claim(text: str, claim: Claim) -> dict[str, Any]:
    return {"text": claim.text, "spans": [_span(text, span) for span in claim.spans], **_judged(claim)}


def _judged(claim: Claim) -> dict[str, Any]:
    return {
        "speech": claim.speech,
        "polarity": claim.polarity,
        "attributions": list(claim.attributions),
        "worthiness": claim.worthiness,
        "reasons": list(claim.reasons),
        "confidence": claim.confidence,
        "hedges": list(claim.hedges),
        "negated": claim.negated,
    }
