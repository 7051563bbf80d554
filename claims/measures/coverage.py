"""How much of a text is accounted for: every sentence is in a claim or waived with a reason."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Coverage:
    """Counts of sentences; ``gaps`` are the indices of those in no claim and not waived, in order."""

    total: int
    claimed: int
    waived: int
    gaps: tuple[int, ...]

    @property
    def open(self) -> int:
        """Sentences left."""
        return len(self.gaps)

    @property
    def percent(self) -> int:
        """Share of sentences accounted for, rounded down; 100 for a text without sentences."""
        return 100 * (self.total - self.open) // self.total if self.total else 100


def coverage(sentences: Sequence[Place], claimed: Iterable[Place], waived: Iterable[int]) -> Coverage:
    """Coverage of ``sentences`` (in order, not overlapping) by the content spans of claims and by waivers.

    Places are ``(start, end)`` in code points, end exclusive; ``waived`` holds indices into ``sentences``.
    A sentence that is both claimed and waived counts as claimed.
    """
    touched = _touched(sentences, sorted(claimed))
    excused = set(waived) - touched
    gaps = tuple(i for i in range(len(sentences)) if i not in touched and i not in excused)
    return Coverage(total=len(sentences), claimed=len(touched), waived=len(excused), gaps=gaps)


def _touched(sentences: Sequence[Place], spans: Sequence[Place]) -> set[int]:
    touched: set[int] = set()
    first = 0
    for start, end in spans:
        while first < len(sentences) and sentences[first][1] <= start:
            first += 1
        index = first
        while index < len(sentences) and sentences[index][0] < end:
            touched.add(index)
            index += 1
    return touched
