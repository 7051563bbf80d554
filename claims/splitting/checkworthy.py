"""How much a statement is worth checking: plain features with plain names. It ranks and never hides."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from claims.splitting.language import Passage
from claims.splitting.spans import SourceKind, Span
from claims.splitting.wording import table

_UNNAMED = frozenset({SourceKind.ANONYMOUS, SourceKind.UNNAMED_PERSON, SourceKind.UNNAMED_GROUP})


@cache
def _features() -> tuple[tuple[str, float, re.Pattern[str]], ...]:
    rows: list[dict[str, Any]] = table("worthiness")["feature"]
    return tuple((row["reason"], row["weight"], re.compile(row["pattern"], re.I)) for row in rows)


class Actors:
    """Where a text names persons, bodies, places and peoples."""

    def __init__(self, passages: Iterable[Passage]) -> None:
        labels = set(table("worthiness")["names"]["labels"].split())
        self._starts = [p.start + e.start_char for p in passages for e in p.doc.ents if e.label_ in labels]

    def within(self, span: Span) -> bool:
        """Whether a name begins inside the span."""
        place = bisect_left(self._starts, span.start)
        return place < len(self._starts) and self._starts[place] < span.end


def worthiness(
    words: str, spans: Sequence[Span], actors: Actors, source: SourceKind | None, *, attributed: bool
) -> tuple[float, tuple[str, ...]]:
    """A score from 0 to 1 and the reasons for it, in a checker's words."""
    rules = table("worthiness")
    score, reasons = float(rules["base"]["weight"]), []
    for reason, weight, pattern in _features():
        if pattern.search(words):
            score += weight
            reasons.append(reason)
    if any(actors.within(span) for span in spans):
        score += rules["names"]["weight"]
        reasons.append(rules["names"]["reason"])
    if attributed and (source is None or source in _UNNAMED):
        score += rules["unnamed"]["weight"]
        reasons.append(rules["unnamed"]["reason"])
    return round(min(score, 1.0), 2), tuple(reasons)
