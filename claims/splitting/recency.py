"""Who is in the reader's mind at a place of an article: what was named, how near, and in what part.

Every naming counts more the nearer it stands and the more it does: who speaks counts most, then who acts, then
who is only mentioned; a name inside somebody's words counts least.
"""

from bisect import bisect_left, bisect_right, insort
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from claims.splitting.naming import Naming
from claims.splitting.spans import Span

SPEAKS, ACTS, OWNS, MENTIONED = 1.15, 1.0, 0.7, 0.7
_QUOTED = 0.25  # of that, inside a quotation
_OWN_QUOTED = 0.05  # of that, where who is quoted would have to name himself
_OWN = 0.4  # of that, inside the very words that are said
_REACH = 3000  # code points further back than which nobody is thought of
_MOST = 120  # namings looked at


@dataclass(frozen=True, slots=True)
class Pace:
    """How namings fade: what is left one sentence further back, and what each but the weightiest adds."""

    fades: float
    again: float


PASSING = Pace(0.55, 0.2)
"""For pronouns."""
LASTING = Pace(0.85, 0.0)
"""For "the company", which reaches further back."""


class Recency:
    """The namings of a text, by place; speakers are added as they are read."""

    def __init__(self, namings: Sequence[Naming], sentences: Sequence[Span], quotations: Sequence[Span]) -> None:
        self._namings = namings
        self._at = [naming.at for naming in namings]
        self._sentences = [span.start for span in sentences]
        self._quotations = quotations
        self._spoken: list[tuple[int, str]] = []

    def sentence(self, at: int) -> int:
        """The number of the sentence that an offset stands in."""
        return max(bisect_right(self._sentences, at) - 1, 0)

    def spoke(self, at: int, name: str) -> None:
        """Somebody speaks here."""
        insort(self._spoken, (at, name))

    def quoted(self, at: int) -> bool:
        """Whether an offset stands inside a quotation."""
        place = bisect_right(self._quotations, at, key=lambda span: span.start) - 1
        return place >= 0 and at < self._quotations[place].end

    def named_before(self, at: int) -> list[Naming]:
        """The names that stand before an offset and near enough, the nearest first."""
        stop = bisect_left(self._at, at)
        near = self._namings[max(0, stop - _MOST) : stop]
        return [naming for naming in reversed(near) if at - naming.at <= _REACH]

    def speakers_before(self, at: int) -> list[tuple[int, str]]:
        """Who spoke before an offset and near enough, the nearest first."""
        stop = bisect_left(self._spoken, (at, ""))
        near = self._spoken[max(0, stop - _MOST) : stop]
        return [(place, name) for place, name in reversed(near) if at - place <= _REACH]

    def weights(
        self,
        at: int,
        named: Iterable[tuple[Naming, str]],
        spoken: Iterable[tuple[int, str]],
        own: Sequence[Span] = (),
        pace: Pace = PASSING,
    ) -> dict[str, float]:
        """How much each of the given names is in mind at ``at``; ``own`` are the words that are said there."""
        here = self.sentence(min([at, *(span.start for span in own)]))
        found: dict[str, list[float]] = defaultdict(list)
        for naming, name in named:
            weight = OWNS if naming.owns else ACTS if naming.subject else MENTIONED
            mine = any(span.start <= naming.at < span.end for span in own)
            if self.quoted(naming.at):
                weight *= _OWN_QUOTED if mine else _QUOTED
            elif mine:
                weight *= _OWN
            found[name].append(weight * pace.fades ** max(here - self.sentence(naming.at), 0))
        for place, name in spoken:
            found[name].append(SPEAKS * pace.fades ** max(here - self.sentence(place), 0))
        return {name: max(all_) + pace.again * (sum(all_) - max(all_)) for name, all_ in found.items()}
