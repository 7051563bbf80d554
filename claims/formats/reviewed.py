"""A settled claim as the public is told of it: plain values, whichever way they were read.

Nobody of the desk stands in it, and of unnamed voices only what the article itself says of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

DESK_ONLY = "desk"
"""The scale that says what is to be done with a sentence before it is printed: no outcome for the public."""

FINDINGS = {
    "altered": "the words were altered",
    "out_of_context": "out of context",
    "misattributed": "misattributed",
    "not_found": "no trace that it was said",
}
"""What is to be said beside a rating where the attribution does not hold as it stands."""

NOT_SAID = frozenset({"misattributed", "not_found"})
"""Findings after which nobody may be told to have said it."""

NAMED = frozenset({"person", "organisation", "document"})
"""Kinds of sources that readers know by name."""
_UNNAMED = {"unnamed_group": "an unnamed group"}


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who said it; ``kind`` is a source's. ``id`` and ``same_as`` only of those whom readers know by name."""

    kind: str
    name: str
    id: str = ""
    role: str = ""
    same_as: str = ""


@dataclass(frozen=True, slots=True)
class Rated:
    """A rating with the ends of its scale: None where the scale has no line, or the rating is not on it."""

    label: str
    definition: str
    value: int | None = None
    lowest: int | None = None
    highest: int | None = None


@dataclass(frozen=True, slots=True)
class Cited:
    """Evidence that everybody can look at; ``archived`` is the address of a saved copy."""

    url: str
    title: str
    quote: str
    stance: str = ""
    publisher: str = ""
    published_at: date | None = None
    archived: str = ""


@dataclass(frozen=True, slots=True)
class Publisher:
    """Who speaks; ``slug`` is the project's, for its list of rulings."""

    name: str
    url: str
    slug: str


@dataclass(frozen=True, slots=True)
class Appeared:
    """The article in which it stands."""

    title: str
    url: str = ""
    publisher: str = ""
    published_at: date | None = None
    language: str = ""


@dataclass(frozen=True, slots=True)
class Reviewed:
    """``id`` is the claim's. ``published_at`` is when the outcome was first public, else when it was settled."""

    id: str
    words: str
    finding: str
    rating: Rated
    rationale: str
    published_at: datetime
    changed_at: datetime
    publisher: Publisher
    article: Appeared
    speakers: tuple[Speaker, ...] = ()
    evidence: tuple[Cited, ...] = ()
    scale: str = ""

    @property
    def outcome(self) -> str:
        """The rating's word, with what it needs beside it so that it misleads nobody."""
        beside = FINDINGS.get(self.finding)
        return f"{self.rating.label} ({beside})" if beside else self.rating.label

    @property
    def is_for_all(self) -> bool:
        """Whether its scale tells the public anything."""
        return self.scale != DESK_ONLY


def rated(label: str, definition: str, value: int | None, values: Iterable[int | None]) -> Rated:
    """With the ends of the line that ``values`` of the whole edition draw, where there are two and it is on it."""
    line = [one for one in values if one is not None]
    if value is None or not line or min(line) == max(line):
        return Rated(label, definition)
    return Rated(label, definition, value, min(line), max(line))


def speaker(kind: str, name: str, *, described: bool, key: str = "", role: str = "", same_as: str = "") -> Speaker:
    """``described``: whether the name stands in the article. An unnamed voice is called what the article calls it,
    and by nothing that the desk may know."""
    if kind in NAMED:
        return Speaker(kind, name, key, role, same_as)
    return Speaker(kind, name if described else _UNNAMED.get(kind, "an unnamed person"))


def is_on_the_web(url: str) -> bool:
    """Whether an address can be followed by anybody."""
    return url.lower().startswith(("http://", "https://"))


def without_names(words: str, names: Iterable[str]) -> str:
    """A rationale without the people of the desk.

    Full names go wherever they stand. A name of one word is often a word, too: it goes where a ruling that was put
    together from verdicts has it, before what that person said.
    """
    for name in sorted({name for name in names if name}, key=len, reverse=True):
        words = re.sub(rf"(?m)^{re.escape(name)}(?= \([^\n]*\): )", "A reviewer", words)
        if len(name.split()) > 1:
            words = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", "a reviewer", words)
    return words
