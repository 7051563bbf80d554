"""Where in a long text quoted words could stand: the few windows that share most of their rare words."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from math import log

from claims.measures.alignment import OPEN_ENDED
from claims.measures.numerals import Unit
from claims.measures.spelling import ANY, alternatives, same

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

    A rare word votes for where it stands, and so do two words that follow each other; the rarer, the more. A window
    is as long as the quotation, and longer where an ellipsis leaves something out, with room on both sides. Two
    windows may overlap.
    """
    span = len(quoted) * (4 if OPEN_ENDED & set(quoted) else 1) + _ROOM
    known = places(units)
    votes: dict[int, float] = defaultdict(float)
    for found in [*_words(quoted, known), *_pairs(quoted, units, known)]:
        worth = log(2 + len(units) / (1 + len(found)))
        for block in {index // span for index in found}:
            votes[block] += worth
    starts = votes.keys() | {block - 1 for block in votes}
    best = {block: votes.get(block, 0.0) + votes.get(block + 1, 0.0) for block in starts}
    chosen = sorted(best, key=lambda block: (-best[block], block))[:_MOST]
    return [(max(0, block * span - _ROOM), min(len(units), (block + 2) * span + _ROOM)) for block in chosen]


def _words(quoted: Sequence[str], known: dict[str, list[int]]) -> Iterator[list[int]]:
    """Where each word stands that is not too common to point anywhere."""
    for form in sorted(set(quoted) - OPEN_ENDED):
        found = [index for other in _spellings(form, known) for index in known.get(other, ())]
        if 0 < len(found) <= _COMMON:
            yield found


def _spellings(form: str, known: dict[str, list[int]]) -> set[str]:
    if form.endswith(ANY):
        return {other for other in known if same(form, other)}
    return {form, *alternatives(form)}


def _pairs(quoted: Sequence[str], units: tuple[Unit, ...], known: dict[str, list[int]]) -> Iterator[list[int]]:
    """Where two words of the quotation follow each other as they do there."""
    for one, other in sorted(set(pairwise(quoted))):
        found = [at for at in known.get(one, ()) if at + 1 < len(units) and units[at + 1].form == other]
        if found:
            yield found
