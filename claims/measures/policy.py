"""A newsroom's rules for sources, as data: which grades it prints, and what it wants to know first.

A policy is a TOML file: ``name``, ``description``, ``read_in`` (where its rules were read), ``[grades]`` with the
lists ``accept``, ``ask``, ``refuse`` and ``silent``, which together hold every grade once, and ``[[questions]]``.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from claims.measures.grade import GRADES

KINDS = ("text", "yes-no", "number", "person")
STANDINGS = ("accept", "ask", "refuse", "silent")

Answer = str | int | bool | None
Answers = Mapping[str, Answer]

_DIGITS = 7  # a count of sources has fewer
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


class BadPolicy(ValueError):
    """A policy file that cannot be used; the message names the file, the place and what is wrong there."""


class Outcome(StrEnum):
    """What a policy says to a claim."""

    ACCEPTED = "accepted"
    NEEDS_ANSWERS = "needs-answers"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Question:
    """What a policy wants to know of a claim whose grade is among ``grades``.

    ``kind`` is one of ``KINDS``. ``must`` is the one answer to a yes-no question with which a claim may be printed,
    "" where any will do; ``wish`` the number below which the policy would rather have more, 0 for none.
    """

    slug: str
    wording: str
    kind: str
    grades: frozenset[str]
    read_in: str
    must: str = ""
    wish: int = 0


@dataclass(frozen=True, slots=True)
class Policy:
    """``standing`` maps every grade to one of ``STANDINGS``."""

    name: str
    description: str
    read_in: str
    standing: Mapping[str, str]
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class PolicyVerdict:
    """What a policy says, why in sentences, which questions are open, and what it would rather have."""

    outcome: Outcome
    reasons: tuple[str, ...]
    missing: tuple[Question, ...] = ()
    wishes: tuple[str, ...] = ()


def read_policy(path: Path) -> Policy:
    """The policy of a file; ``BadPolicy`` where it cannot be read or says something that makes no sense."""
    try:
        return parse_policy(path.read_text(encoding="utf-8"), path.name)
    except (OSError, UnicodeDecodeError) as error:
        raise BadPolicy(f"{path.name}: cannot be read: {error}") from error


def parse_policy(toml: str, name: str = "policy") -> Policy:
    """The policy of a file's text; ``name`` stands at the front of what ``BadPolicy`` says."""
    try:
        data = tomllib.loads(toml)
    except tomllib.TOMLDecodeError as error:
        raise BadPolicy(f"{name}: no TOML: {error}") from error
    standing = _standing(_typed(data, "grades", dict, name), name)
    questions = tuple(
        _question(entry, f"{name}: question {number}")
        for number, entry in enumerate(_typed(data, "questions", list, name), start=1)
    )
    twice = {one.slug for one in questions if sum(other.slug == one.slug for other in questions) > 1}
    if twice:
        raise BadPolicy(f"{name}: asked twice: {', '.join(sorted(twice))}")
    title, description, read_in = (_typed(data, key, str, name) for key in ("name", "description", "read_in"))
    return Policy(title, description, read_in, standing, questions)


def _typed(data: Mapping[str, Any], key: str, kind: type, place: str) -> Any:
    value = data.get(key)
    if not isinstance(value, kind) or (isinstance(value, str) and not value.strip()):
        raise BadPolicy(f"{place}: “{key}” must be {_WANTED[kind.__name__]}")
    return value


_WANTED = {"str": "a text", "list": "a list", "dict": "a table"}


def _standing(grades: Mapping[str, Any], name: str) -> dict[str, str]:
    unknown = sorted(set(grades) - set(STANDINGS))
    if unknown:
        raise BadPolicy(f"{name}: grades can be {', '.join(STANDINGS)}, not {', '.join(unknown)}")
    pairs = [(letter, standing) for standing in STANDINGS for letter in _letters(grades, standing, name)]
    found = sorted(str(letter) for letter, _ in pairs)
    if found != sorted(GRADES):
        raise BadPolicy(f"{name}: every grade of {' '.join(GRADES)} must stand once, found {' '.join(found)}")
    return dict(pairs)


def _letters(data: Mapping[str, Any], key: str, place: str) -> list[str]:
    letters: list[str] = _typed(data, key, list, place)
    wrong = [str(letter) for letter in letters if letter not in GRADES]
    if wrong:
        raise BadPolicy(f"{place}: no such grade in “{key}”: {', '.join(wrong)}")
    return letters


