"""What an export holds: plain values only, one document per revision of an article.

Moments are RFC 3339 in UTC with microseconds, days are YYYY-MM-DD. Offsets count code points of the text they
point into, end exclusive. People stand by user name, or by a stand-in where names are withheld; None is nobody.
``schema/export-1.json`` says the same to other programs; the two change together.
"""

from __future__ import annotations

from typing import Literal, TypedDict

from claims.formats.export_sourced import Attribution, Place, Source, Sourcing

FORMAT: Literal["claim-workbench/export"] = "claim-workbench/export"
VERSION: Literal[1] = 1
MINOR: Literal[2] = 2
"""Raised when a version gets more to say; readers of an older one can read on."""

__all__ = ["Attribution", "Place", "Source", "Sourcing"]


class Withheld(TypedDict):
    """Something this copy leaves out, and why."""

    what: Literal["verdicts", "names"]
    why: str


class Person(TypedDict):
    """Somebody the export names; ``label`` is empty where names are withheld."""

    username: str
    label: str


class Rating(TypedDict):
    """One option of a scale; ``value`` None is off the scale and has no number."""

    slug: str
    label: str
    definition: str
    value: int | None
    position: int
    needs_evidence: int
    needs_independent: int
    retired_at: str | None


class ScaleVersion(TypedDict):
    """One edition of a scale, with the ratings it had."""

    id: str
    scale: str
    name: str
    description: str
    number: int
    created_at: str
    ratings: list[Rating]


class RatingRef(TypedDict):
    """Which rating of which edition."""

    scale: str
    version: int
    slug: str


class Project(TypedDict):
    """The desk and its rules of review."""

    id: str
    slug: str
    name: str
    guidelines: str
    guidelines_version: int | None
    scale: str
    reviewers_per_claim: int
    blind: bool
    sourcing_policy: str
    created_at: str


class Article(TypedDict):
    """What is known of the piece, besides its words."""

    id: str
    title: str
    url: str
    publisher: str
    byline: str
    published_at: str | None
    language: str
    created_at: str
    created_by: str | None
    deleted_at: str | None


class Revision(TypedDict):
    """The immutable text; ``length`` in code points, ``sha256`` of its UTF-8 bytes in hexadecimal."""

    id: str
    number: int
    text: str
    sha256: str
    length: int
    fetched_at: str
    extractor: str
    extractor_version: str


class Work(TypedDict):
    """How a piece of background work went."""

    state: str
    attempts: int
    queued_at: str
    started_at: str | None
    finished_at: str | None
    error: str


class Split(Work):
    """The run of the splitter."""

    id: str
    version: str


class Waiver(TypedDict):
    """Why a sentence is not to be checked; ``by`` None is the splitter."""

    id: str
    reason: str
    by: str | None


class Sentence(Place):
    """A sentence; ``waiver`` None is one that claims cover."""

    position: int
    waiver: Waiver | None


class Document(TypedDict):
    """A text that evidence is quoted from."""

    id: str
    kind: str
    key: str
    title: str
    url: str
    publisher: str
    published_at: str | None
    retrieved_at: str
    sha256: str
    text: str
    rating_as_given: str
    added_by: str | None
    deleted_at: str | None


class Lookup(Work):
    """One question to one provider."""

    id: str
    provider: str
    provider_version: str
    query: str
    as_of: str | None
    hits: int
    asked_by: str | None


class Evidence(TypedDict):
    """A passage set against the claim; an empty ``stance`` is a candidate nobody has weighed."""

    id: str
    document: str
    lookup: str | None
    quote: str
    start: int | None
    end: int | None
    rank: int
    stance: str
    directness: str
    stance_by: str | None
    added_by: str | None
    created_at: str
    set_aside_at: str | None


class Verdict(TypedDict):
    """One reviewer's judgement; superseded ones stay in the list."""

    id: str
    by: str | None
    finding: str
    rating: RatingRef
    rationale: str
    confidence: str
    cited: list[str]
    supersedes: str | None
    created_at: str


class Ruling(TypedDict):
    """A settled outcome, or the note that it was reopened (no finding, no rating)."""

    id: str
    basis: str
    finding: str
    rating: RatingRef | None
    rationale: str
    by: str | None
    verdicts: list[str]
    supersedes: str | None
    created_at: str


class Claim(TypedDict):
    """A statement that can be checked, with all that hangs on it."""

    id: str
    number: int
    text: str
    speech: str
    polarity: str
    worthiness: float
    reasons: list[str]
    hedges: list[str]
    negated: bool
    confidence: float
    splitter_version: str
    state: str
    created_at: str
    created_by: str | None
    deleted_at: str | None
    spans: list[Place]
    sourcing: Sourcing
    attributions: list[Attribution]
    lookups: list[Lookup]
    evidence: list[Evidence]
    verdicts: list[Verdict]
    rulings: list[Ruling]


class Offsets(TypedDict):
    """How offsets count."""

    unit: Literal["code point"]
    end: Literal["exclusive"]


class Export(TypedDict):
    """One revision of an article and everything found, said and judged about it."""

    format: Literal["claim-workbench/export"]
    version: Literal[1]
    minor: Literal[2]
    offsets: Offsets
    complete: bool
    withheld: list[Withheld]
    people: list[Person]
    project: Project
    scales: list[ScaleVersion]
    article: Article
    revision: Revision
    split: Split | None
    sentences: list[Sentence]
    sources: list[Source]
    documents: list[Document]
    claims: list[Claim]
