"""Where a quotation stands in a text, as W3C Web Annotation selectors, and back.

https://www.w3.org/TR/annotation-model/#selectors. Offsets count code points of the text, end exclusive.
"""

import re
from typing import Any

AROUND = 32
"""So many code points before and after are given with a quotation."""

Selector = dict[str, Any]


def selectors(text: str, start: int, end: int) -> list[Selector]:
    """TextQuoteSelector and TextPositionSelector of ``text[start:end]``; raises ValueError for no such place."""
    if not 0 <= start < end <= len(text):
        raise ValueError(f"[{start}, {end}) is no place in a text of {len(text)} code points.")
    around = text[max(0, start - AROUND) : start], text[end : end + AROUND]
    return placed(text[start:end], *around, start=start)


def placed(exact: str, prefix: str, suffix: str, *, start: int | None) -> list[Selector]:
    """The same from its parts; where ``start`` is not known only what is quoted is said."""
    quote: Selector = {"type": "TextQuoteSelector", "exact": exact}
    quote |= {name: words for name, words in (("prefix", prefix), ("suffix", suffix)) if words}
    if start is None:
        return [quote]
    return [quote, {"type": "TextPositionSelector", "start": start, "end": start + len(exact)}]


def find(text: str, exact: str, *, prefix: str = "", suffix: str = "", start: int | None = None) -> tuple[int, int]:
    """Where ``exact`` stands in ``text``, word for word; spaces and line ends may differ.

    Of several places: the one at ``start``, else the one whose surroundings agree best with ``prefix`` and
    ``suffix``, else the one nearest to ``start``, else the first. Raises LookupError where it does not stand there.
    """
    words = exact.split()
    if not words:
        raise LookupError("Nothing is quoted.")
    pattern = r"\s+".join(map(re.escape, words))
    places = [match.span() for match in re.finditer(f"(?={pattern})", text)]
    whole = re.compile(pattern)
    places = [match.span() for place, _ in places if (match := whole.match(text, place))]
    if not places:
        raise LookupError("These words do not stand in the text.")
    near = 0 if start is None else start
    return max(
        places,
        key=lambda place: (place[0] == start, _agreement(text, place, prefix, suffix), -abs(place[0] - near)),
    )


def _agreement(text: str, place: tuple[int, int], prefix: str, suffix: str) -> int:
    """How many code points before and after are the same as given, spaces apart."""
    before, after = (
        _letters(text[max(0, place[0] - 4 * AROUND) : place[0]]),
        _letters(text[place[1] :][: 4 * AROUND]),
    )
    return _shared(before[::-1], _letters(prefix)[::-1]) + _shared(after, _letters(suffix))


def _letters(words: str) -> str:
    return "".join(words.split())


def _shared(one: str, other: str) -> int:
    return next(
        (n for n, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), min(len(one), len(other))
    )
