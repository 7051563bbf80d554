"""Quoted words laid against a passage, word by word.

The words of the quotation are all accounted for; the passage may begin before and go on after them. Of all ways to
lay them the one with the best score is taken: what agrees is worth its weight (more than "the" where it has a
meaning), what is left out of the passage costs less the longer the stretch, what is changed or put in costs more.
"""

from collections.abc import Sequence

from rapidfuzz.distance import Levenshtein

from claims.measures.spelling import ELLIPSIS, same
from claims.measures.wording import words

HEAVY, LIGHT = 2.0, 0.8
_CHANGED = -1.2
_AKIN = 0.4  # a changed word that is the same but for its ending
_ADDED = -1.1
_LEFT_OUT, _LEFT_OUT_TOO = -1.0, -0.15  # the first word of a stretch that was left out, each further one
_MARKED = -0.05  # a word left out where an ellipsis says so
_FAR = 1_000_000  # cells; a longer table is laid by plain edit distance
_STEM = 4
_NEVER = float("-inf")

EDITED = "[]"  # stands for all that an editor put between square brackets
OPEN_ENDED = frozenset({ELLIPSIS, EDITED})  # may stand for any words of the passage, or for none

Step = tuple[int | None, int | None]


def weight(form: str) -> float:
    """What a word that agrees is worth."""
    if form in OPEN_ENDED:
        return 0.0
    return LIGHT if form in words("alignment", "light") else HEAVY


def akin(one: str, other: str) -> bool:
    """Whether two words differ by an ending ("met", "meets" do not; "rent", "rents" do)."""
    short = min(len(one), len(other))
    return short >= _STEM and one[: max(_STEM, short - 2)] == other[: max(_STEM, short - 2)]


def lay(quoted: Sequence[str], passage: Sequence[str]) -> list[Step]:
    """The best way to lay the quotation on the passage; nothing where either is empty.

    Each step pairs an index into ``quoted`` with one into ``passage``, None where one side has nothing. The steps
    go from the first word that is quoted to the last.
    """
    if not quoted or not passage:
        return []
    return _table(quoted, passage) if len(quoted) * len(passage) <= _FAR else _edits(quoted, passage)


def _edits(quoted: Sequence[str], passage: Sequence[str]) -> list[Step]:
    """For very long quotations: the fewest edits, without the passage's ends."""
    steps: list[Step] = []
    for code in Levenshtein.opcodes(list(quoted), list(passage)):
        left, right = range(code.src_start, code.src_end), range(code.dest_start, code.dest_end)
        if code.tag in ("equal", "replace"):
            steps += zip(left, right, strict=True)
        else:
            steps += [(index, None) for index in left] + [(None, index) for index in right]
    return _trimmed(steps)


def _trimmed(steps: list[Step]) -> list[Step]:
    held = [place for place, (left, _) in enumerate(steps) if left is not None]
    return steps[held[0] : held[-1] + 1] if held else []


def _table(quoted: Sequence[str], passage: Sequence[str]) -> list[Step]:
    """The best score for each pair of prefixes, in two layers: the last word used, and the last word left out."""
    width = len(passage) + 1
    used, out = [0.0] * width, [_NEVER] * width
    came_used: list[list[int]] = []
    came_out: list[list[int]] = []
    for form in quoted:
        used, out, from_used, from_out = _row(form, passage, used, out)
        came_used.append(from_used)
        came_out.append(from_out)
    end = max(range(width), key=lambda at: used[at])
    return _back(came_used, came_out, end)


_PAIR, _PAIR_OUT, _ADD, _ADD_OUT, _OPEN, _GO_ON = range(6)


def _row(
    form: str, passage: Sequence[str], used: list[float], out: list[float]
) -> tuple[list[float], list[float], list[int], list[int]]:
    """One row of the table, and for each cell the move that led there."""
    gap = form in OPEN_ENDED
    added, worth = (0.0 if gap else _ADDED), weight(form)
    opening, going = (_MARKED, _MARKED) if gap else (_LEFT_OUT, _LEFT_OUT_TOO)
    best, left = max(used[0], out[0]) + added, _NEVER
    row_used, row_out = [best], [left]
    from_used, from_out = [_ADD if used[0] >= out[0] else _ADD_OUT], [_OPEN]
    for at, other in enumerate(passage, start=1):
        before = max(used[at - 1], out[at - 1])
        pair = (
            before + (worth if same(form, other) else _CHANGED + _AKIN * akin(form, other)) if not gap else _NEVER
        )
        add = max(used[at], out[at]) + added
        opened, gone = row_used[at - 1] + opening, row_out[at - 1] + going
        if pair >= add:
            row_used.append(pair)
            from_used.append(_PAIR if used[at - 1] >= out[at - 1] else _PAIR_OUT)
        else:
            row_used.append(add)
            from_used.append(_ADD if used[at] >= out[at] else _ADD_OUT)
        row_out.append(max(opened, gone))
        from_out.append(_OPEN if opened >= gone else _GO_ON)
    return row_used, row_out, from_used, from_out


def _back(came_used: list[list[int]], came_out: list[list[int]], at: int) -> list[Step]:
    """The steps that led to the end, first to last."""
    steps: list[Step] = []
    row, in_used = len(came_used) - 1, True
    while row >= 0:
        move = (came_used if in_used else came_out)[row][at]
        if move in (_OPEN, _GO_ON):
            steps.append((None, at - 1))
            in_used = move == _OPEN
            at -= 1
            continue
        steps.append((row, at - 1 if move in (_PAIR, _PAIR_OUT) else None))
        at -= move in (_PAIR, _PAIR_OUT)
        in_used = move in (_PAIR, _ADD)
        row -= 1
    return steps[::-1]
