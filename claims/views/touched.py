"""Which claims and paragraphs an edit touched, and the paragraphs as they are now."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils.safestring import SafeString, mark_safe

from claims.models import Sentence

if TYPE_CHECKING:
    from claims.models import Edit
    from claims.views.bench import Bench


def touched_claims(edit: Edit) -> list[UUID]:
    """The claims of which a row changed."""
    found: dict[UUID, None] = {}
    for table, pk, row in _rows(edit):
        claim = pk if table == "claim" else row.get("claim_id")
        if claim:
            found[UUID(str(claim))] = None
    return list(found)


def paragraphs_again(bench: Bench, edit: Edit) -> SafeString:
    """Out of band: every paragraph in which a claim, a source, a cue or a waiver changed."""
    found = bench.marked_paragraphs(_places(bench, edit))
    parts = (html.replace("<p ", '<p hx-swap-oob="true" ', 1) for _start, html in found)
    return mark_safe("".join(parts))  # noqa: S308 - pieces of the marked text, which is escaped


def _places(bench: Bench, edit: Edit) -> set[tuple[int, int]]:
    """Places that the changed rows stand or stood on."""
    places: set[tuple[int, int]] = set()
    sentences: set[int] = set()
    for table, _pk, row in _rows(edit):
        if "start" in row:
            places.add((row["start"], row["end"]))
        if table == "waiver":
            sentences.add(row["sentence_id"])
    for claim in touched_claims(edit):
        places |= {(span.start, span.end) for span in bench.spans.get(str(claim), ())}
    if sentences:
        places |= set(Sentence.objects.filter(pk__in=sentences).values_list("start", "end"))
    return places


def _rows(edit: Edit) -> Iterator[tuple[str, Any, dict[str, Any]]]:
    """Table, id and values of each changed row, before and after."""
    for change in edit.changes:
        for side in ("before", "after"):
            if row := change.get(side):
                yield change["table"].rpartition(".")[2].lower(), change["id"], row
