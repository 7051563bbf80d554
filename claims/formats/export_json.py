"""The export as a JSON file: the same export gives the same bytes.

Keys are sorted, indentation is two spaces, characters stand as themselves in UTF-8, one newline ends the file.
The body carries no time of export, so two copies can be compared byte by byte.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from importlib import resources

from claims.formats.export_shape import Attribution, Claim, Export, Place

MEDIA_TYPE = "application/json"
SUFFIX = ".json"


class Inconsistent(ValueError):
    """An export contradicts itself; the message names the row."""


def dump(export: Export) -> bytes:
    """The file; raises Inconsistent where a quotation is not what stands at its offsets."""
    check_quotes(export)
    text = json.dumps(export, ensure_ascii=False, allow_nan=False, indent=2, sort_keys=True)
    return f"{text}\n".encode()


def schema() -> bytes:
    """The JSON Schema (2020-12) of the file, as published."""
    return resources.files("claims.formats").joinpath("schema/export-1.json").read_bytes()


def check_quotes(export: Export) -> None:
    """Every quotation must be the words between its offsets; raises Inconsistent."""
    text = export["revision"]["text"]
    for owner, place in _places(export):
        _check(text, owner, place["start"], place["end"], place["quote"])
    documents = {row["id"]: row["text"] for row in export["documents"]}
    for claim in export["claims"]:
        for row in claim["evidence"]:
            if row["start"] is not None and row["end"] is not None:
                owner = f"evidence {row['id']}"
                _check(documents[row["document"]], owner, row["start"], row["end"], row["quote"])


def _check(text: str, owner: str, start: int, end: int, quote: str) -> None:
    if text[start:end] != quote:
        raise Inconsistent(f"{owner}: the text at [{start}, {end}) is not “{quote[:80]}”.")


def _places(export: Export) -> Iterator[tuple[str, Place]]:
    for sentence in export["sentences"]:
        yield f"sentence {sentence['position']}", sentence
    for claim in export["claims"]:
        for place in (*claim["spans"], *_said(claim["attributions"])):
            yield _name(claim), place


def _said(attributions: Iterable[Attribution]) -> Iterator[Place]:
    for attribution in attributions:
        yield from attribution["source_spans"]
        yield from attribution["cue_spans"]


def _name(claim: Claim) -> str:
    return f"claim {claim['number']} ({claim['id']})"