def _question(entry: Any, place: str) -> Question:
    if not isinstance(entry, dict):
        raise BadPolicy(f"{place}: must be a table")
    slug, wording, kind, read_in = (
        _typed(entry, key, str, place) for key in ("slug", "wording", "kind", "read_in")
    )
    grades = frozenset(_letters(entry, "grades", place))
    must, wish = entry.get("must", ""), entry.get("wish", 0)
    checks = {
        f"“{slug}” is no slug": bool(_SLUG.fullmatch(slug)),
        f"kind “{kind}” is none of {', '.join(KINDS)}": kind in KINDS,
        "it is asked of no grade": bool(grades),
        "“must” is yes or no, of a yes-no question": must == "" or (kind == "yes-no" and must in ("yes", "no")),
        "“wish” is a number, of a number question": wish == 0 or (kind == "number" and _counts(wish)),
        f"unknown: {', '.join(sorted(set(entry) - set(Question.__slots__)))}": set(entry)
        <= set(Question.__slots__),
    }
    wrong = [complaint for complaint, holds in checks.items() if not holds]
    if wrong:
        raise BadPolicy(f"{place}: {'; '.join(wrong)}")
    return Question(slug, " ".join(wording.split()), kind, grades, " ".join(read_in.split()), must, wish)


def _counts(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def reading(question: Question, answer: Answer) -> str:
    """An answer in its plain form ("yes", "2", the text); "" where it is none: blank, or not of the right kind."""
    if answer is None:
        return ""
    said = {True: "yes", False: "no"}[answer] if isinstance(answer, bool) else str(answer)
    plain = " ".join(said.split())
    if question.kind == "yes-no":
        return plain.lower() if plain.lower() in ("yes", "no") else ""
    if question.kind == "number":
        return plain if plain.isascii() and plain.isdigit() and len(plain) < _DIGITS else ""
    return "" if isinstance(answer, bool) else plain


def asked(policy: Policy, letter: str) -> tuple[Question, ...]:
    """What a policy asks of a claim of this grade, in the file's order."""
    return tuple(question for question in policy.questions if letter in question.grades)


def missing(policy: Policy, letter: str, answers: Answers) -> tuple[Question, ...]:
    """The questions for this grade that have no usable answer yet; keys of ``answers`` are slugs."""
    return tuple(one for one in asked(policy, letter) if not reading(one, answers.get(one.slug)))


def verdict(policy: Policy, letter: str, answers: Answers) -> PolicyVerdict:
    """What the policy says to a claim of this grade with these answers; KeyError for a letter that is no grade.

    A refused grade stays refused whatever is answered: the wording has to change. An answer that breaks a rule
    refuses as well. Otherwise open questions come first; wishes (a second source) are told and refuse nothing.
    """
    standing = policy.standing[letter]
    if standing == "refuse":
        return PolicyVerdict(Outcome.REFUSED, (f"{policy.name} does not print grade {letter}.",))
    read = {one: reading(one, answers.get(one.slug)) for one in asked(policy, letter)}
    broken = tuple(
        f"{one.wording} Answered {plain}. {one.read_in}" for one, plain in read.items() if _breaks(one, plain)
    )
    open_ones = tuple(one for one, plain in read.items() if not plain)
    wishes = tuple(f"{one.wording} {plain}. {one.read_in}" for one, plain in read.items() if _short(one, plain))
    if broken:
        return PolicyVerdict(Outcome.REFUSED, broken, open_ones, wishes)
    if open_ones:
        return PolicyVerdict(Outcome.NEEDS_ANSWERS, tuple(one.wording for one in open_ones), open_ones, wishes)
    return PolicyVerdict(Outcome.ACCEPTED, (_SAID[standing].format(policy.name, letter),), (), wishes)


_SAID = {
    "accept": "{} prints grade {} without further questions.",
    "ask": "{} prints grade {}: all that it asks is answered.",
    "silent": "{} says nothing about grade {}.",
}


def _breaks(question: Question, plain: str) -> bool:
    return bool(question.must and plain and plain != question.must)


def _short(question: Question, plain: str) -> bool:
    return bool(question.wish and plain and int(plain) < question.wish)
