"""Words of a text in any script, and the edges of a stretch moved by whole words.

Follows the default rules of Unicode Standard Annex 29 as far as a person needs who trims a claim: what is one
character to a reader (a letter with its marks, an emoji sequence, a flag) is never split; apostrophes, hyphens and
points between letters or digits belong to the word; a figure keeps its currency sign and its per cent. In scripts
without spaces (Han, Hiragana, Thai, …) each character counts as a word, as no dictionary is asked. Offsets are code
points, end exclusive.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

Place = tuple[int, int]

_JOINER = "\u200d"
_INSIDE = frozenset("'’ʼ‐-‑·.,:＇．\u05f3\u05f4\u2019\u00b7")
_ONLY_LETTERS = frozenset("'’ʼ·:＇\u05f3\u05f4")
_ONLY_DIGITS = frozenset(",")
_AFTER_FIGURE = frozenset("%‰°٪")
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3041-\u309f"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)
_BLANK = re.compile(r"\s")


def words(text: str, start: int = 0, end: int | None = None) -> Iterator[Place]:
    """Where the words stand, in order; a symbol (an emoji, a sign) is one, punctuation is none.

    ``start`` and ``end`` should not lie inside a character; what they cut off is not looked at.
    """
    stop = len(text) if end is None else end
    at = start
    while at < stop:
        first = character(text, at, stop)
        kind = _kind(text[at])
        if kind in "wd" or (kind == "c" and first < stop and _kind(text[first]) == "d"):
            ends = _word_end(text, at, first, stop)
            yield at, ends
            at = ends
        else:
            if kind != " ":
                yield at, first
            at = first


def character(text: str, at: int, stop: int | None = None) -> int:
    """The end of the character, as a reader sees it, that begins at ``at``."""
    stop = len(text) if stop is None else stop
    end = at + 1
    if text[at] == "\r" and text[end:stop][:1] == "\n":
        end += 1
    if _is_flag(text[at]) and end < stop and _is_flag(text[end]):
        end += 1
    while end < stop and (_extends(text[end]) or (text[end - 1] == _JOINER and not text[end].isspace())):
        end += 1
    return end


def is_boundary(text: str, at: int) -> bool:
    """Whether no character, as a reader sees it, is cut at ``at``."""
    start = _safe_start(text, at)
    while start < at:
        start = character(text, start)
    return start == at


def moved_end(text: str, at: int, by: int) -> int | None:
    """The end of the word ``by`` words after the end ``at`` of a stretch, before it where ``by`` is negative.

    A word that ``at`` lies inside counts as one to go on to, and to drop. None where there are not so many.
    """
    found = _from(text, at) if by > 0 else _back(text, at)
    place = _nth(found, by if by > 0 else 1 - by)
    return place[1] if place else None


def moved_start(text: str, at: int, by: int) -> int | None:
    """The same for the start of a stretch; negative is earlier in the text."""
    found = _from(text, at) if by > 0 else _back(text, at)
    place = _nth(found, by + 1 if by > 0 else -by)
    return place[0] if place else None


def _nth(found: Iterator[Place], count: int) -> Place | None:
    for number, place in enumerate(found, start=1):
        if number == count:
            return place
    return None


def _from(text: str, at: int) -> Iterator[Place]:
    """Words that end after ``at``, onward."""
    return (word for word in words(text, _safe_start(text, at)) if word[1] > at)


def _back(text: str, at: int) -> Iterator[Place]:
    """Words that begin before ``at``, backward: read piece by piece between white space."""
    ahead = _BLANK.search(text, at)
    end = ahead.start() if ahead else len(text)
    while end > 0:
        start = _safe_start(text, end)
        yield from (word for word in reversed(list(words(text, start, end))) if word[0] < at)
        end = start - 1


def _safe_start(text: str, at: int) -> int:
    """The begin of the piece between white space that ends at, or goes on at, ``at``."""
    while at > 0 and not (text[at - 1].isspace() and _parts(text, at)):
        at -= 1
    return at


def _parts(text: str, at: int) -> bool:
    """Whether white space before ``at`` is a character of its own."""
    following = text[at : at + 1]
    return not following or not (_extends(following) or (following == "\n" and text[at - 1] == "\r"))


def _kind(letter: str) -> str:
    """``w`` of a word, ``d`` a digit, ``c`` a currency, ``s`` a symbol or a letter alone, blank for the rest."""
    if _UNSPACED.match(letter):
        return "s"
    category = unicodedata.category(letter)
    if category[0] in "LM" or category == "Pc":
        return "w"
    if category[0] == "N":
        return "d"
    return {"Sc": "c", "So": "s", "Sm": "s", "Sk": "s"}.get(category, " ")


def _word_end(text: str, start: int, end: int, stop: int) -> int:
    last = _kind(text[start])
    while end < stop:
        kind = _kind(text[end])
        if kind in "wd":
            last, end = kind, character(text, end, stop)
        elif text[end] in _INSIDE and _joins(text, end, last, stop):
            last, end = _kind(text[end + 1]), character(text, end + 1, stop)
        else:
            break
    if last == "d" and end < stop and (text[end] in _AFTER_FIGURE or _kind(text[end]) == "c"):
        end = character(text, end, stop)
    return end


def _joins(text: str, at: int, last: str, stop: int) -> bool:
    """Whether the sign at ``at`` holds a word together: "don't", "well-known", "4.5", "U.S"."""
    following = _kind(text[at + 1]) if at + 1 < stop else " "
    if following not in "wd":
        return False
    if text[at] in _ONLY_DIGITS:
        return last == following == "d"
    return following == last == "w" if text[at] in _ONLY_LETTERS else True


def _is_flag(letter: str) -> bool:
    return "\U0001f1e6" <= letter <= "\U0001f1ff"


def _extends(letter: str) -> bool:
    """Whether it belongs to the character before it: marks, joiners, skin tones, tags."""
    if letter in "\u200c\u200d" or "\U0001f3fb" <= letter <= "\U0001f3ff" or "\U000e0020" <= letter <= "\U000e007f":
        return True
    return unicodedata.category(letter)[0] == "M"
