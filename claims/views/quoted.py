"""A document's text with the passages marked that were quoted from it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

_BLANK = re.compile(r"\n[ \t]*\n\s*")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of one paragraph; ``by`` are the numbers of the quotations that cover it, from 1."""

    text: str
    by: tuple[int, ...] = ()
    begins: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph in pieces; ``page`` is the number of the page that begins in it, if one does."""

    pieces: list[Piece]
    page: int | None = None


def quoted_text(text: str, places: Sequence[tuple[int, int]], page_starts: Sequence[int] = ()) -> list[Paragraph]:
    """The text's paragraphs; ``places`` are the quotations' (start, end), in the order of their numbers."""
    edges = sorted({edge for place in places for edge in place})
    paragraphs = []
    for start, end in _paragraphs(text):
        inner = [edge for edge in edges[bisect_right(edges, start) :] if edge < end] if edges else []
        cuts = [start, *inner, end]
        pieces = [_piece(text, a, b, places) for a, b in pairwise(cuts)]
        paragraphs.append(Paragraph(pieces, _page(page_starts, start, end)))
    return paragraphs


def _paragraphs(text: str) -> Iterable[tuple[int, int]]:
    start = 0
    for gap in _BLANK.finditer(text):
        if gap.start() > start:
            yield start, gap.start()
        start = gap.end()
    if start < len(text):
        yield start, len(text)


def _piece(text: str, start: int, end: int, places: Sequence[tuple[int, int]]) -> Piece:
    by = tuple(number for number, (a, b) in enumerate(places, 1) if a < end and b > start)
    return Piece(text[start:end], by, tuple(number for number in by if places[number - 1][0] == start))


def _page(page_starts: Sequence[int], start: int, end: int) -> int | None:
    last: Any = bisect_right(page_starts, end - 1)
    return last if last and page_starts[last - 1] >= start and len(page_starts) > 1 else None
