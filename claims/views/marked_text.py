"""The article's text as safe HTML, every claim marked where it stands."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby, pairwise

from django.utils.safestring import SafeString, mark_safe

_BLANK_LINE = re.compile(r"\n[^\S\n]*\n\s*")
_ANY_LINE = re.compile(r"\n+")

Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Layer:
    """Something drawn over ``text[start:end]``: a claim, its source or cue, or a sentence waived or in no claim.

    ``claim`` is the id that the words lead to; a sentence leads to ``href``. ``told`` names the elements of the
    page that say to a screen reader what the classes say to the eye. ``number`` is what people call a claim by.
    """

    start: int
    end: int
    classes: str
    claim: str = ""
    title: str = ""
    anchor: str = ""
    href: str = ""
    told: str = ""
    number: int = 0

    @property
    def is_claim(self) -> bool:
        """Whether it is a claim's own words."""
        return self.classes.startswith("m ") or self.classes == "m"

    @property
    def leads_to(self) -> str:
        """The claim's id or the sentence's address, which its words link to; empty: nowhere."""
        return self.claim or self.href

    @property
    def depth(self) -> int:
        """Sentences lie under claims, claims under the words that say who speaks."""
        if self.is_claim:
            return 1
        return 2 if self.claim else 0


def marked_text(text: str, layers: Iterable[Layer], link: str = "?claim=") -> SafeString:
    """``text`` in paragraphs with ``layers`` drawn over it; each paragraph has the id ``p-`` and its start.

    Overlapping claims are nested, the longer one outside; one that sticks out of another continues in a second
    element of class ``cont``. Every word of a claim is a link to it, one tab stop a claim. The text of a
    paragraph's element is exactly ``text[start:end]``: whatever is said besides stands in attributes.
    """
    drawn = _Drawing(text, layers, link)
    return _safe("".join(drawn.paragraph(index) for index in range(len(drawn.places))))


def marked_paragraphs(
    text: str, layers: Iterable[Layer], places: Iterable[Place], link: str = "?claim="
) -> list[tuple[int, SafeString]]:
    """``(start, HTML)`` of the paragraphs that any of ``places`` touches, in order, as ``marked_text`` draws them.

    ``layers`` are those of the whole text. A place that lies between paragraphs touches none.
    """
    drawn = _Drawing(text, layers, link)
    wanted = drawn.touched(places)
    written = {index: drawn.paragraph(index) for index in sorted(wanted | drawn.before(wanted))}
    return [(drawn.places[index][0], _safe(written[index])) for index in sorted(wanted)]


def paragraphs(text: str) -> list[Place]:
    """``(start, end)`` of the paragraphs: between blank lines, or lines where no line is blank."""
    breaks = _BLANK_LINE if _BLANK_LINE.search(text) else _ANY_LINE
    places, start = [], 0
    for gap in breaks.finditer(text):
        places.append((start, gap.start()))
        start = gap.end()
    places.append((start, len(text)))
    return [(a, b) for a, b in places if text[a:b].strip()]


@dataclass(frozen=True, slots=True)
class _Link:
    """Words that lead somewhere; ``is_stop`` where the tab key halts."""

    href: str
    told: str
    is_on: bool
    is_stop: bool


@dataclass(frozen=True, slots=True)
class _Piece:
    """Words ``text[start:end]`` over which the same layers lie, from the outermost to the innermost."""

    start: int
    end: int
    ground: tuple[Layer, ...]
    voices: tuple[Layer, ...]


