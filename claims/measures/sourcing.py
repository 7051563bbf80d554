"""The sourcing profile of an article: on whom it rests, how much on one unnamed voice, who denies what."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from claims.measures.denials import Denial, Statement, pair_denials
from claims.measures.grade import GRADES

Place = tuple[int, int]

UNNAMED = frozenset({"anonymous", "unnamed_person", "unnamed_group"})


@dataclass(frozen=True, slots=True)
class Sourced:
    """One claim, as the profile needs it.

    ``key`` is the caller's; ``places`` are its content spans ``(start, end)`` in code points; ``words`` counts its
    content. ``source_key`` is "" where the source is open or there is none, ``kind`` one of the kinds of source or
    "". ``independent`` is how many independent sources it is known to have.
    """

    key: str
    text: str
    grade: str
    words: int
    places: tuple[Place, ...]
    polarity: str = "asserts"
    kind: str = ""
    source_key: str = ""
    source_name: str = ""
    independent: int = 1

    @property
    def start(self) -> int:
        """Where its content begins; 0 for a claim without places."""
        return min((start for start, _ in self.places), default=0)


@dataclass(frozen=True, slots=True)
class Share:
    """Claims and words that fall to one ``key``, and their shares (0 to 1) of the article's claims and words."""

    key: str
    claims: int
    words: int
    claim_share: float
    word_share: float


@dataclass(frozen=True, slots=True)
class Voice:
    """What rests on one source; ``denials`` counts the claims in which it denies."""

    name: str
    kind: str
    share: Share
    denials: int


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an unnamed voice stands in the text: ``start`` and ``end`` from 0 (top) to 1 (bottom)."""

    claim: str
    source_key: str
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Profile:
    """The sourcing of one article. Shares are 0 where there are no claims.

    ``by_grade`` holds every grade, best first; ``by_kind`` the kinds that occur, the most claims first. ``voices``
    are sorted by words, then claims. ``unnamed`` is what rests on unnamed sources, ``single_unnamed`` the part of
    it that has no second source, ``largest_unnamed`` the one unnamed voice with the most words. ``thirds`` counts
    the claims of unnamed voices that begin in the first, second and last third of the text, ``unnamed_sentences``
    the sentences that they touch, out of ``sentences``.
    """

    claims: int
    words: int
    by_grade: tuple[Share, ...]
    by_kind: tuple[Share, ...]
    voices: tuple[Voice, ...]
    unnamed: Share
    single_unnamed: Share
    largest_unnamed: Voice | None
    denials: tuple[Denial, ...]
    standings: tuple[Standing, ...]
    thirds: tuple[int, int, int]
    unnamed_sentences: int
    sentences: int


def profile(claims: Iterable[Sourced], length: int, sentences: Sequence[Place]) -> Profile:
    """The profile of a text of ``length`` code points; ``sentences`` are in order and do not overlap.

    ValueError for a place outside the text or a letter that is no grade.
    """
    ordered = sorted(claims, key=lambda one: one.start)
    _check(ordered, length)
    share = _sharer(ordered)
    unnamed = [one for one in ordered if one.kind in UNNAMED]
    voices = _voices(ordered, share)
    standings = _standings(unnamed, length)
    return Profile(
        claims=len(ordered),
        words=sum(one.words for one in ordered),
        by_grade=tuple(share(letter, [one for one in ordered if one.grade == letter]) for letter in GRADES),
        by_kind=_by_kind(ordered, share),
        voices=voices,
        unnamed=share("unnamed", unnamed),
        single_unnamed=share("single unnamed", [one for one in unnamed if one.independent <= 1]),
        largest_unnamed=next((voice for voice in voices if voice.kind in UNNAMED), None),
        denials=pair_denials([_statement(one) for one in ordered]),
        standings=standings,
        thirds=_thirds(unnamed, length),
        unnamed_sentences=len(_touched(unnamed, sentences)),
        sentences=len(sentences),
    )


_Sharer = Callable[[str, Sequence[Sourced]], Share]


def _check(claims: Sequence[Sourced], length: int) -> None:
    for one in claims:
        if one.grade not in GRADES:
            raise ValueError(f"{one.key}: no such grade: {one.grade!r}")
        if any(not 0 <= start < end <= length for start, end in one.places):
            raise ValueError(f"{one.key}: a place outside the text of {length} code points")


def _sharer(claims: Sequence[Sourced]) -> _Sharer:
    """What makes shares of these claims."""
    all_claims, all_words = len(claims), sum(one.words for one in claims)

    def share(key: str, part: Sequence[Sourced]) -> Share:
        words = sum(one.words for one in part)
        return Share(
            key,
            len(part),
            words,
            len(part) / all_claims if all_claims else 0.0,
            words / all_words if all_words else 0.0,
        )

    return share


def _by_kind(claims: Sequence[Sourced], share: _Sharer) -> tuple[Share, ...]:
    groups: dict[str, list[Sourced]] = defaultdict(list)
    for one in claims:
        groups[one.kind].append(one)
    return tuple(sorted((share(*pair) for pair in groups.items()), key=lambda one: (-one.claims, one.key)))


def _voices(claims: Sequence[Sourced], share: _Sharer) -> tuple[Voice, ...]:
    groups: dict[str, list[Sourced]] = defaultdict(list)
    for one in claims:
        if one.source_key:
            groups[one.source_key].append(one)
    voices = (
        Voice(own[0].source_name, own[0].kind, share(key, own), sum(one.polarity == "denies" for one in own))
        for key, own in groups.items()
    )
    return tuple(sorted(voices, key=lambda one: (-one.share.words, -one.share.claims, one.name, one.share.key)))


def _statement(claim: Sourced) -> Statement:
    return Statement(claim.key, claim.text, claim.polarity, claim.source_key, claim.source_name)


def _standings(unnamed: Sequence[Sourced], length: int) -> tuple[Standing, ...]:
    return tuple(
        Standing(one.key, one.source_key, start / length, end / length)
        for one in unnamed
        for start, end in one.places
    )


def _thirds(unnamed: Sequence[Sourced], length: int) -> tuple[int, int, int]:
    counts = [0, 0, 0]
    for one in unnamed:
        if one.places:
            counts[3 * one.start // length] += 1
    return counts[0], counts[1], counts[2]


def _touched(claims: Sequence[Sourced], sentences: Sequence[Place]) -> set[int]:
    ends = [end for _, end in sentences]
    touched = set()
    for one in claims:
        for start, end in one.places:
            index = bisect_left(ends, start + 1)
            while index < len(sentences) and sentences[index][0] < end:
                touched.add(index)
                index += 1
    return touched
