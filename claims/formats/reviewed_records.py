"""Settled claims out of an exported project."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date, datetime

from claims.formats.format import Record
from claims.formats.joined import Known, Piece, in_force, pieces
from claims.formats.reviewed import (
    NAMED,
    Appeared,
    Cited,
    Publisher,
    Rated,
    Reviewed,
    Speaker,
    is_on_the_web,
    rated,
    speaker,
    without_names,
)

NOT_SHOWN = "ruling"
"""Documents of this kind are earlier rulings of the desk, published or not."""


def reviewed_in(records: Iterable[Record], names: Collection[str]) -> Iterator[Reviewed]:
    """One by one in the order of the texts; ``names`` are those of the desk's people."""
    for piece in pieces(records):
        if piece.article["deleted_at"]:
            continue
        for claim in piece.current:
            review = reviewed(piece, claim, names)
            if review:
                yield review


def reviewed(piece: Piece, claim: Record, names: Collection[str]) -> Reviewed | None:
    """The claim's outcome; None where none stands, or its words or its voice were changed since it was settled."""
    ruling = in_force(claim)
    if ruling is None or (claim["reshaped_at"] and ruling["created_at"] <= claim["reshaped_at"]):
        return None
    known, project = piece.known, piece.known.project
    settled = datetime.fromisoformat(ruling["created_at"])
    return Reviewed(
        id=claim["id"],
        words=claim["text"],
        finding=ruling["finding"],
        rating=_rated(known, ruling),
        rationale=without_names(ruling["rationale"], names),
        published_at=_published(claim) or settled,
        changed_at=settled,
        publisher=Publisher(project["publisher"] or project["name"], project["publisher_url"], project["slug"]),
        article=_article(piece.article),
        speakers=tuple(speakers(piece, claim)),
        evidence=tuple(_evidence(known, claim, ruling)),
        scale=_scale(known, ruling),
    )


def _rated(known: Known, ruling: Record) -> Rated:
    name = ruling["rating"]
    one = known.rating(name)
    assert one is not None  # noqa: S101 - narrows the type: a ruling in force has a rating
    edition = next(row for row in known.scales[name["scale"]]["versions"] if row["number"] == name["version"])
    return rated(one["label"], one["definition"], one["value"], [row["value"] for row in edition["ratings"]])


def _scale(known: Known, ruling: Record) -> str:
    """The scale's name, or that of the preset it began as."""
    slug: str = ruling["rating"]["scale"]
    return known.scales[slug]["copy_of"] or slug


def _published(claim: Record) -> datetime | None:
    standing = [row["published_at"] for row in claim["publications"] if not row["withdrawn_at"]]
    return datetime.fromisoformat(standing[0]) if standing else None


def _article(article: Record) -> Appeared:
    return Appeared(
        article["title"], article["url"], article["publisher"], _day(article["published_at"]), article["language"]
    )


def speakers(piece: Piece, claim: Record) -> Iterator[Speaker]:
    """Those nearest to the claim; the article itself where it names nobody."""
    nearest = sorted((one for one in claim["attributions"] if one["hop"] == 1), key=lambda one: one["place"])
    if not claim["attributions"]:
        yield Speaker("article", "")
    text = piece.revision["text"].casefold() if piece.revision else ""
    for one in nearest:
        source = piece.known.sources.get(one["source"])
        if source is None:
            continue
        head = piece.known.sources.get(source["merged_into"])
        # Who an unnamed voice turned out to be is the desk's to know.
        who = head if head and source["kind"] in NAMED else source
        yield speaker(
            who["kind"],
            who["name"],
            described=who["name"].casefold() in text,
            key=who["id"],
            role=who["role"],
            same_as=who["same_as"],
        )


def _evidence(known: Known, claim: Record, ruling: Record) -> Iterator[Cited]:
    """What the ruling's verdicts cite and what a person weighed, as far as it stands on the web."""
    carrying = set(ruling["verdicts"])
    cited = {one for verdict in claim["verdicts"] if verdict["id"] in carrying for one in verdict["cited"]}
    rows = [row for row in claim["evidence"] if not row["dismissed_at"] and (row["stance"] or row["id"] in cited)]
    for row in sorted(rows, key=lambda row: (row["rank"], row["created_at"], row["id"])):
        paper = known.documents.get(row["document"])
        if paper and not paper["deleted_at"] and paper["kind"] != NOT_SHOWN and is_on_the_web(paper["url"]):
            yield Cited(
                paper["url"],
                paper["title"],
                row["quote"],
                row["stance"],
                paper["publisher"],
                _day(paper["published_at"]),
                max((save["archived_url"] for save in paper["wayback_saves"]), default=""),
            )


def _day(given: str | None) -> date | None:
    return date.fromisoformat(given) if given else None
