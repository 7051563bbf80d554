"""Claims, and verdicts, as tables: a row each, with columns that keep their names and order.

Rows are of the newest text of each article; what is in the trash is left out. New columns are added at the end.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from claims.formats.format import About, Format, Record
from claims.formats.joined import Piece, in_force, pieces, standing
from claims.formats.table_csv import stream_table

GRADED_AT_ONCE = 500
MEDIA_TYPE = "text/csv; charset=utf-8"
SUFFIX = ".csv"

WHERE = ("article_id", "article_title", "article_url", "publisher", "published", "claim_id", "number", "claim")
CLAIMS = (
    *WHERE,
    "quote", "start", "end", "speech", "polarity", "worthiness", "source", "source_kind", "chain",
    "state", "finding", "rating", "rating_label", "rating_value", "basis", "settled_at", "rationale",
    "verdicts", "evidence", "sourcing_grade",
)  # fmt: skip
VERDICTS = (
    *WHERE,
    "verdict_id", "by", "given_at", "finding", "scale", "scale_edition", "rating", "rating_label", "rating_value",
    "confidence", "rationale", "cited", "superseded",
)  # fmt: skip

Row = dict[str, Any]


def claims(records: Iterable[Record], about: About) -> Iterator[Row]:
    """A row a claim, by the names of ``CLAIMS``. ``start`` and ``end`` count code points, end exclusive."""
    rows = (_claim(piece, claim) for piece, claim in _current(records))
    while batch := list(islice(rows, GRADED_AT_ONCE)):
        grades = about.grades([row["claim_id"] for row in batch])
        yield from ({**row, "sourcing_grade": grades.get(row["claim_id"])} for row in batch)


def _claim(piece: Piece, claim: Record) -> Row:
    ruling = in_force(claim)
    return {
        **_where(piece, claim),
        **_place(claim),
        **{name: claim[name] for name in ("speech", "polarity", "worthiness", "state")},
        **_voices(piece, claim),
        **(_outcome(piece, ruling) if ruling else {}),
        "verdicts": len(standing(claim["verdicts"])),
        "evidence": sum(not row["dismissed_at"] for row in claim["evidence"]),
    }


def verdicts(records: Iterable[Record]) -> Iterator[Row]:
    """A row a verdict, by the names of ``VERDICTS``; one that a later one of the same person replaced says so."""
    for piece, claim in _current(records):
        current = {row["id"] for row in standing(claim["verdicts"])}
        for row in claim["verdicts"]:
            yield {
                **_where(piece, claim),
                "verdict_id": row["id"],
                "by": row["by"],
                "given_at": row["created_at"],
                "finding": row["finding"],
                "scale": row["rating"]["scale"],
                "scale_edition": row["rating"]["version"],
                **_rating(piece, row),
                "confidence": row["confidence"],
                "rationale": row["rationale"],
                "cited": len(row["cited"]),
                "superseded": "" if row["id"] in current else "yes",
            }


def _current(records: Iterable[Record]) -> Iterator[tuple[Piece, Record]]:
    for piece in pieces(records):
        if not piece.article["deleted_at"]:
            yield from ((piece, claim) for claim in piece.current)


def _where(piece: Piece, claim: Record) -> Row:
    article = piece.article
    return {
        "article_id": article["id"],
        "article_title": article["title"],
        "article_url": article["url"],
        "publisher": article["publisher"],
        "published": article["published_at"],
        "claim_id": claim["id"],
        "number": claim["number"],
        "claim": claim["text"],
    }


def _place(claim: Record) -> Row:
    """The first of the claim's places in the text."""
    places = [span for span in claim["spans"] if span["role"] == "content"]
    return {name: places[0][name] for name in ("quote", "start", "end")} if places else {}


def _voices(piece: Piece, claim: Record) -> Row:
    """Whoever is nearest to the claim, and the chain from there: several at one hop with "; ", hops with " < "."""
    hops: dict[int, list[Record]] = {}
    for one in sorted(claim["attributions"], key=lambda row: (row["hop"], row["place"])):
        source = piece.known.sources.get(one["source"])
        if source:
            hops.setdefault(one["hop"], []).append(source)
    names = ["; ".join(source["name"] for source in there) for there in hops.values()]
    nearest = next(iter(hops.values()), [])
    return {
        "source": names[0] if names else "",
        "source_kind": "; ".join(source["kind"] for source in nearest),
        "chain": " < ".join(names),
    }


def _outcome(piece: Piece, ruling: Record) -> Row:
    return {
        "finding": ruling["finding"],
        **_rating(piece, ruling),
        "basis": ruling["basis"],
        "settled_at": ruling["created_at"],
        "rationale": ruling["rationale"],
    }


def _rating(piece: Piece, row: Record) -> Row:
    """Numbers only for what stands on a scale."""
    rating = piece.known.rating(row["rating"])
    if rating is None:
        return {}
    return {"rating": rating["slug"], "rating_label": rating["label"], "rating_value": rating["value"]}


def dump_claims(records: Iterable[Record], about: About) -> Iterator[bytes]:
    """The table of claims in pieces."""
    return stream_table(CLAIMS, claims(records, about))


def dump_verdicts(records: Iterable[Record], about: About) -> Iterator[bytes]:
    """The table of verdicts in pieces."""
    return stream_table(VERDICTS, verdicts(records))


FORMAT = Format(
    slug="csv",
    label="CSV, claims",
    means="For spreadsheets: a row a claim, with its outcome.",
    media_type=MEDIA_TYPE,
    suffix=SUFFIX,
    dump=dump_claims,
)
OF_VERDICTS = Format(
    slug="csv-verdicts",
    label="CSV, verdicts",
    means="For statistics: a row for every reviewer's verdict, earlier ones too.",
    media_type=MEDIA_TYPE,
    suffix=".verdicts.csv",
    dump=dump_verdicts,
)
