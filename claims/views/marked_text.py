"""The article's text as safe HTML, every claim marked where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

_BLANK_LINE = re.compile(r"\n[^\S\n]*\n\s*")
_ANY_LINE = re.compile(r"\n+")


@dataclass(frozen=True, slots=True)
class Layer:
    """Something drawn over ``text[start:end]``: a claim, or the source, cue, waiver or gap beside it.

    ``claim`` is the id a click leads to ("" for none); ``classes`` and ``title`` go to the element.
    """

    start: int
    end: int
    classes: str
    claim: str = ""
    title: str = ""
    anchor: str = ""

    @property
    def is_claim(self) -> bool:
        """Whether it is a claim's own words."""
        return self.classes.startswith("m ") or self.classes == "m"


def marked_text(text: str, layers: Iterable[Layer], link: str = "?claim=") -> SafeString:
    """``text`` in paragraphs with ``layers`` drawn over it.

    Overlapping layers are nested, the longer one outside; one that sticks out of another continues in a
    second element of class ``cont``. Every word of a claim is a link to it, one tab stop a claim.
    """
    ordered = sorted(layers, key=lambda layer: (layer.start, -layer.end, not layer.is_claim))
    writer = _Writer(text, link)
    first = 0
    for start, end in paragraphs(text):
        while first < len(ordered) and ordered[first].end <= start:
            first += 1
        inside = [layer for layer in _until(ordered, first, end) if layer.end > start]
        writer.paragraph(start, end, inside)
    return mark_safe("".join(writer.parts))  # noqa: S308 - every text and attribute goes through escape()


def paragraphs(text: str) -> list[tuple[int, int]]:
    """``(start, end)`` of the paragraphs: between blank lines, or lines where no line is blank."""
    breaks = _BLANK_LINE if _BLANK_LINE.search(text) else _ANY_LINE
    places, start = [], 0
    for gap in breaks.finditer(text):
        places.append((start, gap.start()))
        start = gap.end()
    places.append((start, len(text)))
    return [(a, b) for a, b in places if text[a:b].strip()]


def _until(ordered: Sequence[Layer], first: int, end: int) -> Iterator[Layer]:
    for index in range(first, len(ordered)):
        if ordered[index].start >= end:
            return
        yield ordered[index]


class _Writer:
    """Collects the HTML; knows which layers were opened before and which claims have their tab stop."""

    def __init__(self, text: str, link: str) -> None:
        self.text, self.link = text, link
        self.parts: list[str] = []
        self._opened: set[Layer] = set()
        self._tabbed: set[str] = set()

    def paragraph(self, start: int, end: int, layers: list[Layer]) -> None:
        self.parts.append(f'<p dir="auto" data-start="{start}">')
        edges = {start, end}
        for layer in layers:
            edges |= {max(layer.start, start), min(layer.end, end)}
        cuts = sorted(edges)
        open_now: list[Layer] = []
        for a, b in pairwise(cuts):
            wanted = [layer for layer in layers if layer.start <= a and layer.end >= b]
            self._move(open_now, wanted)
            open_now = wanted
            self._words(a, b, wanted)
        self._move(open_now, [])
        self.parts.append("</p>")

    def _move(self, now: list[Layer], wanted: list[Layer]) -> None:
        """Close what ends and open what begins, keeping what both share at the bottom."""
        shared = 0
        while shared < min(len(now), len(wanted)) and now[shared] is wanted[shared]:
            shared += 1
        self.parts += [_tag(layer, closing=True) for layer in reversed(now[shared:])]
        for layer in wanted[shared:]:
            self.parts.append(self._open(layer))

    def _open(self, layer: Layer) -> str:
        again = layer in self._opened
        self._opened.add(layer)
        attributes = [f' class="{layer.classes}{" cont" if again else ""}"']
        if layer.claim:
            attributes.append(f' data-claim="{layer.claim}"')
        if layer.title:
            attributes.append(f' title="{escape(layer.title)}"')
        if layer.anchor and not again:
            attributes.append(f' id="{layer.anchor}"')
        return f"<{_tag(layer)}{''.join(attributes)}>"

    def _words(self, start: int, end: int, layers: list[Layer]) -> None:
        words = escape(self.text[start:end])
        claims = [layer.claim for layer in layers if layer.is_claim]
        if not claims or not words.strip():  # a link of blanks alone has no name to read out
            self.parts.append(words)
            return
        stop = "" if claims[-1] not in self._tabbed else ' tabindex="-1"'
        self._tabbed.add(claims[-1])
        self.parts.append(f'<a href="{self.link}{claims[-1]}"{stop}>{words}</a>')


def _tag(layer: Layer, *, closing: bool = False) -> str:
    name = "mark" if layer.is_claim else "span"
    return f"</{name}>" if closing else name
