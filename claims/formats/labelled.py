"""What annotators marked in a text with labels, choices and arrows, as claims with voices and verdicts.

A label stands for a role, or for a rating: then the words are a claim that has it. What stands for neither, and
what cannot be tied to one claim, is handed back to be kept as it is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from claims.formats.incoming import Judged, Meanings, Place, Stated, Voice

ROLES: Mapping[str, str] = {
    **dict.fromkeys(("content", "claim", "claims", "statement", "quote", "quotation", "proposition"), "content"),
    **dict.fromkeys(
        ("source", "speaker", "person", "per", "org", "organisation", "organization", "who", "claimant"), "source"
    ),
    **dict.fromkeys(("cue", "reporting verb", "verb"), "cue"),
}
"""What labels stand for where nobody says so."""

FINDINGS = ("confirmed", "altered", "out_of_context", "misattributed", "not_found", "not_applicable")


class Wrong(ValueError):
    """What is marked makes no sense; the message says why."""


@dataclass(slots=True)
class Region:
    """Words that were marked, with what was said of them."""

    place: Place
    labels: list[str] = field(default_factory=list)
    choices: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Pass:
    """One person's work on one text. ``choices`` and ``words`` are about all of it; ``arrows`` lead from one id to
    another, with a label."""

    person: str = ""
    at: datetime | None = None
    regions: dict[str, Region] = field(default_factory=dict)
    arrows: list[tuple[str, str, str]] = field(default_factory=list)
    choices: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Claim:
    voices: dict[str, Voice] = field(default_factory=dict)
    verdicts: list[Judged] = field(default_factory=list)


def claims_of(text: str, passes: Sequence[Pass], meanings: Meanings) -> tuple[tuple[Stated, ...], list[Any]]:
    """The claims that all passes mark, each once, and what is to be kept as it is."""
    found: dict[Place, _Claim] = {}
    left: list[Any] = []
    for one in passes:
        _Reading(text, one, meanings, found, left).all()
    claims = (
        Stated((place,), tuple(found[place].voices.values()), tuple(_in_time(found[place].verdicts)))
        for place in sorted(found)
    )
    return tuple(claims), left


def _in_time(verdicts: list[Judged]) -> list[Judged]:
    return sorted(verdicts, key=lambda one: one.at or datetime.max.replace(tzinfo=UTC))


class _Reading:
    def __init__(
        self, text: str, one: Pass, meanings: Meanings, found: dict[Place, _Claim], left: list[Any]
    ) -> None:
        self.text, self.one, self.meanings, self.found, self.left = text, one, meanings, found, left
        self.roles = {key: self._role(region) for key, region in one.regions.items()}
        self.contents = [key for key, role in self.roles.items() if role == "content"]
        self.beside: dict[str, set[str]] = {}
        for start, end, _label in one.arrows:
            self.beside.setdefault(start, set()).add(end)
            self.beside.setdefault(end, set()).add(start)

    def all(self) -> None:
        """Put what this pass marks among what was found."""
        for key in self.contents:
            region = self.one.regions[key]
            self._judged(region.place, [*region.labels, *region.choices], region.words)
        self._whole()
        for key, role in self.roles.items():
            if role == "source":
                self._voice(key)
            elif not role or (role == "cue" and not self._contents_of(key)):
                self._leave(self.one.regions[key])
        self._leave_arrows()

    def _leave_arrows(self) -> None:
        """Keep those that tie no voice to a claim."""
        for start, end, label in self.one.arrows:
            if (self.roles.get(start) == "content") == (self.roles.get(end) == "content"):
                ends = [self.one.regions[one].place if one in self.one.regions else one for one in (start, end)]
                self.left.append({"by": self._person(), "from": ends[0], "to": ends[1], "label": label})

    def _role(self, region: Region) -> str:
        known = {**ROLES, **self.meanings.roles}
        for label in region.labels:
            role = known.get(label.casefold(), "")
            if role or label.casefold() in self.meanings.ratings:
                return role or "content"
        return ""

    def _judged(self, place: Place, labels: Sequence[str], words: Sequence[str]) -> None:
        claim = self.found.setdefault(place, _Claim())
        ratings = [
            self.meanings.ratings[one.casefold()] for one in labels if one.casefold() in self.meanings.ratings
        ]
        findings = [slug for one in labels if (slug := _slug(one)) in FINDINGS]
        ratings = list(dict.fromkeys(ratings))
        if len(ratings) > 1:
            told = self.text[slice(*place)][:80]
            raise Wrong(f"One person gives “{told}” several ratings: {', '.join(ratings)}.")
        if not ratings:
            return
        reason = "\n".join(one for one in words if one.strip())
        finding = findings[0] if findings else ""
        claim.verdicts.append(Judged(self._person(), ratings[0], finding, reason, self.one.at))

    def _person(self) -> str:
        return self.one.person or self.meanings.person or "annotator"

    def _whole(self) -> None:
        """What is said of the whole text is said of its one claim, or where none is marked of the text as one."""
        labels, words = self.one.choices, self.one.words
        means = any(one.casefold() in self.meanings.ratings for one in labels)
        if means and not self.contents and not any(self.roles.values()):
            self._judged(_visible(self.text), labels, words)
        elif means and len(self.contents) == 1:
            self._judged(self.one.regions[self.contents[0]].place, labels, words)
        elif labels or words:
            self.left.append({"by": self._person(), "choices": labels, "words": words})

    def _voice(self, key: str) -> None:
        region = self.one.regions[key]
        contents = self._contents_of(key)
        if not contents:
            self._leave(region)
            return
        name = " ".join(self.text[slice(*region.place)].split())
        for content in contents:
            near = self.beside.get(content, set()) | self.beside.get(key, set())
            cues = [self.one.regions[at].place for at in near if self.roles.get(at) == "cue"]
            if len(self.contents) == 1:
                cues += [self.one.regions[at].place for at, role in self.roles.items() if role == "cue"]
            voices = self.found[self.one.regions[content].place].voices
            known = voices.get(name, Voice(name))
            places = tuple(sorted({*known.places, region.place}))
            voices[name] = Voice(name, places, tuple(sorted({*known.cues, *cues})))

    def _contents_of(self, key: str) -> list[str]:
        """The claims that a source or a cue is tied to: by an arrow, or by one over a source, or the only one."""
        near = self.beside.get(key, set())
        over = {
            further for one in near for further in self.beside.get(one, set()) if self.roles.get(one) != "content"
        }
        tied = [one for one in self.contents if one in near] or [one for one in self.contents if one in over]
        places = {self.one.regions[one].place for one in self.contents}
        return tied or (self.contents if len(places) == 1 else [])

    def _leave(self, region: Region) -> None:
        start, end = region.place
        told = {"start": start, "end": end, "quote": self.text[start:end], "labels": region.labels}
        more = {name: value for name, value in (("choices", region.choices), ("words", region.words)) if value}
        self.left.append({"by": self._person(), **told, **more})


def placed(text: str, start: Any, end: Any, quote: str | None, unit: str = "") -> Place:
    """Where marked words stand, in code points. Counted in code points as long as the words ``quote`` stand there,
    else in UTF-16 as browsers count. Raises Wrong where they stand in neither place."""
    if not (isinstance(start, int) and isinstance(end, int) and not isinstance(start, bool)):
        raise Wrong(f"“{start!s:.40}” and “{end!s:.40}” are no places in a text.")
    in_points, in_utf16 = (start, end), (_from_utf16(text, start), _from_utf16(text, end))
    one = in_utf16 if unit == "utf-16" else in_points
    for place in (one,) if quote is None else (in_points, in_utf16):
        if 0 <= place[0] < place[1] <= len(text) and quote in (None, text[slice(*place)]):
            return place
    if quote is not None:
        raise Wrong(f"At [{start}, {end}) does not stand “{quote[:80]}”, however places are counted.")
    raise Wrong(f"[{start}, {end}) lies outside the text, which has {len(text)} characters.")


def _from_utf16(text: str, offset: int) -> int:
    """The same place in code points; -1 for one inside a character or outside the text."""
    if offset < 0:
        return -1
    try:
        return len(text.encode("utf-16-le")[: 2 * offset].decode("utf-16-le")) if 2 * offset <= _size(text) else -1
    except UnicodeDecodeError:
        return -1


def _size(text: str) -> int:
    return len(text.encode("utf-16-le"))


def _visible(text: str) -> Place:
    start = len(text) - len(text.lstrip())
    return start, max(len(text.rstrip()), start)


def _slug(label: str) -> str:
    return label.casefold().replace(" ", "_").replace("-", "_")
