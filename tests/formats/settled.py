"""Records of a small project with one settled claim, as an export has them; tests change what they are about."""

from __future__ import annotations

import copy
import hashlib
from typing import Any

TEXT = "Prices rise\r\nPrices rose by 4 percent in May 🍵, the office said. “Cafe\u0301s close,” it added."
CLAIM = "0198c0de-0000-7000-8000-00000000000c"
SOURCE = "0198c0de-0000-7000-8000-00000000000a"


def ratings(**values: int | None) -> list[dict[str, Any]]:
    """Ratings by slug with their values."""
    return [
        {"slug": slug, "label": slug.replace("_", " ").capitalize(), "definition": f"What {slug} means.",
         "value": value, "retired_at": None}
        for slug, value in values.items()
    ]  # fmt: skip


SCALE = ratings(true=5, mostly_true=4, half_true=3, mostly_false=2, false=1, unproven=None)


def span(words: str, role: str = "content", text: str = TEXT) -> dict[str, Any]:
    """Where the words first stand."""
    start = text.index(words)
    return {"role": role, "attribution": None, "start": start, "end": start + len(words), "quote": words}


def ruling(**fields: Any) -> dict[str, Any]:
    """An editor's ruling: mostly true."""
    return {
        "id": "r1", "basis": "editor", "finding": "confirmed", "supersedes": None, "by": "editor",
        "rating": {"scale": "truth", "version": 1, "slug": "mostly_true"},
        "rationale": "The release says 3.9.", "verdicts": ["v1"], "created_at": "2026-06-02T09:00:00.000000Z",
        **fields,
    }  # fmt: skip


def claim(**fields: Any) -> dict[str, Any]:
    """A claim of the office, with a verdict that cites a page on the web, settled and published."""
    return {
        "record": "claim", "id": CLAIM, "revision": "rev", "number": 1,
        "text": "Prices rose by 4 percent in May 🍵",
        "created_at": "2026-06-01T08:00:00.000000Z", "reshaped_at": None, "deleted_at": None,
        "spans": [span("Prices rose by 4 percent in May 🍵")],
        "attributions": [{"id": "a1", "source": SOURCE, "hop": 1, "place": 1}],
        "evidence": [
            {"id": "e1", "document": "d1", "quote": "Prices rose by 3.9 percent.", "stance": "supports",
             "rank": 1, "created_at": "2026-06-01T08:30:00.000000Z", "dismissed_at": None},
        ],
        "verdicts": [{"id": "v1", "by": "ada", "cited": ["e1"], "supersedes": None}],
        "rulings": [ruling()],
        "publications": [{"published_at": "2026-06-02T10:00:00.000000Z", "withdrawn_at": None}],
        **fields,
    }  # fmt: skip


def records(*claims: dict[str, Any], **changed: Any) -> list[dict[str, Any]]:
    """The whole file; ``changed`` are fields of the records by kind: ``article={"title": "…"}``."""
    edition = {"number": 1, "ratings": SCALE}
    revision = {
        "id": "rev", "number": 1, "text": TEXT, "sha256": hashlib.sha256(TEXT.encode()).hexdigest(),
        "fetched_at": "2026-06-01T07:00:00.000000Z",
    }  # fmt: skip
    whole: list[dict[str, Any]] = [
        {"record": "export", "format": "claim-workbench/export", "version": 2},
        {"record": "scale", "slug": "truth", "copy_of": None, "versions": [edition]},
        {"record": "project", "id": "0198c0de-0000-7000-8000-000000000001", "slug": "city-desk",
         "name": "City desk",
         "publisher": "The City Paper", "publisher_url": "https://paper.example", "members": [{"user": "ada"}]},
        {"record": "source", "id": SOURCE, "kind": "organisation", "name": "the office", "role": "",
         "same_as": "https://www.wikidata.org/wiki/Q1", "merged_into": None},
        {"record": "document", "id": "d1", "kind": "library", "title": "Consumer prices", "deleted_at": None,
         "url": "https://office.example/prices", "publisher": "The office", "published_at": "2026-05-30",
         "wayback_saves": [{"archived_url": "https://web.archive.org/web/2026/https://office.example/prices"}]},
        {"record": "article", "id": "0198c0de-0000-7000-8000-0000000000aa", "title": "Prices rise",
         "url": "https://news.example/prices", "publisher": "The News", "published_at": "2026-05-31",
         "language": "en", "deleted_at": None, "revisions": [revision]},
        *(claims or [claim()]),
        {"record": "end", "counts": {}},
    ]  # fmt: skip
    whole = copy.deepcopy(whole)
    for record in whole:
        record.update(changed.get(record["record"], {}))
    return whole
