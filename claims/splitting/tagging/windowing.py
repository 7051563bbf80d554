"""Cut the pieces of a text into windows that begin and end at sentence ends and overlap."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from claims.splitting.spans import Span
from claims.splitting.tagging.encoding import Pieces
from claims.splitting.tagging.features import Flags

ROOM = 254  # pieces in a window, besides the two that mark its ends
OVERLAP = 32  # wanted in common with the window before
MOST_OVERLAP = 64  # where a long sentence stands at the border


@dataclass(frozen=True, slots=True)
class Window:
    """Pieces ``start`` to ``end``; it answers for ``own_start`` to ``own_end``, the rest is context."""

    start: int
    end: int
    own_start: int
    own_end: int


def cuts_at(pieces: Pieces, sentences: Sequence[Span]) -> list[int]:
    """The pieces at which a sentence begins, but the first piece."""
    places = np.unique(np.searchsorted(pieces.starts, np.array([span.start for span in sentences], np.int64)))
    return [place for place in places.tolist() if 0 < place < len(pieces)]


def windows(pieces: Pieces, sentences: Sequence[Span]) -> list[Window]:
    """Windows over all pieces; every piece is owned once."""
    cuts = cuts_at(pieces, sentences)
    stretches: list[tuple[int, int]] = []
    start = 0
    while start < len(pieces):
        end = _end(pieces.continues, cuts, start)
        stretches.append((start, end))
        start = _next(pieces.continues, cuts, start, end) if end < len(pieces) else end
    borders = [0, *(_border(cuts, b[0], a[1]) for a, b in pairwise(stretches)), len(pieces)]
    return [Window(s, e, borders[i], borders[i + 1]) for i, (s, e) in enumerate(stretches)]


def _end(continues: Flags, cuts: list[int], start: int) -> int:
    """The last sentence end within reach; within a longer sentence, the last end of a word."""
    limit = start + ROOM
    if limit >= len(continues):
        return len(continues)
    at = bisect_right(cuts, limit) - 1
    if at >= 0 and cuts[at] > start:
        return cuts[at]
    while limit > start + ROOM // 2 and continues[limit]:
        limit -= 1
    return limit


def _next(continues: Flags, cuts: list[int], start: int, end: int) -> int:
    """Where the next window begins: a sentence begin that leaves some overlap and still takes it beyond ``end``."""
    first = bisect_left(cuts, end - OVERLAP)
    if first and cuts[first - 1] > max(start, end - MOST_OVERLAP) and (first == len(cuts) or cuts[first] >= end):
        first -= 1
    for place in range(first, len(cuts)):
        if cuts[place] > end:
            break
        if cuts[place] > start and _end(continues, cuts, cuts[place]) > end:
            return cuts[place]
    return max(start + 1, end - OVERLAP)


def _border(cuts: list[int], first: int, last: int) -> int:
    """The sentence begin nearest to the middle of what two windows share, else the middle itself."""
    middle = (first + last) // 2
    at = bisect_left(cuts, middle)
    near = [cut for cut in cuts[max(0, at - 1) : at + 1] if first <= cut <= last]
    return min(near, key=lambda cut: abs(cut - middle), default=middle)
