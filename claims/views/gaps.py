"""The sentence in hand: its words among its neighbours, what stands on it, and the way from gap to gap."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404

from claims.models import SpanRole, Waiver, WaiverReason

if TYPE_CHECKING:
    from claims.views.bench import Bench

AROUND = 140
"""Characters shown of the sentence before and the sentence after."""


def sentence_shown(bench: Bench) -> dict[str, Any]:
    """Context for _sentence_panel.html; 404 where the text has no such sentence."""
    sentences, position = bench.sentences, bench.sentence
    if position is None or position >= len(sentences):
        raise Http404
    start, end, reason = sentences[position]
    return {
        "article": bench.article,
        "revision": bench.revision,
        "position": position,
        "sentence": {"number": position + 1, "total": len(sentences)},
        "words": _words(bench, position),
        "words_before": _end_of(_words(bench, position - 1)),
        "words_after": _begin_of(_words(bench, position + 1)),
        "waiver": _waiver(bench, position) if reason else None,
        "standing": _standing(bench, start, end),
        "waiver_reasons": list(enumerate(WaiverReason, start=1)),
        "gaps_left": len(bench.coverage.gaps),
        "show_query": bench.link() if bench.filter.is_on else "",
        **bench.gaps_around(start),
    }


def _words(bench: Bench, position: int) -> str:
    """The words of a sentence; "" before the first and after the last."""
    if not 0 <= position < len(bench.sentences):
        return ""
    start, end, _reason = bench.sentences[position]
    return bench.revision.text[start:end]


def _end_of(words: str) -> str:
    """The last words of a long sentence."""
    return words if len(words) <= AROUND else "… " + words[-AROUND:].partition(" ")[2]


def _begin_of(words: str) -> str:
    """The first words of a long sentence."""
    return words if len(words) <= AROUND else words[:AROUND].rpartition(" ")[0] + " …"


def _waiver(bench: Bench, position: int) -> Waiver | None:
    rows = Waiver.objects.filter(sentence__revision=bench.revision, sentence__position=position)
    return rows.select_related("waived_by").first()


def _standing(bench: Bench, start: int, end: int) -> list[Any]:
    """The claims of which words stand in the sentence."""
    return [
        row
        for row in bench.claims
        if any(
            span.role == SpanRole.CONTENT and span.start < end and span.end > start
            for span in bench.spans.get(row.id, ())
        )
    ]
