"""What stands between quotation marks, and where sentences and paragraphs end, by the marks alone."""

import re
import sys
from bisect import bisect_left, bisect_right
from functools import cache, lru_cache

Place = tuple[int, int]

_CLOSERS = {"“": "”", "„": "“”", "«": "»", "»": "«", "‘": "’", '"': '"', "'": "'", "「": "」", "『": "』"}
_SINGLE = frozenset("‘'")
_MARK = re.compile("[" + "".join(_CLOSERS) + "]")
_SENTENCE_END = re.compile(r"[.!?…]+[\"”’'»)\]]*(?=\s+[\"“‘'«„(\[]*[^\W_a-zà-ÿ])|\n+")
_ABBREVIATION = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|Sen|Rep|Gov|Gen|Col|Lt|Sgt|Capt|St|Jr|Sr|No|Inc|Ltd|Co|vs|Jan|Feb|Aug|Sept|Oct|Nov|Dec)"
    r"|\b[A-Z])\.$"
)


@lru_cache(maxsize=32)
def quotations(text: str) -> tuple[Place, ...]:
    """The places between quotation marks, outermost ones, without the marks, in order; none is empty.

    A mark that is never closed quotes up to the end of its paragraph. Single marks count only where the text has no
    double ones, because an apostrophe looks the same.
    """
    single = not any(mark in text for mark in _CLOSERS if mark not in _SINGLE)
    found: list[Place] = []
    mark = _MARK.search(text)
    while mark:
        at, after = mark.start(), mark.end()
        if _opens(text, at, single):
            end = _closing(text, at)
            if end > at + 1:
                found.append((at + 1, end))
            after = end + 1
        mark = _MARK.search(text, after)
    return tuple(found)


def _opens(text: str, at: int, single: bool) -> bool:
    if text[at] not in _SINGLE:
        return True
    return single and (at == 0 or not text[at - 1].isalnum()) and text[at + 1 : at + 2].isalnum()


def _closing(text: str, at: int) -> int:
    """The index of the mark that closes the one at ``at``, or of the end of the paragraph."""
    for match in _stops(text[at]).finditer(text, at + 1):
        index = match.start()
        if text[index] == "\n" or text[at] not in _SINGLE or not text[index + 1 : index + 2].isalnum():
            return index
    return len(text)


@cache
def _stops(mark: str) -> re.Pattern[str]:
    return re.compile(f"[{_CLOSERS[mark]}\n]")


def sentence_around(text: str, start: int, end: int) -> Place:
    """The sentence, or the sentences, that hold ``text[start:end]``, without white space around."""
    ends = sentence_ends(text)
    first, last = bisect_right(ends, start), bisect_left(ends, end)
    return trimmed(text, ends[first - 1] if first else 0, ends[last] if last < len(ends) else len(text))


@lru_cache(maxsize=32)
def sentence_ends(text: str) -> tuple[int, ...]:
    """The offsets after the last mark of each sentence."""
    return tuple(match.end() for match in _SENTENCE_END.finditer(text) if not _is_abbreviation(text, match))


def _is_abbreviation(text: str, match: re.Match[str]) -> bool:
    return match.group() == "." and bool(_ABBREVIATION.search(text, max(0, match.start() - 6), match.end()))


def trimmed(text: str, start: int, end: int) -> Place:
    """The place without the white space at its ends."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def holding(places: tuple[Place, ...], start: int) -> Place | None:
    """Of places in order that do not overlap, the one that ``start`` lies in."""
    at = bisect_right(places, (start, sys.maxsize)) - 1
    return places[at] if at >= 0 and start < places[at][1] else None
