"""What a file of another tool says, in plain values: articles with claims, voices, verdicts, questions, evidence.

Offsets count code points of ``text``, end exclusive. Moments and days are as Python has them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid5

Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Refusal:
    """What cannot be taken in: the line where it begins (from 1), its title as far as known, and why."""

    line: int
    title: str
    why: str


@dataclass(frozen=True, slots=True)
class Voice:
    """Who a claim rests on, and where the words for it and the cue stand."""

    name: str
    places: tuple[Place, ...] = ()
    cues: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Proof:
    """Words of a document set against a claim; ``url`` may be empty, ``stance`` too."""

    quote: str
    url: str = ""
    title: str = ""
    publisher: str = ""
    stance: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer to a question; ``proof`` is None where none was found."""

    kind: str
    text: str = ""
    explanation: str = ""
    proof: Proof | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """A question and its answers. ``place`` counts the questions of the file."""

    text: str
    place: int
    replies: tuple[tuple[int, Reply], ...] = ()


@dataclass(frozen=True, slots=True)
class Judged:
    """One person's verdict. ``rating`` is a rating's slug in the scale that the reader was told of."""

    person: str
    rating: str
    finding: str = ""
    rationale: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Stated:
    """A claim: where its content stands. Without ``verdicts`` nobody has judged it."""

    places: tuple[Place, ...]
    voices: tuple[Voice, ...] = ()
    verdicts: tuple[Judged, ...] = ()
    asked: tuple[Asked, ...] = ()
    proofs: tuple[Proof, ...] = ()


@dataclass(frozen=True, slots=True)
class Incoming:
    """An article. ``key`` names it in its kind of file, so that it is known when it comes again.

    ``place`` counts the articles of the file. ``rest`` is what has no column here, kept as it is. An ``exact`` text
    is kept to the letter; of another the line ends are made one character and control characters go.
    """

    line: int
    place: int
    key: str
    title: str
    text: str
    url: str = ""
    publisher: str = ""
    byline: str = ""
    published: date | None = None
    language: str = "en"
    claims: tuple[Stated, ...] = ()
    rest: Mapping[str, Any] = field(default_factory=dict)
    exact: bool = False


@dataclass(frozen=True, slots=True)
class Meanings:
    """What the words of a file mean here. ``ratings`` are slugs by label, in small letters.

    ``roles`` are content, source or cue by label, in small letters; ``columns`` are what each column of a table is;
    ``person`` is who judged where the file names nobody; ``people`` are user names by the file's names.
    """

    ratings: Mapping[str, str] = field(default_factory=dict)
    roles: Mapping[str, str] = field(default_factory=dict)
    columns: Mapping[str, str] = field(default_factory=dict)
    people: Mapping[str, str] = field(default_factory=dict)
    person: str = ""
    unit: str = ""


def claim_id(article: str, place: int) -> str:
    """The id of the row of a claim, by its place in the article, from 0."""
    return str(uuid5(UUID(article), f"claim {place}"))


def question_id(article: str, place: int) -> str:
    """The id of the row of a question, by its place in the file's list of them."""
    return str(uuid5(UUID(article), f"question {place}"))


def answer_id(article: str, question: int, place: int) -> str:
    """The id of the row of an answer, by its place in the file's list of them."""
    return str(uuid5(UUID(article), f"question {question} answer {place}"))
