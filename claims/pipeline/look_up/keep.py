"""Keep what a look-up found: the hits as evidence, and the run so that it can be compared with a later one."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from claims.models import Document, DocumentKind, Evidence, Lookup, LookupRun, WorkState
from claims.providers.base import Answer, Hit

KINDS = {"precedents": DocumentKind.RULING, "factchecks": DocumentKind.FACT_CHECK}
"""What hits of our own searches are; those of outside services are their documents."""


@transaction.atomic
def keep(lookup: Lookup, answer: Answer) -> bool:
    """Save an answer in the transaction that ends its row; False where it was cancelled meanwhile."""
    still_ours = Lookup.objects.select_for_update().filter(pk=lookup.pk, state=WorkState.RUNNING).exists()
    if not still_ours:
        return False
    _save_run(lookup, answer)
    for rank, hit in enumerate(answer.hits):
        place = {"start": hit.start, "end": hit.end}
        fields = {"quote": _plain(hit.snippet), "rank": rank, "lookup": lookup}
        Evidence.objects.get_or_create(
            claim_id=lookup.claim_id, document=_document(lookup, hit), **place, defaults=fields
        )
    return Lookup.objects.succeed(lookup.pk, hit_count=len(answer.hits))


def _save_run(lookup: Lookup, answer: Answer) -> None:
    before = LookupRun.objects.filter(lookup=lookup).order_by("-number").values_list("number", flat=True).first()
    LookupRun.objects.create(
        lookup=lookup,
        number=(before or 0) + 1,
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


def _document(lookup: Lookup, hit: Hit) -> Document:
    """The document a hit came from: the library's own, or one made for what a provider found."""
    if lookup.provider == "library":
        return Document.objects.get(pk=hit.provider_id)
    text = _plain(hit.snippet)
    document, _created = Document.objects.get_or_create(
        project_id=lookup.claim.revision.article.project_id,
        kind=KINDS.get(lookup.provider, DocumentKind.OUTSIDE),
        key=_plain(f"{lookup.provider}:{hit.provider_id}")[:2100],
        defaults={
            "title": _plain(hit.title)[:300] or text[:100],
            "url": hit.url[:2000],
            "publisher": _plain(hit.publisher)[:200],
            "published_at": hit.published_at,
            "text": text,
            "sha256": hashlib.sha256(text.encode("utf-8", "replace")).hexdigest(),
            "rating_as_given": _plain(hit.rating)[:200],
        },
    )
    return document


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
