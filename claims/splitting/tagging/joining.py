"""From tags and pointers to attributions: spans with ends in the text, each content with its cue and source."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

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
    source: list[Ends]
    content: list[Ends]
    confidence: float


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
    maker = _Maker(text, pieces, evidence, sources, cues, contents)
    return [maker.link(cue, chosen[cue], to_source.get(cue, {})) for cue in sorted(chosen)]


@dataclass(frozen=True, slots=True)
class _Maker:
    """Puts one attribution together from the numbers of its spans."""

    text: str
    pieces: Pieces
    evidence: Evidence
    sources: _Spans
    cues: _Spans
    contents: _Spans

    def link(self, cue: int, contents: list[tuple[int, float]], votes: dict[int, float]) -> Link:
        """The attribution of a cue, its contents with the share of each link, and the votes for its source."""
        source = max(votes, key=lambda number: votes[number], default=-1)
        strength = votes.get(source, 0.0)
        cue_part = [self.cues.ranges[cue]]
        source_part = [self.sources.ranges[source]] if strength >= ENOUGH else []
        content_part = sorted(self.contents.ranges[number] for number, _ in contents)
        used = np.concatenate([np.arange(*part) for part in (*cue_part, *source_part, *content_part)])
        weakest = min(max(strength, 1 - strength), *(share for _, share in contents), 1.0)
        confidence = float(self.evidence.sureness[used].mean()) * max(0.0, weakest)
        return Link(
            cue=self._in_text(cue_part),
            source=self._in_text(source_part),
            content=self._in_text(content_part),
            confidence=min(1.0, confidence),
        )

    def _in_text(self, spans: list[tuple[int, int]]) -> list[Ends]:
        starts, ends = self.pieces.starts, self.pieces.ends
        return _joined(self.text, [(int(starts[first]), int(ends[end - 1])) for first, end in spans])


def _joined(text: str, spans: list[Ends]) -> list[Ends]:
    """Pieces of one span that only a few code points of one paragraph keep apart, made one."""
    out: list[Ends] = []
    for start, end in spans:
        if out and start - out[-1][1] <= JOINED_GAP and "\n" not in text[out[-1][1] : start]:
            out[-1] = out[-1][0], end
        else:
            out.append((start, end))
    return out
