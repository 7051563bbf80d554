"""The quotation check: are these the words, and are they that voice's?

Every quoted stretch of a claim is laid word by word on the best passage of the evidence. What is found:

- ``exact``: the same words, but for case, marks, accents, spelling (British or American), contractions, numbers in
  words or digits, what an ellipsis leaves out and what an editor put between square brackets;
- ``altered``: words were changed, put in, or left out without a mark;
- ``truncated``: the words are right, but what was left out within or around them turns the meaning: a negation, a
  condition, a hedge, a "but" that the claim does not keep elsewhere;
- ``not-found``: no passage comes near.

Apart from that, ``said_by`` tells whom the passage quotes, and ``misattributed`` whether that is somebody else than
the claim says.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from claims.measures.alignment import EDITED, OPEN_ENDED
from claims.measures.comparing import Match, Step, best_match
from claims.measures.numerals import Unit
from claims.measures.quotation_marks import Place, quotations
from claims.measures.speakers import Speaker, is_voice_of, said_by
from claims.measures.spelling import CLOSE, ELLIPSIS, OPEN, read
from claims.measures.stakes import Stake, at_edges, inside, kinds_in


class Outcome(StrEnum):
    """How the quoted words stand to the evidence, from the best to the worst."""

    EXACT = "exact"
    TRUNCATED = "truncated"
    ALTERED = "altered"
    NOT_FOUND = "not-found"


_ORDER = tuple(Outcome)


@dataclass(frozen=True, slots=True)
class Stretch:
    """One quoted stretch of the claim: ``place`` in the claim's text, ``outcome``, and what it was laid on.

    ``evidence`` is the index of the text, ``passage`` the place in it; both None where nothing was found.
    ``steps`` is the whole alignment in order, with places in both texts; ``differences`` are those of its steps
    that a reader should see. ``stakes`` name the words left out that turn the meaning, with their places in the
    evidence. ``share`` (0 to 1) is how much of the quoted words agrees, by weight. ``misattributed`` is True where
    the passage quotes somebody else than the claim, False where the same voice, None where that is open.
    """

    place: Place
    outcome: Outcome
    evidence: int | None = None
    passage: Place | None = None
    steps: tuple[Step, ...] = ()
    stakes: tuple[Stake, ...] = ()
    share: float = 0.0
    said_by: Speaker | None = None
    misattributed: bool | None = None

    @property
    def differences(self) -> tuple[Step, ...]:
        """The steps at which the texts differ in a way that is not tolerated."""
        return tuple(step for step in self.steps if step.differs)


@dataclass(frozen=True, slots=True)
class QuotationCheck:
    """The stretches of one claim in their order; none for a claim that quotes nothing."""

    stretches: tuple[Stretch, ...]

    @property
    def outcome(self) -> Outcome | None:
        """The worst of the stretches; None without any."""
        return max((one.outcome for one in self.stretches), key=_ORDER.index, default=None)

    @property
    def misattributed(self) -> bool:
        """Whether any stretch is somebody else's."""
        return any(one.misattributed for one in self.stretches)


def check_quotation(
    claim: str, evidence: Sequence[str], *, by: Sequence[str] = (), quoted: Sequence[Place] | None = None
) -> QuotationCheck:
    """Check the quoted words of a claim against texts of evidence.

    ``by`` are the names the claim's source goes by, for the question who is quoted. ``quoted`` are the quoted
    places of the claim's text where the caller knows them (a claim of direct speech is quoted as a whole); without
    it they are found by their marks. Offsets are code points, ends exclusive. ValueError for a place outside.
    """
    places = quotations(claim) if quoted is None else tuple(quoted)
    if any(not 0 <= start < end <= len(claim) for start, end in places):
        raise ValueError(f"a quoted place outside the claim of {len(claim)} code points")
    found = (_check(claim, place, evidence, by) for place in places)
    return QuotationCheck(tuple(stretch for stretch in found if stretch))


def _check(claim: str, place: Place, evidence: Sequence[str], by: Sequence[str]) -> Stretch | None:
    """The best that any of the texts offers; None for a stretch without words."""
    units = _quoted_units(claim, place)
    if all(unit.form in OPEN_ENDED for unit in units):
        return None
    outside = claim[: place[0]] + " " + claim[place[1] :]
    kept = kinds_in(unit.form for unit in read(outside)) | kinds_in(_editors_words(claim, place))
    tries = [
        _weigh(place, index, text, match, kept, by)
        for index, text in enumerate(evidence)
        for match in best_match(units, text)
    ]
    return min(tries, key=_rank, default=Stretch(place, Outcome.NOT_FOUND))


def _rank(stretch: Stretch) -> tuple[bool, int, float]:
    """Exact words first; then the right voice, nobody told, somebody else, a voice that is only described."""
    told = {False: 0, True: 2, None: 3 if stretch.said_by else 1}
    return (stretch.outcome is not Outcome.EXACT, told[stretch.misattributed], -stretch.share)


def _weigh(place: Place, index: int, text: str, match: Match, kept: frozenset[str], by: Sequence[str]) -> Stretch:
    edges = at_edges(text, match.first, match.last, kept)
    stakes = tuple(sorted({*inside(text, match.left_out, kept), *edges}, key=lambda stake: stake.start))
    changed = any(step.kind in ("changed", "added") for step in match.steps)
    missing = any(step.kind == "left-out" for step in match.steps)
    plain = Outcome.TRUNCATED if stakes else Outcome.EXACT
    outcome = Outcome.ALTERED if changed or (missing and not stakes) else plain
    passage = (match.first.start, match.last.end)
    speaker = said_by(text, *passage)
    return Stretch(
        place, outcome, index, passage, match.steps, stakes, match.share, speaker, _is_other(text, speaker, by)
    )


def _is_other(text: str, speaker: Speaker | None, by: Sequence[str]) -> bool | None:
    """Whether the speaker is none of the names; None where that cannot be told."""
    if speaker is None or not by:
        return None
    answers = [is_voice_of(text, speaker, name) for name in by]
    if True in answers:
        return False
    return None if None in answers else True


def _quoted_units(claim: str, place: Place) -> list[Unit]:
    """The units of a stretch, its square brackets as one unit each, ellipses at its ends left away."""
    units: list[Unit] = []
    opened: Unit | None = None
    held: list[Unit] = []
    for one in read(claim[place[0] : place[1]]):
        unit = Unit(one.form, one.start + place[0], one.end + place[0])
        if unit.form == OPEN and opened is None:
            opened, held = unit, []
        elif unit.form == CLOSE:
            units += [_bracket(opened, unit, held)] if opened else []
            opened = None
        else:
            (held if opened else units).append(unit)
    return _without_ends([*units, *(held if opened else [])])


def _bracket(opened: Unit, closed: Unit, held: Sequence[Unit]) -> Unit:
    form = ELLIPSIS if held and all(unit.form == ELLIPSIS for unit in held) else EDITED
    return Unit(form, opened.start, closed.end)


def _without_ends(units: list[Unit]) -> list[Unit]:
    while units and units[0].form in OPEN_ENDED:
        units = units[1:]
    while units and units[-1].form in OPEN_ENDED:
        units = units[:-1]
    return units


def _editors_words(claim: str, place: Place) -> list[str]:
    """The forms between square brackets: what they say is said, if by the editor."""
    forms: list[str] = []
    depth = 0
    for unit in read(claim[place[0] : place[1]]):
        depth += (unit.form == OPEN) - (unit.form == CLOSE)
        if depth > 0:
            forms.append(unit.form)
    return forms
