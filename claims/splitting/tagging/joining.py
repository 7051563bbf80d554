"""From tags and pointers to attributions: spans with ends in the text, each content with its cue and source."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

from claims.splitting.tagging.decoding import CONTENT, CUE, SOURCE, spans_of
from claims.splitting.tagging.encoding import Pieces
from claims.splitting.tagging.evidence import Evidence, Pointer
from claims.splitting.tagging.features import Ints

JOINED_GAP = 3  # code points between two pieces of one span
ENOUGH = 0.25  # a weaker pointer to a source counts as "no source"

Ends = tuple[int, int]


@dataclass(slots=True)
class Link:
    """One attribution, spans as (start, end) code points in order and apart."""

    cue: list[Ends]
    source: list[Ends] = field(default_factory=list)
    content: list[Ends] = field(default_factory=list)
    confidence: float = 0.0


class _Spans:
    """The spans of one role, found again by any of their pieces."""

    def __init__(self, tags: Ints, begin: int) -> None:
        self.ranges = spans_of(tags, begin)
        self.at = np.full(len(tags), -1, np.int64)
        for number, (first, end) in enumerate(self.ranges):
            self.at[first:end] = number

    def pointed(self, pointers: Iterable[Pointer], to: "_Spans") -> dict[int, dict[int, float]]:
        """For each of these spans the share of its pointers that falls on each of the others."""
        votes: dict[int, dict[int, float]] = defaultdict(lambda: defaultdict(float))
        for pointer in pointers:
            source, target = int(self.at[pointer.start]), int(to.at[pointer.to])
            if source >= 0 and target >= 0:
                first, end = self.ranges[source]
                votes[source][target] += pointer.share * (pointer.end - pointer.start) / (end - first)
        return votes


def links(text: str, pieces: Pieces, evidence: Evidence) -> list[Link]:
    """The attributions in the order of their cues; a cue to which no content points is none."""
    sources, cues, contents = (_Spans(evidence.tags, begin) for begin in (SOURCE, CUE, CONTENT))
    chosen: dict[int, list[tuple[int, float]]] = defaultdict(list)
    for content, votes in contents.pointed(evidence.cues, cues).items():
        cue = max(votes, key=lambda number: votes[number])
        chosen[cue].append((content, votes[cue]))
    to_source = cues.pointed(evidence.sources, sources)
    out = []
    for cue in sorted(chosen):
        out.append(_link(text, pieces, evidence, (sources, cues, contents), cue, chosen[cue], to_source.get(cue, {})))
    return out


def _link(
    text: str,
    pieces: Pieces,
    evidence: Evidence,
    spans: tuple[_Spans, _Spans, _Spans],
    cue: int,
    contents: list[tuple[int, float]],
    votes: dict[int, float],
) -> Link:
    sources, cues, all_contents = spans
    source = max(votes, key=lambda number: votes[number], default=None)
    strength = votes[source] if source is not None else 0.0
    ranges = {
        "cue": [cues.ranges[cue]],
        "source": [sources.ranges[source]] if source is not None and strength >= ENOUGH else [],
        "content": sorted(all_contents.ranges[number] for number, _ in contents),
    }
    used = np.concatenate([np.arange(*r) for group in ranges.values() for r in group])
    weakest = min(max(strength, 1 - strength), *(share for _, share in contents), 1.0)
    sure = float(evidence.sureness[used].mean()) * weakest
    ends = {role: _joined(text, [_ends(pieces, r) for r in group]) for role, group in ranges.items()}
    return Link(ends["cue"], ends["source"], ends["content"], min(1.0, sure))


def _ends(pieces: Pieces, span: tuple[int, int]) -> Ends:
    return int(pieces.starts[span[0]]), int(pieces.ends[span[1] - 1])


def _joined(text: str, spans: list[Ends]) -> list[Ends]:
    """Pieces of one span that only a few code points of one paragraph keep apart, made one."""
    out: list[Ends] = []
    for start, end in spans:
        if out and start - out[-1][1] <= JOINED_GAP and "\n" not in text[out[-1][1] : start]:
            out[-1] = out[-1][0], end
        else:
            out.append((start, end))
    return out
