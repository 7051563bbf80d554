"""Names after an @ in what people write: where they stand, and whom they mean."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import NamedTuple

AFTER_AT = re.compile(r"(?<![\w@.+/-])@([\w.+@-]+)")
"""An @ at the start of a word, so that mail addresses are none; what follows may be a user name or a handle."""


class Person(NamedTuple):
    """Somebody who can be named: ``key`` and ``username`` are theirs alone, ``label`` is the name that is shown."""

    key: int
    username: str
    label: str


class Named(NamedTuple):
    """``text[start:end]``, with the @, means the person with this key."""

    start: int
    end: int
    key: int


def handle(label: str) -> str:
    """The shown name as it is written after an @: small letters and digits, dashes between the words."""
    plain = unicodedata.normalize("NFKC", label).casefold()
    return "-".join(re.findall(r"[^\W_]+", plain))


def handles(people: Iterable[Person]) -> dict[int, str]:
    """By key how each is best named: by the shown name where nobody else goes by it, else by the user name."""
    people = list(people)
    means = _meanings(people)
    return {one.key: own if means.get(own := handle(one.label)) == one.key else one.username for one in people}


def find_named(text: str, people: Iterable[Person]) -> list[Named]:
    """Whom a text names, in order. A user name goes before a handle; a handle that two share means nobody.

    Case does not matter. Stops and dashes at the end belong to the sentence unless a name has them.
    """
    means = _meanings(people)
    return [found for match in AFTER_AT.finditer(text) if (found := _named(match, means))]


def _named(match: re.Match[str], means: Mapping[str, int]) -> Named | None:
    written = match[1]
    while written:
        key = means.get(unicodedata.normalize("NFKC", written).casefold())
        if key is not None:
            return Named(match.start(), match.start(1) + len(written), key)
        shorter = written.rstrip(".+@-_")
        written = shorter if shorter != written else ""
    return None


def _meanings(people: Iterable[Person]) -> dict[str, int]:
    people = list(people)
    shown = [(handle(one.label), one.key) for one in people]
    shared = Counter(name for name, _key in shown)
    by_handle = {name: key for name, key in shown if name and shared[name] == 1}
    return by_handle | {unicodedata.normalize("NFKC", one.username).casefold(): one.key for one in people}
