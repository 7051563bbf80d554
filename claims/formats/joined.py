"""Records put together again: each article with its claims and with what they point at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from claims.formats.format import Record

HEAVY = {"text", "raw"}
"""Left out of what is kept of documents and fact-checks while the rest of a file is read."""


@dataclass(slots=True)
class Known:
    """What was read before the articles, by id; ratings by (scale, edition, slug), scales by slug."""

    header: Record = field(default_factory=dict)
    project: Record = field(default_factory=dict)
    sources: dict[str, Record] = field(default_factory=dict)
    documents: dict[str, Record] = field(default_factory=dict)
    fact_checks: dict[str, Record] = field(default_factory=dict)
    scales: dict[str, Record] = field(default_factory=dict)
    ratings: dict[tuple[str, int, str], Record] = field(default_factory=dict)

    def take(self, record: Record) -> None:
        """Keep a record that others point at."""
        kind = record["record"]
        if kind == "export":
            self.header = record
        elif kind == "project":
            self.project = record
        elif kind == "scale":
            self._take_scale(record)
        elif kind in ("source", "document", "fact_check"):
            kept = {key: value for key, value in record.items() if key not in HEAVY}
            getattr(self, f"{kind}s")[record["id"]] = kept

    def _take_scale(self, record: Record) -> None:
        self.scales[record["slug"]] = record
        for version in record["versions"]:
            for rating in version["ratings"]:
                self.ratings[record["slug"], version["number"], rating["slug"]] = rating

    def rating(self, name: Mapping[str, Any] | None) -> Record | None:
        """The rating that a verdict or ruling names; None for none."""
        return self.ratings[name["scale"], name["version"], name["slug"]] if name else None


@dataclass(frozen=True, slots=True)
class Piece:
    """One article with all its claims, trashed ones too, and what they point at."""

    article: Record
    claims: list[Record]
    known: Known

    @property
    def revision(self) -> Record | None:
        """The newest revision with its text; None where there is none."""
        return max(self.article["revisions"], key=lambda one: one["number"], default=None)

    @property
    def current(self) -> list[Record]:
        """The claims of the newest revision that are not in the trash, in the order of the text."""
        newest = self.revision
        kept = [one for one in self.claims if newest and one["revision"] == newest["id"] and not one["deleted_at"]]
        return sorted(kept, key=lambda one: one["number"])


def pieces(records: Iterable[Record]) -> Iterator[Piece]:
    """The articles one by one, each when its last claim has been read; one is held at a time."""
    known = Known()
    article: Record | None = None
    claims: list[Record] = []
    for record in records:
        if record["record"] == "claim":
            claims.append(record)
            continue
        if article is not None:
            yield Piece(article, claims, known)
            article, claims = None, []
        if record["record"] == "article":
            article = record
        else:
            known.take(record)
    if article is not None:
        yield Piece(article, claims, known)


def in_force(claim: Record) -> Record | None:
    """The claim's newest ruling; None where there is none or it was reopened."""
    newest = standing(claim["rulings"])
    return newest[0] if newest and newest[0]["basis"] != "reopened" else None


def standing(judgements: Iterable[Record]) -> list[Record]:
    """The verdicts, or rulings, that no later one superseded."""
    there = list(judgements)
    superseded = {one["supersedes"] for one in there}
    return [one for one in there if one["id"] not in superseded]
