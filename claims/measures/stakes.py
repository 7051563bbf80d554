"""Words left out of a quotation that turn its meaning: negations, conditions, hedges, a "but"."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from claims.measures.numerals import Unit
from claims.measures.quotation_marks import Place, holding, quotations, sentence_around
from claims.measures.spelling import read
from claims.measures.wording import table

_BREAK = re.compile(r"[,;:—–()]| - ")
_OUTSIDE = 8  # words before a quotation mark that can govern what is quoted ("never said that")
_BEFORE = 10
_AFTER = 14
_RIGHT_AFTER = 3
_TOUCHING = 2
_REACH = 1000  # code points of a sentence on either side
_NEXT = 24  # code points in which the next word is read


@dataclass(frozen=True, slots=True)
class Stake:
    """A word of the evidence that was left out: its ``kind`` ("negation", "condition" …), ``words`` and place."""

    kind: str
    words: str
    start: int
    end: int


@cache
def _kinds() -> dict[str, str]:
    return {word: kind for kind, listed in table("stakes")["kind"].items() for word in listed.split()}


def kinds_in(forms: Iterable[str]) -> frozenset[str]:
    """The kinds of turning words among these."""
    return frozenset(kind for form in forms if (kind := _kinds().get(form)))


def inside(text: str, units: Iterable[Unit], kept: frozenset[str]) -> list[Stake]:
    """The turning words among those left out within the quotation, but for kinds that the claim keeps elsewhere."""
    return list(_pick(text, units, "inside", kept))


def at_edges(text: str, first: Unit, last: Unit, kept: frozenset[str]) -> list[Stake]:
    """The turning words around a match that govern it: before it in its clause, after it in its sentence.

    Where the match is quoted in the evidence, only what the same voice says counts, and before it what the
    reporting words do with it ("denied that", "never said").
    """
    start, end = sentence_around(text, first.start, last.end)
    start, end = max(start, first.start - _REACH), min(end, last.end + _REACH)
    quoted = quotations(text)
    held = holding(quoted, first.start)
    mine = [place for place in quoted if place[0] < end and place[1] > start] if held else [(start, end)]
    before = [unit for unit in _within(text, start, first.start) if _covered(unit, mine)]
    after = [unit for unit in _within(text, last.end, end) if _covered(unit, mine)]
    stakes = [*_pick(text, _clause_before(text, before, first), "before", kept)]
    stakes += _pick(text, before, "before_in_sentence", kept)
    if held:
        stakes += _pick(text, _reporting(text, start, held, first), "before", kept)
    stakes += _pick(text, after[:_AFTER], "after", kept)
    stakes += _pick(text, _up_to_break(after[:_RIGHT_AFTER]), "right_after", kept)
    stakes += _pick(text, _clause_after(text, after, last)[:_TOUCHING], "touching", kept)
    return sorted(set(stakes), key=lambda stake: stake.start)


def _pick(text: str, units: Iterable[Unit], scope: str, kept: frozenset[str]) -> Iterator[Stake]:
    wanted = set(table("stakes")["scope"][scope].split()) - kept
    for unit in units:
        kind = _kinds().get(unit.form, "")
        if kind in wanted and not (kind == "condition" and _is_temporal(text, unit)):
            yield Stake(kind, text[unit.start : unit.end], unit.start, unit.end)


def _is_temporal(text: str, unit: Unit) -> bool:
    """Whether "until" and "once" tell a time: "until 2031", "once a year"."""
    following = read(text[unit.end : unit.end + _NEXT].split("\n", maxsplit=1)[0])
    if unit.form not in ("until", "once") or not following:
        return False
    form = following[0].form
    return form[0].isdigit() or form in table("stakes")["temporal"]["after"].split()


def _within(text: str, start: int, end: int) -> list[Unit]:
    return [Unit(one.form, one.start + start, one.end + start) for one in read(text[start:end])]


def _covered(unit: Unit, places: Sequence[Place]) -> bool:
    return any(start <= unit.start < end for start, end in places)


def _breaks() -> frozenset[str]:
    return frozenset(table("stakes")["clause"]["breaks"].split())


def _clause_before(text: str, units: Sequence[Unit], first: Unit) -> list[Unit]:
    """The last units before the match that no comma, no joining word and no other mark parts from it."""
    clause: list[Unit] = []
    edge = first.start
    for at in range(len(units) - 1, max(-1, len(units) - 1 - _BEFORE), -1):
        unit = units[at]
        if _BREAK.search(text, unit.end, edge) or (unit.form in _breaks() and not _goes_on(units, at)):
            break
        clause.append(unit)
        edge = unit.start
    return clause


def _goes_on(units: Sequence[Unit], at: int) -> bool:
    """Whether a "who" belongs to a subject that governs the clause: "nobody who has read it"."""
    subjects = table("stakes")["clause"]["subjects"].split()
    return units[at].form in ("who", "which") and at > 0 and units[at - 1].form in subjects


def _clause_after(text: str, units: Sequence[Unit], last: Unit) -> list[Unit]:
    clause: list[Unit] = []
    edge = last.end
    for unit in units:
        if _BREAK.search(text, edge, unit.start) or unit.form in _breaks():
            break
        clause.append(unit)
        edge = unit.end
    return clause


def _up_to_break(units: Sequence[Unit]) -> list[Unit]:
    index = next((at for at, unit in enumerate(units) if unit.form in _breaks()), len(units))
    return list(units[:index])


def _reporting(text: str, start: int, held: Place, first: Unit) -> list[Unit]:
    """The reporting words right before the quotation mark; none where words of the quotation stand between."""
    if first.start - held[0] > _REACH or read(text[held[0] : first.start]):
        return []
    mark = Unit("", held[0] - 1, held[0])
    return _clause_before(text, _within(text, start, held[0] - 1)[-_OUTSIDE:], mark)
