"""What an export says about sourcing: sources, ties, grades. Who an unnamed source is has no place here."""

from __future__ import annotations

from typing import TypedDict


class Place(TypedDict):
    """Words of a text: ``quote`` is ``text[start:end]``."""

    start: int
    end: int
    quote: str


class Mention(TypedDict):
    """How this article presents a source."""

    name: str
    role: str
    aliases: list[str]


class Source(TypedDict):
    """Whoever claims rest on; ``own`` is a voice of this article alone.

    ``merged_into`` is the source that it turned out to be, which is in the file too; None for one of its own.
    """

    id: str
    kind: str
    kind_reason: str
    kind_set_by: str | None
    name: str
    role: str
    aliases: list[str]
    same_as: str
    own: bool
    merged_into: str | None
    mention: Mention | None


class Reading(TypedDict):
    """One of several sources that the words may mean."""

    source: str
    tie: str
    reason: str
    confidence: float


class Attribution(TypedDict):
    """Who the claim rests on at one hop and place, and the words that say so.

    ``source`` None with ``readings`` is left open by the text. ``set_by`` None is the splitter's suggestion.
    """

    id: str
    hop: int
    place: int
    source: str | None
    cue: str
    tie: str
    tie_reason: str
    confidence: float
    set_by: str | None
    set_at: str | None
    readings: list[Reading]
    source_spans: list[Place]
    cue_spans: list[Place]


class GradeInput(TypedDict):
    """One thing that a grade rests on: what was asked, the answer, where that comes from."""

    label: str
    value: str
    reason: str


class Override(TypedDict):
    """The grade that a person set in place of the computed one."""

    grade: str
    reason: str
    by: str | None
    created_at: str


class Sourcing(TypedDict):
    """How well a claim is sourced: ``grade`` is in force, ``computed`` is what the inputs give."""

    grade: str
    computed: str
    source: str | None
    inputs: list[GradeInput]
    missing: list[str]
    override: Override | None
