"""Where in a long text quoted words could stand: the few windows that share most of their rare words."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import lru_cache
from math import log

from claims.measures.alignment import OPEN_ENDED
from claims.measures.numerals import Unit
from claims.measures.spelling import same

_COMMON = 400  # places of a word, beyond which it points nowhere
_ROOM = 12  # words looked at beyond a window on either side
_MOST = 4


@lru_cache(maxsize=16)
def places(units: tuple[Unit, ...]) -> dict[str, list[int]]:
    """Form to the indices at which it stands."""
    found: dict[str, list[int]] = defaultdict(list)
    for index, unit in enumerate(units):
        found[unit.form].append(index)
    return dict(found)


def windows(quoted: Sequence[str], units: tuple[Unit, ...]) -> list[tuple[int, int]]:
    """Up to four stretches ``(start, end)`` of unit indices in which the quotation may stand, the best first.

    A window is as long as the quotation, and twice as long where an ellipsis leaves something out, with room on
    both sides. Two windows may overlap.
    """
    span = len(quoted) * (4 if OPEN_ENDED & set(quoted) else 1) + _ROOM
    known = places(units)
    hits = {form: _hits(form, known) for form in set(quoted) - OPEN_ENDED}
    rare = {form: at for form, at in hits.items() if 0 < len(at) <= _COMMON} or hits
    votes: Counter[int] = Counter()
    for found in rare.values():
        worth = log(2 + len(units) / (1 + len(found)))
        for block in {index // span for index in found[:_COMMON]}:
            votes[block] += worth
    best: Counter[int] = Counter({block: votes[block] + votes.get(block + 1, 0) for block in votes})
    best.update({block - 1: votes[block] + votes.get(block - 1, 0) for block in votes if block - 1 not in votes})
    chosen = sorted(best, key=lambda block: (-best[block], block))[:_MOST]
    return [(max(0, block * span - _ROOM), min(len(units), (block + 2) * span + _ROOM)) for block in chosen]


def _hits(form: str, known: dict[str, list[int]]) -> list[int]:
    if form in known:
        return known[form]
    return [
        index for other, found in known.items() if other[:1] == form[:1] and same(form, other) for index in found
    ]
