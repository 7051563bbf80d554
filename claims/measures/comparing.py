"""A quotation and the passages that come near it: the alignment as steps with places in both texts."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from claims.measures.alignment import OPEN_ENDED, akin, lay, weight
from claims.measures.alignment import Step as Pair
from claims.measures.numerals import Unit
from claims.measures.passages import windows
from claims.measures.quotation_marks import Place, holding, quotations
from claims.measures.spelling import CLOSE, ELLIPSIS, OPEN, read, same

_ENOUGH = 0.62
_ENOUGH_OF_FEW = 0.5  # for so few words, where the evidence has them between quotation marks
_FEW = 4
_AKIN = 0.6
_BETWEEN = 0.3  # of a left-out word's weight


@dataclass(frozen=True, slots=True)
class Step:
    """One step of an alignment; ``claim`` and ``evidence`` are places, None where that text has nothing there.

    ``kind``: ``same``; ``changed``; ``left-out`` (only the evidence has it); ``added`` (only the claim has it);
    ``marked`` (an ellipsis says that something is left out); ``edited`` (square brackets); ``interrupted`` (words
    of the evidence that are not the voice's: “This,” she wrote, “will …”).
    """

    kind: str
    claim: Place | None
    evidence: Place | None

    @property
    def differs(self) -> bool:
        """Whether a reader should see a difference here."""
        return self.kind in ("changed", "left-out", "added")


@dataclass(frozen=True, slots=True)
class Match:
    """A passage that comes near: its first and last unit that agree, ``share`` of weight that does, the steps.

    ``left_out`` are the units of the passage that the quotation does not have, marked or not.
    """

    first: Unit
    last: Unit
    share: float
    steps: tuple[Step, ...]
    left_out: tuple[Unit, ...]


@lru_cache(maxsize=16)
def _passage_units(text: str) -> tuple[Unit, ...]:
    """The words of the evidence, without its own brackets and ellipses."""
    return tuple(unit for unit in read(text) if unit.form not in (OPEN, CLOSE, ELLIPSIS))


def best_match(quoted: Sequence[Unit], text: str) -> list[Match]:
    """The passages of a text that come near enough to the quotation, one for each place."""
    units = _passage_units(text)
    forms = [unit.form for unit in quoted]
    found: dict[int, Match] = {}
    for start, end in windows(forms, units):
        inside = units[start:end]
        match = _match(text, quoted, inside, lay(forms, [unit.form for unit in inside]))
        if match and _comes_near(text, quoted, match):
            found.setdefault(match.first.start, match)
    return list(found.values())


def _comes_near(text: str, quoted: Sequence[Unit], match: Match) -> bool:
    few = len(quoted) <= _FEW and holding(quotations(text), match.first.start) is not None
    return match.share >= (_ENOUGH_OF_FEW if few else _ENOUGH)


_Run = tuple[str, list[Unit], list[Unit]]


def _match(text: str, quoted: Sequence[Unit], inside: Sequence[Unit], pairs: Sequence[Pair]) -> Match | None:
    runs = list(_interrupted(_joined(_runs(quoted, inside, _at_edges(text, inside, pairs))), quotations(text)))
    agreeing = [unit for kind, _, theirs in runs if kind == "same" for unit in theirs]
    if not agreeing:
        return None
    steps = tuple(_step(run) for run in runs)
    left_out = tuple(unit for kind, _, theirs in runs if kind not in ("same", "interrupted") for unit in theirs)
    first = min(
        agreeing, key=lambda unit: unit.start
    )  # "$5" is read as 5, dollar: the order is not that of the text
    last = max(agreeing, key=lambda unit: unit.end)
    return Match(first, last, _share(quoted, runs), steps, left_out)


def _at_edges(text: str, inside: Sequence[Unit], pairs: Sequence[Pair]) -> list[Pair]:
    """The pairs, with words put in at an end set against what the passage has there, in the same sentence."""
    first = next((at for at, (_, right) in enumerate(pairs) if right is not None), 0)
    back = list(reversed(pairs[:first]))
    head = _against(text, inside, back, pairs[first][1], -1) if pairs else []
    rest = list(reversed(pairs[first:]))
    last = next((at for at, (_, right) in enumerate(rest) if right is not None), len(rest))
    tail = _against(text, inside, list(reversed(rest[:last])), rest[last][1] if last < len(rest) else None, 1)
    return [*reversed(head), *pairs[first : len(pairs) - last], *tail]


def _against(text: str, inside: Sequence[Unit], added: Sequence[Pair], at: int | None, step: int) -> list[Pair]:
    """Added words, nearest to the match first, each against the next word of the passage up to a mark."""
    result: list[Pair] = []
    for left, _ in added:
        if at is not None:
            following = at + step
            near, far = sorted((at, following))
            at = (
                following if near >= 0 and far < len(inside) and _runs_on(text, inside[near], inside[far]) else None
            )
        result.append((left, at))
    return result


def _runs_on(text: str, one: Unit, other: Unit) -> bool:
    return not _MARK.search(text, one.end, other.start)


_MARK = re.compile(r"[.!?;:\n\"“”«»…()]")


def _runs(quoted: Sequence[Unit], inside: Sequence[Unit], pairs: Iterable[Pair]) -> Iterator[_Run]:
    """The pairs in runs of one kind each."""
    kinds = [(_kind(quoted, inside, left, right), left, right) for left, right in pairs]
    for kind, group in groupby(_with_gaps(kinds), key=lambda one: one[0]):
        members = list(group)
        mine = [quoted[left] for _, left, _ in members if left is not None]
        theirs = [inside[right] for _, _, right in members if right is not None]
        yield kind, mine, theirs


_Kinded = tuple[str, int | None, int | None]


def _with_gaps(kinds: Sequence[_Kinded]) -> Iterator[_Kinded]:
    """Words left out right beside an ellipsis or brackets belong to them."""
    for at, (kind, left, right) in enumerate(kinds):
        if kind == "left-out":
            back = next((one for one, _, _ in reversed(kinds[:at]) if one != "left-out"), "")
            if back in ("marked", "edited"):
                yield back, left, right
                continue
        yield kind, left, right


def _kind(quoted: Sequence[Unit], inside: Sequence[Unit], left: int | None, right: int | None) -> str:
    if left is None:
        return "left-out"
    if quoted[left].form in OPEN_ENDED:
        return "marked" if quoted[left].form == ELLIPSIS else "edited"
    if right is None:
        return "added"
    return "same" if same(quoted[left].form, inside[right].form) else "changed"


def _joined(runs: Iterable[_Run]) -> Iterator[_Run]:
    """Differences that stand side by side as one; "e mail" for "email" is none."""
    for differs, group in groupby(runs, key=lambda run: run[0] in ("changed", "left-out", "added")):
        if not differs:
            yield from group
            continue
        members = list(group)
        mine = [unit for _, units, _ in members for unit in units]
        theirs = [unit for _, _, units in members for unit in units]
        if "".join(unit.form for unit in mine) == "".join(unit.form for unit in theirs):
            yield "same", mine, theirs
        else:
            yield ("changed" if mine and theirs else "added" if mine else "left-out"), mine, theirs


def _interrupted(runs: Iterable[_Run], quoted: tuple[Place, ...]) -> Iterator[_Run]:
    """Reporting words between two quotations are not left out of the voice's words."""
    seen = False
    for kind, mine, theirs in runs:
        outside = not any(holding(quoted, unit.start) for unit in theirs)
        yield ("interrupted" if kind == "left-out" and seen and outside else kind), mine, theirs
        seen = seen or any(holding(quoted, unit.start) for unit in theirs)


def _step(run: _Run) -> Step:
    kind, mine, theirs = run
    return Step(kind, _place(mine), _place(theirs))


def _place(units: Sequence[Unit]) -> Place | None:
    return (min(unit.start for unit in units), max(unit.end for unit in units)) if units else None


def _share(quoted: Sequence[Unit], runs: Iterable[_Run]) -> float:
    """The weight that agrees, out of all that is quoted and part of what stands between."""
    whole = sum(weight(unit.form) for unit in quoted)
    kept = between = 0.0
    for kind, mine, theirs in runs:
        if kind == "same":
            kept += sum(weight(unit.form) for unit in mine)
        elif kind == "changed":
            pairs = zip(mine, theirs, strict=False)
            kept += sum(_AKIN * weight(one.form) for one, other in pairs if akin(one.form, other.form))
        if kind in ("changed", "left-out"):
            extra = theirs[len(mine) :]
            between += sum(_BETWEEN * weight(unit.form) for unit in extra)
    return kept / (whole + between) if whole else 0.0
