"""Places that one marked in a text against places that another marked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

Place = tuple[int, int]
Marked = tuple[Place, ...]
"""Where one claim stands: its places in order, in code points, end exclusive."""


@dataclass(frozen=True, slots=True)
class Matched:
    """``hits`` of the first side's ``found`` are met by the other, ``met`` of the other's ``there`` by the first.

    C. J. van Rijsbergen, Information Retrieval (1979), chapter 7, with beta 1.
    """

    found: int
    hits: int
    there: int
    met: int

    @property
    def precision(self) -> float | None:
        """Of what the first side marked, how much the other has, too; None where it marked nothing."""
        return self.hits / self.found if self.found else None

    @property
    def recall(self) -> float | None:
        """Of what the other side has, how much the first marked; None where it has nothing."""
        return self.met / self.there if self.there else None

    @property
    def f1(self) -> float | None:
        """Harmonic mean of both; 0 where nothing is met, None where a side is empty."""
        if self.precision is None or self.recall is None:
            return None
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def matched(found: Sequence[Marked], there: Sequence[Marked], *, exactly: bool) -> Matched:
    """``exactly``: all places of a claim are the same; else one code point shared is enough."""
    if exactly:
        first, other = set(found), set(there)
        return Matched(
            len(found), sum(one in other for one in found), len(there), sum(one in first for one in there)
        )
    return Matched(len(found), _touched(found, there), len(there), _touched(there, found))


def _touched(claims: Sequence[Marked], others: Sequence[Marked]) -> int:
    merged = _merged(place for claim in others for place in claim)
    return sum(any(_meets(place, merged) for place in claim) for claim in claims)


def _merged(places: Iterable[Place]) -> list[Place]:
    """In order, those that overlap as one."""
    merged: list[Place] = []
    for start, end in sorted(places):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _meets(place: Place, merged: Sequence[Place]) -> bool:
    low, high = 0, len(merged)
    while low < high:
        middle = (low + high) // 2
        if merged[middle][1] <= place[0]:
            low = middle + 1
        else:
            high = middle
    return low < len(merged) and merged[low][0] < place[1]
