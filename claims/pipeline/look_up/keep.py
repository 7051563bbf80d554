"""Keep what a look-up found: the hits as evidence, and the run so that it can be compared with a later one."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from claims.models import Document, DocumentKind, Evidence, Lookup, LookupRun
from claims.models.work import WorkQuerySet
from claims.providers.base import Answer, Hit

KINDS = {"precedents": DocumentKind.RULING, "factchecks": DocumentKind.FACT_CHECK}
"""What hits of our own searches are; those of outside services are their documents."""


@transaction.atomic
def keep(lookup: Any, answer: Answer) -> bool:
    """Save an answer in the transaction that ends its row; False where it was cancelled, or taken for lost.

    ``lookup`` is the row as it was taken, with ``project_id`` and ``last_run``, the number of the run before or
    None. The statements are as many for fifty hits as for one.
    """
    if not ours(lookup).succeed(lookup.pk, hit_count=len(answer.hits)):
        return False
    _save_run(lookup, answer)
    documents = _documents(lookup, answer.hits) if answer.hits else {}
    rows = [
        Evidence(
            claim_id=lookup.claim_id,
            document_id=documents[hit.provider_id],
            lookup=lookup,
            quote=_plain(hit.snippet),
            start=hit.start,
            end=hit.end,
            rank=rank,
        )
        for rank, hit in enumerate(answer.hits)
        if hit.provider_id in documents
    ]
    # Two look-ups may find the same at the same time: in one order, none waits for another that waits for it.
    Evidence.objects.bulk_create(sorted(rows, key=_place), ignore_conflicts=True)
    return True


def ours(lookup: Lookup) -> WorkQuerySet:
    """The row while nobody else has it: a worker that was taken for lost has no more say in how it ends."""
    rows: WorkQuerySet = Lookup.objects.filter(attempts=lookup.attempts, started_at=lookup.started_at)
    return rows


def _place(row: Evidence) -> tuple[str, int]:
    return str(row.document_id), row.start or 0


def _save_run(lookup: Any, answer: Answer) -> None:
    LookupRun.objects.create(
        lookup=lookup,
        number=(lookup.last_run or 0) + 1,
        query=lookup.query,
        as_of=lookup.as_of,
        adapter_version=lookup.provider_version,
        request=answer.request,
        response_sha256=answer.response_sha256,
        from_cache=answer.from_cache,
        note=answer.note[:300],
        retrieved_at=answer.retrieved_at or timezone.now(),
        hits=[_told(hit) for hit in answer.hits],
    )


def _told(hit: Hit) -> dict[str, Any]:
    return {
        "key": _plain(hit.provider_id),
        "title": _plain(hit.title),
        "url": hit.url,
        "published_at": hit.published_at.isoformat() if hit.published_at else None,
    }


def _documents(lookup: Any, hits: list[Hit]) -> dict[str, Any]:
    """The id of the document that each hit came from, by the hit's own: the library's, or one made for it."""
    if lookup.provider == "library":
        there = Document.objects.filter(pk__in=[hit.provider_id for hit in hits]).values_list("pk", flat=True)
        return {str(pk): pk for pk in there}
    made = {hit.provider_id: _document(lookup, hit) for hit in reversed(hits)}
    rows = sorted({row.key: row for row in made.values()}.values(), key=lambda row: row.key)
    Document.objects.bulk_create(rows, ignore_conflicts=True)
    same = Document.objects.filter(project=rows[0].project_id, kind=rows[0].kind, key__in=[row.key for row in rows])
    known = dict(same.values_list("key", "pk"))
    return {hit_id: known[row.key] for hit_id, row in made.items()}


def _document(lookup: Any, hit: Hit) -> Document:
    text = _plain(hit.snippet)
    return Document(
        project_id=lookup.project_id,
        kind=KINDS.get(lookup.provider, DocumentKind.OUTSIDE),
        key=_plain(f"{lookup.provider}:{hit.provider_id}")[:2100],
        title=_plain(hit.title)[:300] or text[:100],
        url=hit.url[:2000],
        publisher=_plain(hit.publisher)[:200],
        published_at=hit.published_at,
        text=text,
        sha256=hashlib.sha256(text.encode("utf-8", "replace")).hexdigest(),
        rating_as_given=_plain(hit.rating)[:200],
    )


def _plain(words: str) -> str:
    """Without what the database cannot hold."""
    return words.replace("\x00", " ").encode("utf-8", "replace").decode()


@dataclass(frozen=True, slots=True)
class Change:
    """What a run found that the one before did not, and the other way round; each a hit as its run keeps it."""

    new: list[dict[str, Any]]
    gone: list[dict[str, Any]]


def change(before: LookupRun, after: LookupRun) -> Change:
    """What changed between two runs, by the keys of their hits."""
    known = {hit["key"] for hit in before.hits}
    found = {hit["key"] for hit in after.hits}
    return Change(
        new=[hit for hit in after.hits if hit["key"] not in known],
        gone=[hit for hit in before.hits if hit["key"] not in found],
    )
