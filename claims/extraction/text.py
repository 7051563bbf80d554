"""What freezing does to a text, and nothing more: spans count code points of what comes out here.

Line ends become LF, a byte order mark at the start and blank lines around the text go, control characters
are taken out and counted. Letters are left alone: no Unicode normalisation, no trimming inside.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from claims.extraction.result import Empty, Unreadable

_BOM = "\ufeff"
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
_LINE_ENDS = re.compile("\r\n?|[\x0b\x0c]")
_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A text ready to be frozen, and sentences about what was taken out of it."""

    text: str
    notes: tuple[str, ...] = ()


def normalise(text: str) -> str:
    """The text as it is frozen. Doing it twice changes nothing. Raises Empty or Unreadable."""
    return clean(text).text


def clean(text: str) -> Cleaned:
    """The text as it is frozen, with notes on what a person should know was removed.

    Raises Empty when nothing visible is left, Unreadable for half of a surrogate pair.
    """
    broken = _SURROGATE.search(text)
    if broken:
        raise Unreadable(f"The text is damaged: character {broken.start() + 1} is half of a character.")
    text = _LINE_ENDS.sub("\n", text)
    nuls = text.count("\0")
    text, controls = _CONTROLS.subn("", text)
    text = _without_blank_edges(text)
    if not any(map(_is_visible, text)):
        raise Empty
    return Cleaned(text, tuple(_notes(nuls, controls - nuls)))


def moved(raw: str, offsets: Sequence[int]) -> list[int]:
    """Where ascending ``offsets`` into ``raw`` lie in ``clean(raw).text``; what was cut away at the edges counts
    as its first or its last place. No offset may stand inside a carriage return and line feed."""
    ends = [*offsets, len(raw)]
    pieces = [_plain(raw[start:end]) for start, end in zip([0, *ends], ends, strict=False)]
    text = "".join(pieces)
    kept = _without_blank_edges(text)
    lead = text.find(kept)
    places = list(accumulate(map(len, pieces)))[: len(offsets)]
    return [min(max(place - lead, 0), len(kept)) for place in places]


def _plain(piece: str) -> str:
    return _CONTROLS.sub("", _LINE_ENDS.sub("\n", piece))


def _without_blank_edges(text: str) -> str:
    """Without byte order marks at the start and blank lines around; the first line keeps its indent."""
    start = 0
    while start < len(text) and (text[start].isspace() or text[start] == _BOM):
        start += 1
    text = text[text.rfind("\n", 0, start) + 1 :].lstrip(_BOM)
    end = text.find("\n", len(text.rstrip()))
    return text if end < 0 else text[:end]


def _is_visible(character: str) -> bool:
    return not character.isspace() and unicodedata.category(character) not in {"Cc", "Cf"}


def _notes(nuls: int, controls: int) -> list[str]:
    notes = []
    if nuls:
        notes.append(f"{nuls} NUL character{'s were' if nuls > 1 else ' was'} removed.")
    if controls:
        notes.append(f"{controls} control character{'s were' if controls > 1 else ' was'} removed.")
    return notes
