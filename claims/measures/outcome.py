"""When verdicts settle a claim by themselves, and on what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

UNANIMOUS = "unanimous"
MAJORITY = "majority"
DISTANCE = "distance"


@dataclass(frozen=True, slots=True)
class Said:
    """One verdict: who or what it is (``key``), its attribution finding, its rating, and the rating's place on the
    scale; None for a rating off the scale, which is close to nothing but itself."""

    key: str
    finding: str
    rating: str
    value: int | None = None

    @property
    def both(self) -> tuple[str, str]:
        """The answers to both questions."""
        return self.finding, self.rating


@dataclass(frozen=True, slots=True)
class Outcome:
    """What is settled; ``carries`` and ``dissent`` are the keys of the verdicts, in the order given."""

    finding: str
    rating: str
    carries: tuple[str, ...]
    dissent: tuple[str, ...] = ()


def outcome(said: Iterable[Said], rule: str, *, distance: int = 1) -> Outcome | None:
    """What the verdicts settle by ``rule``; None where they settle nothing, as where there are none.

    - unanimous: all answer both questions alike.
    - majority: more than half of them do; the others dissent.
    - distance: all give the same finding, and ratings that are alike, or all lie on the scale at most ``distance``
      steps from the lowest to the highest. The rating is their median, of two middle ones the lower.

    The order of the verdicts changes nothing. Raises KeyError for an unknown rule.
    """
    verdicts = list(said)
    decide = _RULES[rule]
    return decide(verdicts, distance) if verdicts else None


def _unanimous(verdicts: list[Said], _distance: int) -> Outcome | None:
    return _carried_by(verdicts, verdicts[0].both) if len({one.both for one in verdicts}) == 1 else None


def _majority(verdicts: list[Said], _distance: int) -> Outcome | None:
    both, times = Counter(one.both for one in verdicts).most_common(1)[0]
    return _carried_by(verdicts, both) if 2 * times > len(verdicts) else None


def _close(verdicts: list[Said], distance: int) -> Outcome | None:
    if len({one.finding for one in verdicts}) > 1:
        return None
    if alike := _unanimous(verdicts, distance):
        return alike
    placed = sorted((one.value, one.rating) for one in verdicts if one.value is not None)
    if len(placed) < len(verdicts) or placed[-1][0] - placed[0][0] > distance:
        return None
    middle = placed[(len(placed) - 1) // 2][1]
    return Outcome(verdicts[0].finding, middle, tuple(one.key for one in verdicts))


def _carried_by(verdicts: list[Said], both: tuple[str, str]) -> Outcome:
    carries = tuple(one.key for one in verdicts if one.both == both)
    return Outcome(*both, carries, tuple(one.key for one in verdicts if one.both != both))


_RULES: dict[str, Callable[[list[Said], int], Outcome | None]] = {
    UNANIMOUS: _unanimous,
    MAJORITY: _majority,
    DISTANCE: _close,
}