class _Drawing:
    """Draws paragraph after paragraph, in order; knows which links have their tab stop."""

    def __init__(self, text: str, layers: Iterable[Layer], link: str) -> None:
        self.text, self.link = text, escape(link)
        self.places = paragraphs(text)
        self._starts = [start for start, _end in self.places]
        self._ground: list[list[Layer]] = [[] for _ in self.places]
        self._voices: list[list[Layer]] = [[] for _ in self.places]
        for layer in sorted(layers, key=lambda one: (one.depth, one.start, -one.end)):
            over = self._voices if layer.depth == 2 else self._ground
            for index in self._touched(layer.start, layer.end):
                over[index].append(layer)
        self._stopped: set[str] = set()

    def _touched(self, start: int, end: int) -> Iterator[int]:
        index = max(bisect_right(self._starts, start) - 1, 0)
        while index < len(self.places) and self.places[index][0] < end:
            if self.places[index][1] > start:
                yield index
            index += 1

    def touched(self, places: Iterable[Place]) -> set[int]:
        """Which paragraphs ``places`` touch."""
        return {index for start, end in places for index in self._touched(start, end)}

    def before(self, wanted: set[int]) -> set[int]:
        """Earlier paragraphs where claims and sentences of the wanted ones may have their tab stop."""
        shared = {layer.leads_to for index in wanted for layer in self._ground[index]} - {""}
        return {
            index
            for index, over in enumerate(self._ground[: max(wanted, default=0)])
            if any(layer.leads_to in shared for layer in over)
        }

    def paragraph(self, index: int) -> str:
        """The HTML of a paragraph."""
        start, end = self.places[index]
        before = self.places[index - 1][1] if index else 0
        parts = [f'<p id="p-{start}" dir="auto">']
        open_now: list[Layer | _Link] = []
        for ground, run in groupby(self._pieces(index), key=lambda piece: piece.ground):
            pieces = list(run)
            under = [*ground, *self._links(pieces)]
            for piece in pieces:
                wanted = [*under, *piece.voices]
                shared = _shared(open_now, wanted)
                parts += [_closing(one) for one in reversed(open_now[shared:])]
                parts += [self._opening(one, piece.start, (before, start, end)) for one in wanted[shared:]]
                parts.append(escape(self.text[piece.start : piece.end], quote=False))
                open_now = wanted
        parts += [_closing(one) for one in reversed(open_now)]
        parts.append("</p>")
        return "".join(parts)

    def _pieces(self, index: int) -> Iterator[_Piece]:
        start, end = self.places[index]
        ground, voices = self._ground[index], self._voices[index]
        edges = {start, end}
        for one in (*ground, *voices):
            edges.add(max(one.start, start))
            edges.add(min(one.end, end))
        for a, b in pairwise(sorted(edges)):
            yield _Piece(
                a,
                b,
                tuple([one for one in ground if one.start <= a and one.end >= b]),
                tuple([one for one in voices if one.start <= a and one.end >= b]),
            )

    def _links(self, pieces: Sequence[_Piece]) -> list[_Link]:
        """Where the words of a run lead, if anywhere: to the innermost claim, else to the sentence."""
        inner = next((one for one in reversed(pieces[0].ground) if one.leads_to), None)
        if inner is None or not self.text[pieces[0].start : pieces[-1].end].strip():
            return []  # a link of blanks alone has no name to read out
        href = self.link + inner.claim if inner.claim else escape(inner.href)
        is_stop = href not in self._stopped
        self._stopped.add(href)
        return [_Link(href, inner.told, inner.classes.endswith(" on"), is_stop)]

    def _opening(self, one: Layer | _Link, at: int, paragraph: tuple[int, int, int]) -> str:
        """The tag of what is opened at ``at``; ``paragraph``: the end of the one before, its start and its end."""
        if isinstance(one, _Link):
            told = f' aria-describedby="{one.told}"' if one.told else ""
            current = ' aria-current="true"' if one.is_on else ""
            return f'<a href="{one.href}"{told}{current}{"" if one.is_stop else " tabindex=-1"}>'
        before, start, _end = paragraph
        again = at > max(one.start, start) or one.start < min(before, start)
        attributes = [f' class="{one.classes}{" cont" if again else ""}"']
        if one.claim:
            attributes.append(f' data-claim="{one.claim}"')
        if one.title:
            attributes.append(f' title="{escape(one.title)}"')
        if one.number and not again:
            attributes.append(f" data-n={one.number}")
        if one.anchor and not again:
            attributes.append(f' id="{one.anchor}"')
        return f"<{_name(one)}{''.join(attributes)}>"


def _shared(now: Sequence[Layer | _Link], wanted: Sequence[Layer | _Link]) -> int:
    """How many elements stay open: those that both have at the bottom."""
    shared = 0
    while shared < min(len(now), len(wanted)) and now[shared] is wanted[shared]:
        shared += 1
    return shared


def _name(one: Layer | _Link) -> str:
    if isinstance(one, _Link):
        return "a"
    return "mark" if one.is_claim else "span"


def _closing(one: Layer | _Link) -> str:
    return f"</{_name(one)}>"


def _safe(html: str) -> SafeString:
    return mark_safe(html)  # noqa: S308 - every text and attribute goes through escape()
