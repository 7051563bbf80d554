"""A text cut into stretches that are small enough to be quoted."""

from __future__ import annotations

import re

PASSAGE_LENGTH = 600
"""A paragraph longer than this many code points is cut at a sentence end."""

_PARAGRAPH = re.compile(r"\S(?:.|\n(?!\s*\n))*")
_SENTENCE_END = re.compile(r"[.!?][”\"’')\]]*\s+")


def passages(text: str) -> list[tuple[int, int]]:
    """``(start, end)`` of the paragraphs, long ones cut at sentence ends; code points, end exclusive."""
    places: list[tuple[int, int]] = []
    for paragraph in _PARAGRAPH.finditer(text):
        places += _cut(text, paragraph.start(), paragraph.end())
    return places


def _cut(text: str, start: int, end: int) -> list[tuple[int, int]]:
    places = []
    while end - start > PASSAGE_LENGTH:
        window = text[start : start + PASSAGE_LENGTH]
        ends = [match.end() for match in _SENTENCE_END.finditer(window)]
        cut = ends[-1] if ends else (window.rfind(" ") + 1 or PASSAGE_LENGTH)
        places.append((start, start + len(text[start : start + cut].rstrip())))
        start += cut
        while start < end and text[start].isspace():
            start += 1
    places.append((start, start + len(text[start:end].rstrip())))
    return [(a, b) for a, b in places if a < b]
