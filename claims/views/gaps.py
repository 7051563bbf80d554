"""The sentence in hand: its words among its neighbours, what stands on it, and the way from gap to gap."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.http import Http404

from claims.models import SpanRole, Waiver, WaiverReason

if TYPE_CHECKING:
    from claims.views.bench import Bench


def sentence_shown(bench: Bench, position: int) -> dict[str, Any]:
    """Context for _sentence_panel.html; 404 where the text has no such sentence."""
    sentences = bench.sentences
    if not 0 <= position < len(sentences):
        raise Http404
    text = bench.revision.text
    start, end, reason = sentences[position]
    waiver = None
    if reason:
        rows = Waiver.objects.filter(sentence__revision=bench.revision, sentence__position=position)
        waiver = rows.select_related("waived_by").first()
    return {
        "position": position,
        "sentence": {"number": position + 1, "total": len(sentences), "start": start, "end": end},
        "words": text[start:end],
        "words_before": _words(bench, position - 1),
        "words_after": _words(bench, position + 1),
        "waiver": waiver,
        "standing": _standing(bench, start, end),
        "waiver_reasons": list(enumerate(WaiverReason, start=1)),
        "gaps_left": len(bench.coverage.gaps),
        **_ways(bench, position),
    }


def _words(bench: Bench, position: int) -> str:
    if not 0 <= position < len(bench.sentences):
        return ""
    start, end, _reason = bench.sentences[position]
    return bench.revision.text[start:end]


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


def _ways(bench: Bench, position: int) -> dict[str, str]:
    """Addresses of the gap before and the gap after, and of the list, keeping the filter."""
    gaps = bench.coverage.gaps
    before = [gap for gap in gaps if gap < position]
    after = [gap for gap in gaps if gap > position]
    return {
        "prev_gap_url": link(bench, before[-1]) if before else "",
        "next_gap_url": link(bench, after[0]) if after else "",
        "list_url": f"?show={bench.show}" if bench.show != "all" else "?",
    }


def link(bench: Bench, position: int) -> str:
    """The address of a sentence in this article, keeping the filter."""
    show = {"show": bench.show} if bench.show != "all" else {}
    return "?" + urlencode(show | {"sentence": position})
