"""What one window says: tags for the pieces it owns, and where its cues and contents point."""

from dataclasses import dataclass, field

import numpy as np

from claims.splitting.tagging.decoding import CONTENT, CUE, SOURCE, best_tags, log_softmax, spans_of
from claims.splitting.tagging.encoding import Pieces
from claims.splitting.tagging.features import Floats, Ints
from claims.splitting.tagging.windowing import Window

_WORTH_KEEPING = 0.02


@dataclass(frozen=True, slots=True)
class Pointer:
    """Pieces ``start`` to ``end`` point to the span that holds piece ``to`` with this probability."""

    start: int
    end: int
    to: int
    share: float


@dataclass(slots=True)
class Evidence:
    """Collected over all windows; places are pieces of the whole text."""

    tags: Ints
    sureness: Floats
    sources: list[Pointer] = field(default_factory=list)
    cues: list[Pointer] = field(default_factory=list)


def read_window(window: Window, scores: tuple[Floats, Floats, Floats], pieces: Pieces, into: Evidence) -> None:
    """Add what a window's scores say. Scores still hold the two pieces that mark the window's ends."""
    logs = log_softmax(scores[0][1:-1])
    tags = best_tags(logs, pieces.continues[window.start : window.end])
    own = slice(window.own_start - window.start, window.own_end - window.start)
    into.tags[window.own_start : window.own_end] = tags[own]
    into.sureness[window.own_start : window.own_end] = np.exp(logs[np.arange(len(tags)), tags])[own]
    cues = spans_of(tags, CUE)
    into.sources += _pointers(window, scores[1], cues, spans_of(tags, SOURCE))
    into.cues += _pointers(window, scores[2], spans_of(tags, CONTENT), cues)


def _pointers(
    window: Window, scores: Floats, from_spans: list[tuple[int, int]], to_spans: list[tuple[int, int]]
) -> list[Pointer]:
    found = []
    own_start, own_end = window.own_start - window.start, window.own_end - window.start
    for first, end in from_spans:
        start, stop = max(first, own_start), min(end, own_end)
        if start >= stop:
            continue
        shares = np.exp(log_softmax(scores[start + 1 : stop + 1])).mean(axis=0)
        held = [float(shares[b + 1 : e + 1].sum()) for b, e in to_spans]
        base = window.start
        found += [
            Pointer(base + start, base + stop, base + b, share)
            for (b, _), share in zip(to_spans, held, strict=True)
            if share >= _WORTH_KEEPING
        ]
    return found
