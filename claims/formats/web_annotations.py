"""Claims as W3C Web Annotations: where each stands in its text, who said it, and how it was settled.

https://www.w3.org/TR/annotation-model/. One AnnotationCollection with one page, an annotation a claim. Positions
count code points of the text that was frozen, not characters of the page that it was taken from: there the
quotation finds its place, with what stands around it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from uuid import UUID, uuid5

from claims.formats.format import About, Format, Record
from claims.formats.joined import Piece, pieces
from claims.formats.reviewed import NOT_SAID, Reviewed, Speaker, is_on_the_web
from claims.formats.reviewed_records import reviewed, speakers
from claims.formats.web_annotation import selectors

CONTEXT: list[Any] = ["http://www.w3.org/ns/anno.jsonld", {"sha256": "http://schema.org/sha256"}]
"""The vocabulary says nothing of checksums, so that one word is schema.org's."""

MEDIA_TYPE = 'application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"'
NOWHERE = UUID(int=0)

Node = dict[str, Any]


def dump(records: Iterable[Record], about: About) -> Iterator[bytes]:
    """The collection in pieces, without claims in the trash and of older texts; one article is held at a time."""
    kept: list[Mapping[str, Any]] = []
    found = ((piece, claim) for piece in pieces(_seen(records, kept)) for claim in piece.current)
    total = 0
    before, opened = b"\n", False
    for piece, claim in found:
        if piece.article["deleted_at"]:
            continue
        if not opened:
            yield _opening(piece.known.project)
            opened = True
        yield before + json.dumps(annotation(piece, claim, about), ensure_ascii=False).encode()
        before, total = b",\n", total + 1
    if not opened:
        yield _opening(kept[0] if kept else {})
    yield f'\n]}}, "total": {total}}}\n'.encode()


def annotation(piece: Piece, claim: Record, about: About) -> Node:
    """One claim; its targets are the stretches of text that it is made of."""
    text = piece.revision
    assert text is not None  # noqa: S101 - narrows the type: a claim stands in a text
    review = reviewed(piece, claim, about.names)
    said = tuple(speakers(piece, claim))
    places = [span for span in claim["spans"] if span["role"] == "content"]
    targets = [_target(piece.article, text, span["start"], span["end"]) for span in places]
    return {
        "id": f"urn:uuid:{claim['id']}",
        "type": "Annotation",
        "motivation": ["describing", "identifying", "assessing"] if review else ["describing", "identifying"],
        "created": claim["created_at"],
        **({"modified": review.changed_at.isoformat().replace("+00:00", "Z")} if review else {}),
        "body": [_wording(piece, claim), *_voices(said, review), *_outcome(review)],
        "target": targets or _whole(piece.article, text),
    }


def _seen(records: Iterable[Record], kept: list[Mapping[str, Any]]) -> Iterator[Record]:
    """The same, with the project put aside for a file without claims."""
    for record in records:
        if record["record"] == "project":
            kept.append(record)
        yield record


def _opening(project: Mapping[str, Any]) -> bytes:
    key = UUID(project["id"]) if project else NOWHERE
    whole, page = (f"urn:uuid:{uuid5(key, name)}" for name in ("annotations", "annotations/1"))
    speaks = project.get("publisher") or project.get("name", "")
    head = {
        "@context": CONTEXT,
        "id": whole,
        "type": "AnnotationCollection",
        "label": project.get("name", ""),
        "creator": {"type": "Organization", "name": speaks},
        "first": {"id": page, "type": "AnnotationPage", "partOf": whole, "startIndex": 0, "items": []},
    }
    return json.dumps(head, ensure_ascii=False)[: -len("]}}")].encode()


def _wording(piece: Piece, claim: Record) -> Node:
    """The claim in words of its own, which differ from the text where they follow from it."""
    return _text(claim["text"], "describing", piece.article["language"])


def _voices(said: Iterable[Speaker], review: Reviewed | None) -> Iterator[Node]:
    """Who said it; nobody where it was found that they did not."""
    if review and review.finding in NOT_SAID:
        return
    for one in said:
        if one.name:
            yield _text(one.name, "identifying")
        if one.same_as:
            yield {"type": "SpecificResource", "purpose": "identifying", "source": one.same_as}


def _outcome(review: Reviewed | None) -> Iterator[Node]:
    if review is None:
        return
    yield _text(review.outcome, "assessing")
    if review.rationale:
        yield _text(review.rationale, "commenting")


def _target(article: Record, text: Record, start: int, end: int) -> Node:
    return {**_whole(article, text), "selector": selectors(text["text"], start, end)}


def _whole(article: Record, text: Record) -> Node:
    """The article as it was when its text was frozen, with the checksum of that text in UTF-8."""
    source = article["url"] if is_on_the_web(article["url"]) else f"urn:uuid:{article['id']}"
    state = {"type": "TimeState", "sourceDate": text["fetched_at"], "sha256": text["sha256"]}
    return {"type": "SpecificResource", "source": source, "state": state}


def _text(words: str, purpose: str, language: str = "") -> Node:
    told = {"type": "TextualBody", "value": words, "format": "text/plain", "purpose": purpose}
    return told | ({"language": language} if language else {})


FORMAT = Format(
    slug="webannotation",
    label="Web Annotation",
    means="For annotation tools and archives: each claim with its place in the text, as W3C JSON-LD.",
    media_type=MEDIA_TYPE,
    suffix=".annotations.json",
    dump=dump,
)
