"""Quotations: which stretches of a text stand in quotation marks, whatever state the marks are in.

The marks are read paragraph by paragraph. A mark that opens while another is open ends the earlier one
at the end of its sentence; one that is never closed ends there too, or at the end of its paragraph if the
next paragraph opens again (the newspaper's way of going on). A closing mark with nothing open is ignored.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace

from claims.splitting.marks import unfolded, widened
from claims.splitting.spans import Span

_MARKS = re.compile("[\"“”„«»‟]|(?<!\\w)[‘'](?=\\w)")
_CLOSERS = {"“": "”", "„": "“”", "«": "»", "»": "«", "‟": "”", '"': '"'}
_CLIPPED = re.compile(r"[‘’'](?:\d|em\b|til\b|tis\b|twas\b|cause\b|n\b|bout\b)", re.I)
_SINGLE_END = re.compile(r"(?<=[\w.,!?…])[’'](?![\w’'])")
_SINGLE_SURE = re.compile(r"(?<=[.,!?…])[’'](?![\w’'])")
_DOUBLE = re.compile('["“”]')
_LONGEST_SINGLE = 1000  # code points; a single mark further away is an apostrophe


@dataclass(frozen=True, slots=True)
class Quotation:
    """A stretch between marks, marks included; ``goes_on`` if the next paragraph takes it up."""

    span: Span
    closed: bool = True
    goes_on: bool = False


def quotations(text: str, paragraphs: list[Span], sentences: list[Span]) -> list[Quotation]:
    """The outermost quotations of ``text`` in order; they never overlap."""
    ends = _SentenceEnds(sentences)
    plain = unfolded(text)
    found: list[Quotation] = []
    for place, paragraph in enumerate(paragraphs):
        follower = paragraphs[place + 1] if place + 1 < len(paragraphs) else None
        opens_again = follower is not None and _begins(plain, follower)
        found.extend(_in_paragraph(plain, paragraph, ends, opens_again=opens_again))
    return found if plain is text else _widened(text, found)


def _begins(plain: str, paragraph: Span) -> bool:
    """Whether a paragraph begins with an opening mark."""
    return plain[paragraph.start : paragraph.start + 2].lstrip()[:1] in {"“", '"', "«", "„"}


def _widened(text: str, found: list[Quotation]) -> list[Quotation]:
    """The quotations with their typewriter marks whole; of two that would share a mark the first has it."""
    result: list[Quotation] = []
    taken = 0
    for quotation in found:
        start, end = widened(text, quotation.span.start, quotation.span.end)
        if max(start, taken) < end:
            result.append(replace(quotation, span=Span(max(start, taken), end)))
            taken = end
    return result


class _SentenceEnds:
    """Finds where the sentence around an offset ends."""

    def __init__(self, sentences: list[Span]) -> None:
        self._spans = sentences
        self._starts = [span.start for span in sentences]

    def after(self, offset: int, limit: int) -> int:
        place = bisect_right(self._starts, offset) - 1
        end = self._spans[place].end if place >= 0 else limit
        return min(max(end, offset + 1), limit)


def _in_paragraph(text: str, paragraph: Span, ends: _SentenceEnds, *, opens_again: bool) -> Iterator[Quotation]:
    opened: int | None = None
    position = paragraph.start
    while match := _MARKS.search(text, position, paragraph.end):
        at, position = match.start(), match.end()
        if text[at] in "‘'":
            close = None if opened is not None else _single_close(text, at, paragraph.end)
            if close is not None:
                yield Quotation(Span(at, close))
                position = close
        elif opened is not None and _closes(text, opened, at, paragraph):
            yield Quotation(Span(opened, at + 1))
            opened = None
        elif _opens(text, at, paragraph, idle=opened is None):
            if opened is not None:
                yield Quotation(Span(opened, ends.after(opened, at)), closed=False)
            opened = at
    if opened is not None:
        end = paragraph.end if opens_again else ends.after(opened, paragraph.end)
        yield Quotation(Span(opened, end), closed=False, goes_on=opens_again)


def _closes(text: str, opened: int, at: int, paragraph: Span) -> bool:
    mark = text[at]
    if mark == '"' or text[opened] == '"':
        return mark in '"”' and not _looks_open(text, at, paragraph)
    return mark in _CLOSERS[text[opened]]


def _opens(text: str, at: int, paragraph: Span, *, idle: bool) -> bool:
    mark = text[at]
    if mark in "“„«‟":
        return True
    if mark == '"':
        return _looks_open(text, at, paragraph) or (idle and not _looks_closed(text, at, paragraph))
    return mark == "»" and idle and _looks_open(text, at, paragraph)


def _looks_open(text: str, at: int, paragraph: Span) -> bool:
    before = text[at - 1] if at > paragraph.start else " "
    after = text[at + 1] if at + 1 < paragraph.end else " "
    return (before.isspace() or before in "([—–-‘'") and not after.isspace()


def _looks_closed(text: str, at: int, paragraph: Span) -> bool:
    before = text[at - 1] if at > paragraph.start else " "
    return not before.isspace()


def _single_close(text: str, at: int, limit: int) -> int | None:
    """The end of a single-quoted stretch, or None where the mark is an apostrophe."""
    if _CLIPPED.match(text, at):
        return None
    limit = min(limit, at + _LONGEST_SINGLE)
    stop = _DOUBLE.search(text, at, limit)
    limit = stop.start() if stop else limit
    match = _SINGLE_SURE.search(text, at + 1, limit)
    if match is None and text[at] == "‘":
        match = _SINGLE_END.search(text, at + 1, limit)
    return match.end() if match else None
