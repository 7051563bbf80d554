"""The labels that a file of another tool uses: where they stand, how often, and what they may mean here."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import BinaryIO

from claims.formats import doccano, label_studio
from claims.formats.incoming import Meanings
from claims.formats.labelled import ROLES, Pass

MOST_TEXTS = 5000
"""So many are looked at: labels are few, and whoever waits for the page has little time."""

SAMPLES = 3
LONGEST_SAMPLE = 80

_PASSES: Mapping[str, Callable[[BinaryIO, Meanings], Iterator[tuple[str, list[Pass]]]]] = {
    label_studio.SLUG: label_studio.passes,
    doccano.SLUG: doccano.passes,
}
LABELLED = tuple(_PASSES)
"""The formats whose labels mean what people say that they do."""

_ALSO: Mapping[str, tuple[str, ...]] = {
    "true": ("supported", "supports", "correct", "accurate", "verified", "entailment", "real"),
    "false": ("refuted", "refutes", "incorrect", "inaccurate", "fake", "contradiction", "debunked"),
    "unproven": ("not enough evidence", "not enough info", "nei", "unverified", "unverifiable", "unknown"),
}
"""What other tools call ratings that are called so in many scales."""

_PARTS = re.compile(r"[\W_]+")


@dataclass(slots=True)
class Label:
    """``number`` times it stands in the texts that were looked at; ``whole`` where it is said of whole texts, else
    of the words that ``samples`` show."""

    name: str
    number: int
    whole: bool
    samples: tuple[str, ...] = ()


def labels_in(file: BinaryIO, fmt: str) -> list[Label]:
    """The labels of a file, the most frequent first. Raises Broken."""
    found: dict[str, Label] = {}
    for text, passes in islice(_PASSES[fmt](file, Meanings()), MOST_TEXTS):
        for name, words in _marks(text, passes):
            label = found.setdefault(name, Label(name, 0, whole=True))
            label.number += 1
            label.whole = label.whole and not words
            if words and words not in label.samples and len(label.samples) < SAMPLES:
                label.samples += (words,)
    return sorted(found.values(), key=lambda one: (-one.number, one.name))


def meant(labels: Iterable[Label], ratings: Mapping[str, str]) -> dict[str, str]:
    """What labels may mean by their names: a role, or a rating. ``ratings`` are slugs by what they are called."""
    called = {_plain(name): slug for name, slug in ratings.items()}
    for slug, others in _ALSO.items():
        if slug in ratings.values():
            called |= {other: slug for other in others if other not in called}
    found = {}
    for label in labels:
        meaning = called.get(_plain(label.name)) or ("" if label.whole else _role(label.name))
        if meaning:
            found[label.name] = meaning
    return found


def _marks(text: str, passes: Iterable[Pass]) -> Iterator[tuple[str, str]]:
    for one in passes:
        for region in one.regions.values():
            words = " ".join(text[slice(*region.place)].split())[:LONGEST_SAMPLE]
            for name in (*region.labels, *region.choices):
                yield name, words
        for name in one.choices:
            yield name, ""


def _role(name: str) -> str:
    """By all of the name, else by a word of it that is known, the last one first: “claim source” is a source."""
    plain = _plain(name)
    words = [plain, *reversed(plain.split())]
    return next((ROLES[one] for one in words if one in ROLES), "")


def _plain(name: str) -> str:
    return _PARTS.sub(" ", name.casefold()).strip()
