"""The whole text at a glance, beside its pane: where open work, disputes, gaps and waivers are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from claims.models import ClaimState, SpanRole

if TYPE_CHECKING:
    from claims.views.bench import Bench
    from claims.views.rows import Row

LANES = {"open": 12, "mine": 12, "settled": 12, "disputed": 12, "gap": 3, "waived": 3}
"""Middle of each kind's lane, in units across; its width is in the style sheet. Claims stand beside sentences."""

FINEST = 300
"""A stroke is at least this part of the text high, so that it can be seen."""

Stroke = tuple[str, int, int]


@dataclass(frozen=True, slots=True)
class Stop:
    """A link of the small map: to the next thing of a kind after what is in hand; how many of them there are."""

    kind: str
    count: int
    url: str


@dataclass(frozen=True, slots=True)
class Minimap:
    """``paths`` are kind, lane and outline; ``height`` is in code points of the text; a stop leads somewhere."""

    height: int
    paths: list[tuple[str, int, str]]
    stops: list[Stop]

    @property
    def box(self) -> str:
        """The drawing's view box."""
        return f"0 0 20 {self.height}"

    @property
    def gap_url(self) -> str:
        """The address of the next gap; "" where there is none."""
        return next((stop.url for stop in self.stops if stop.kind == "gap"), "")


def minimap(bench: Bench) -> Minimap:
    """The small map of the text as the viewer sees it."""
    height = max(bench.revision.length, 1)
    return Minimap(height, paths(_strokes(bench), height), _stops(bench))


def paths(strokes: Iterable[Stroke], height: int) -> list[tuple[str, int, str]]:
    """For each kind its lane and its upright strokes (kind, start, end) as SVG path data; those that touch are one.

    Starts, ends and ``height`` are in code points.
    """
    found: dict[str, list[list[int]]] = defaultdict(list)
    least = max(height // FINEST, 1)
    for kind, start, end in sorted(strokes):
        joined = found[kind]
        if not joined or start > joined[-1][1]:
            joined.append([start, start + least])
        joined[-1][1] = max(joined[-1][1], start + least, end)
    return [
        (kind, lane, "".join(f"M{lane} {start}v{end - start}" for start, end in found[kind]))
        for kind, lane in LANES.items()
    ]


def _strokes(bench: Bench) -> Iterator[Stroke]:
    for row in bench.claims:
        for place in bench.spans.get(row.id, ()):
            if place.role == SpanRole.CONTENT:
                yield row.state, place.start, place.end
    gaps = set(bench.coverage.gaps)
    for index, (start, end, reason) in enumerate(bench.sentences):
        if index in gaps or reason:
            yield "gap" if index in gaps else "waived", start, end


def _stops(bench: Bench) -> list[Stop]:
    at = _place_in_hand(bench)
    waiting = [row for row in bench.claims if row.waits]
    disputed = [row for row in bench.claims if row.state == ClaimState.DISPUTED]
    stops = [
        Stop("open", len(waiting), _to_next(bench, waiting, at)),
        Stop("disputed", len(disputed), _to_next(bench, disputed, at)),
        Stop("gap", bench.coverage.open, _to_next_gap(bench, at)),
    ]
    return [stop for stop in stops if stop.count]


def _place_in_hand(bench: Bench) -> int:
    """Where the claim or the sentence in hand begins; -1 where nothing is in hand."""
    if bench.sentence is not None and bench.sentence < len(bench.sentences):
        return bench.sentences[bench.sentence][0]
    return next((row.start for row in bench.claims if row.id == bench.in_hand), -1)


def _to_next(bench: Bench, rows: list[Row], at: int) -> str:
    """The address of the first of ``rows`` after ``at``, else of the first of all."""
    at = bench.at
    after = (row for row in rows if row.start > at)
    return bench.link(claim=next(after, rows[0]).id) if rows else ""


def _to_next_gap(bench: Bench, at: int) -> str:
    gaps = bench.coverage.gaps
    after = (gap for gap in gaps if bench.sentences[gap][0] > at)
    return bench.link(sentence=next(after, gaps[0])) if gaps else ""
