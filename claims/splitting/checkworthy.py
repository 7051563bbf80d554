"""How much a statement is worth checking: plain features with plain names. It ranks and never hides.

The features and their weights are the table ``rules/checkworthy.toml``. What is found adds up, and the sum s
becomes 1 / (1 + e^-s): nothing is ever quite 0 or 1, and more reasons always rank higher.
"""

import math
import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from claims.splitting.language import Passage
from claims.splitting.spans import SourceKind, Span
from claims.splitting.wording import table

if TYPE_CHECKING:
    from spacy.tokens import Token

_UNNAMED = frozenset({SourceKind.ANONYMOUS, SourceKind.UNNAMED_PERSON, SourceKind.UNNAMED_GROUP})


@dataclass(frozen=True, slots=True)
class Point:
    """One feature found in a statement, in a checker's words; its weight is below 0 where it speaks against."""

    reason: str
    weight: float


def _begins_name(token: "Token") -> bool:
    """Whether a name of somebody or something begins here: a proper noun that is no month or weekday."""
    if token.pos_ != "PROPN" or token.lower_ in _no_actors():
        return False
    return token.i == 0 or token.doc[token.i - 1].pos_ != "PROPN"


@cache
def _no_actors() -> frozenset[str]:
    return frozenset(table("checkworthy")["names"]["no_actors"].split())


class Actors:
    """Where a text names persons, bodies and places."""

    def __init__(self, passages: Iterable[Passage]) -> None:
        self._starts = [p.at(token) for p in passages for token in p.doc if _begins_name(token)]

    def within(self, span: Span) -> bool:
        """Whether a name begins inside the span."""
        place = bisect_left(self._starts, span.start)
        return place < len(self._starts) and self._starts[place] < span.end


def score(text: str, *, unnamed: bool = False) -> tuple[float, tuple[str, ...]]:
    """How much a statement on its own is worth checking, 0 to 1, and why; needs no parser.

    The reasons are those that speak for it, the weightiest first. ``unnamed`` says that whoever stands behind it
    is known not to be named.
    """
    found = points(text)
    return _summed([*found, _point("unnamed")] if unnamed else found)


def points(text: str) -> list[Point]:
    """All that speaks for and against checking a statement, in the order of the table."""
    found = _worded(text)
    if _named().search(text):
        found.append(_point("names"))
    return found


def worthiness(
    words: str, spans: Sequence[Span], actors: Actors, source: SourceKind | None, *, attributed: bool
) -> tuple[float, tuple[str, ...]]:
    """The same for a statement of a parsed text, whose names and whose source are known."""
    found = _worded(words)
    if any(actors.within(span) for span in spans):
        found.append(_point("names"))
    if attributed and (source is None or source in _UNNAMED):
        found.append(_point("unnamed"))
    return _summed(found)


def _worded(text: str) -> list[Point]:
    found = [point for point, pattern in _features() if pattern.search(text)]
    length, count = table("checkworthy")["length"], len(text.split())
    if count <= length["short"]:
        found.append(Point("few words", length["less"]))
    elif count >= length["full"]:
        found.append(Point("many words", length["more"]))
    return found


def _summed(found: Iterable[Point]) -> tuple[float, tuple[str, ...]]:
    ranked = sorted(found, key=lambda point: -point.weight)
    total = table("checkworthy")["base"] + sum(point.weight for point in ranked)
    silent = {"few words", "many words"}  # they rank, but say nothing to a checker
    reasons = tuple(p.reason for p in ranked if p.weight > 0 and p.reason not in silent)
    return round(1 / (1 + math.exp(-total)), 3), reasons


@cache
def _features() -> tuple[tuple[Point, re.Pattern[str]], ...]:
    rows: list[dict[str, Any]] = table("checkworthy")["feature"]
    flags = re.IGNORECASE | re.VERBOSE
    return tuple((Point(row["reason"], row["weight"]), re.compile(row["pattern"], flags)) for row in rows)


@cache
def _named() -> re.Pattern[str]:
    """A name as far as capitals tell: case matters here."""
    return re.compile(table("checkworthy")["names"]["pattern"], re.VERBOSE)


def _point(name: str) -> Point:
    row = table("checkworthy")[name]
    return Point(row["reason"], row["weight"])
