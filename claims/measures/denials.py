"""Denials beside the accusations that they answer."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from claims.measures.wording import words

_WORD = re.compile(r"[^\W_]+")
_ENDINGS = ("ings", "ing", "ies", "ied", "ed", "es", "s")
_SHORTEST = 3  # letters of a word that can tell what a statement is about
_ENOUGH = 2.0
_ABOUT = 2.0  # as much as two words in common
_LATER = 1.0  # an answer seldom stands before what it answers
_LONG_AGO = 5  # statements
_DISTANCE = 0.02  # for each claim between


@dataclass(frozen=True, slots=True)
class Statement:
    """What pairing needs of a claim: a key of the caller's, its wording, polarity, source ("" for none)."""

    key: str
    text: str
    polarity: str
    source_key: str = ""
    source_name: str = ""


@dataclass(frozen=True, slots=True)
class Denial:
    """``denial`` answers ``accusation`` (keys; "" where none was found). ``reason`` says why, in a sentence."""

    denial: str
    accusation: str
    reason: str


def stems(text: str) -> frozenset[str]:
    """The words of a text that tell what it is about, in small letters and without the commonest endings."""
    empty = words("denials", "empty")
    found = (word.casefold() for word in _WORD.findall(text))
    return frozenset(
        _stem(word) for word in found if word not in empty and (len(word) >= _SHORTEST or word.isdigit())
    )


def _stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST:
            return word[: -len(ending)]
    return word


def pair_denials(statements: Sequence[Statement]) -> tuple[Denial, ...]:
    """For every statement of polarity "denies", in order, the accusation that it most likely answers.

    ``statements`` stand in the order of the text. An accusation is asserted by another source (or none), and is
    about the denier or shares words with the denial; an earlier and a nearer one is preferred.
    """
    topics = [stems(one.text) for one in statements]
    index = _index(statements, topics)
    return tuple(
        _pair(at, statements, topics, index) for at, one in enumerate(statements) if one.polarity == "denies"
    )


def _index(statements: Sequence[Statement], topics: Sequence[frozenset[str]]) -> dict[str, list[int]]:
    """Stem to the assertions in which it occurs."""
    index: dict[str, list[int]] = defaultdict(list)
    for at, (one, topic) in enumerate(zip(statements, topics, strict=True)):
        if one.polarity == "asserts":
            for stem in topic:
                index[stem].append(at)
    return index


def _pair(
    at: int, statements: Sequence[Statement], topics: Sequence[frozenset[str]], index: dict[str, list[int]]
) -> Denial:
    denial, names = statements[at], stems(statements[at].source_name)
    topic = topics[at] - names
    shared = Counter(other for stem in topic for other in index.get(stem, ()))
    about = {other for stem in names for other in index.get(stem, ())}
    worths = {
        other: worth
        for other in sorted(shared.keys() | about)
        if not denial.source_key or statements[other].source_key != denial.source_key
        if (
            worth := _worth(
                at, other, shared[other], len(topic), about=other in about, said=_said(statements[other])
            )
        )
        is not None
    }
    if not worths:
        return _before(at, statements, topic)
    best = max(worths, key=lambda one: (worths[one], one))
    return Denial(denial.key, statements[best].key, _reason(denial, topics[at], topics[best], names))


def _before(at: int, statements: Sequence[Statement], topic: frozenset[str]) -> Denial:
    """A denial with no words of its own ("denied that") answers what another source said last, if not long ago."""
    denial = statements[at]
    if not topic:
        for other in reversed(statements[max(0, at - _LONG_AGO) : at]):
            if other.polarity == "asserts" and _said(other) and other.source_key != denial.source_key:
                return Denial(denial.key, other.key, "The denial does not say what it denies; this was said last.")
    return Denial(denial.key, "", "No statement of another source is about it or shares its words.")


def _said(statement: Statement) -> bool:
    return bool(statement.source_key)


def _worth(at: int, other: int, shared: int, of: int, *, about: bool, said: bool) -> float | None:
    """How well the other statement fits as what is denied; None where it does not.

    ``shared`` words out of ``of`` that the denial has; all of them are enough where it has only one. What the
    article tells in its own voice is seldom an accusation: it has to have more in common than what somebody said.
    """
    enough = _ENOUGH if said else _ENOUGH + 1
    if shared + _ABOUT * about < enough and not shared == of == 1:
        return None
    return shared + _ABOUT * about + said - _LATER * (other > at) - min(1.0, _DISTANCE * abs(at - other))


def _reason(denial: Statement, topic: frozenset[str], other: frozenset[str], names: frozenset[str]) -> str:
    parts = []
    if names & other:
        parts.append(f"is about {denial.source_name}")
    if shared := sorted(_in_full(denial.text, (topic - names) & other)):
        parts.append(f"shares {', '.join(shared)}")
    return f"The statement {' and '.join(parts)}."


def _in_full(text: str, wanted: Iterable[str]) -> set[str]:
    """The words of a text behind the stems."""
    stemmed = set(wanted)
    return {word.casefold() for word in _WORD.findall(text) if _stem(word.casefold()) in stemmed}
