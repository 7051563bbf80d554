"""Evidence as pieces that can be told apart: what copies another counts once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models.functions import Left

from claims.measures.independence import Piece
from claims.models import Directness

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from claims.models import Evidence

TEXT_COMPARED = 20_000
"""Code points of each document that are compared with the others'."""

JOINED = "joined.invalid/"
"""Stands for an address where people said that documents are one story."""


def pieces_of(rows: QuerySet[Evidence]) -> list[Piece]:
    """One piece a document, in the order of the evidence; those that people joined share an address. One query."""
    fields = ("document_id", "document__publisher", "document__url", "document__same_story_as", "directness")
    found: dict[Any, Piece] = {}
    primary: set[Any] = set()
    origins = set()
    weighed = list(rows.annotate(compared=Left("document__text", TEXT_COMPARED)).values(*fields, "compared"))
    for row in weighed:
        primary |= {row["document_id"]} if row["directness"] == Directness.PRIMARY else set()
        origins.add(row["document__same_story_as"])
    for row in weighed:
        key, origin = row["document_id"], row["document__same_story_as"]
        joined = origin or (key if key in origins else None)
        found[key] = Piece(
            key=str(key),
            text=row["compared"],
            publisher=row["document__publisher"],
            url=f"https://{JOINED}{joined}" if joined else row["document__url"],
            primary=key in primary,
        )
    return list(found.values())
