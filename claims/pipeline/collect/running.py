"""Read a collection, slice by slice: progress is committed with what was kept, so that nothing is kept twice."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any, Protocol

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now

from claims.extraction import Unreadable
from claims.extraction.refusal import Kept, Refusal
from claims.models import Collection, CollectionKind, Event, Project, User, WorkState
from claims.pipeline.collect.items import Dealt, items_of
from claims.pipeline.collect.origin import fetch_origin
from claims.providers.errors import FetchError

SLICE_SECONDS = 45.0
"""So long one task reads before it hands on to the next, so that other work has its turn."""

BATCH = 100
BATCH_SECONDS = 2.0
REFUSALS_KEPT = 100

KEEP = {kind.value: "document" if kind.value.startswith("documents") else "fact_check" for kind in CollectionKind}
"""What each kind of collection holds."""


class Keep(Protocol):
    """A verb of another stage that keeps a batch, such as ``library.add_documents``."""

    def __call__(self, *, project: Project, by: User | None, items: Sequence[Any], collection: Any) -> Kept:
        """Keep ``items``; those there before count as known."""
        ...


def read_collection(*, collection_id: Any, keep: Mapping[str, Keep]) -> bool:
    """Read one slice; True where there is more and the row waits in the queue for its next slice.

    ``keep`` has the verbs by what they keep (the values of KEEP). False where it has ended, was cancelled, or
    another worker has it. Safe to call twice. A failure is recorded on the row in words.
    """
    if not Collection.objects.claim(collection_id):
        return False
    collection = Collection.objects.select_related("project", "created_by").get(pk=collection_id)
    try:
        if not collection.upload:
            fetch_origin(collection)
        return _read(collection, keep[KEEP[collection.kind]])
    except (Unreadable, FetchError) as error:
        Collection.objects.fail(collection.pk, str(error))
    except Exception as error:
        Collection.objects.stumble(collection.pk, error)
        raise
    return False


def _read(collection: Collection, keep: Keep) -> bool:
    ends = time.monotonic() + SLICE_SECONDS
    with collection.upload.open("rb") as file:
        items = items_of(collection, file, collection.done)
        Collection.objects.filter(pk=collection.pk).touch(total=items.total)
        for batch in _batches(items.rest, lambda: Collection.objects.filter(pk=collection.pk).touch()):
            if not _commit(collection, batch, keep):
                return False  # cancelled, or another worker took over
            if time.monotonic() > ends and collection.done < items.total:
                return _hand_on(collection)
    _end(collection)
    return False


def _batches(items: Iterator[Dealt], alive: Callable[[], Any]) -> Iterator[list[Dealt]]:
    """The items in batches of a hundred, or of what came within two seconds."""
    batch: list[Dealt] = []
    since = time.monotonic()
    for item in items:
        batch.append(item)
        if len(batch) >= BATCH or time.monotonic() - since > BATCH_SECONDS:
            yield batch
            batch, since = [], time.monotonic()
    alive()
    if batch:
        yield batch


@transaction.atomic
def _commit(collection: Collection, batch: list[Dealt], keep: Keep) -> bool:
    """Keep a batch and say so on the row, both or neither; False where the row is no longer ours."""
    rows = Collection.objects.select_for_update().filter(pk=collection.pk)
    row = rows.filter(state=WorkState.RUNNING, done=collection.done).first()
    if row is None:
        return False
    good = [one for item in batch for one in item.good]
    kept = Kept()
    if good:
        kept = keep(project=collection.project, by=collection.created_by, items=good, collection=collection.pk)
    refused = [*(one for item in batch for one in item.refused), *kept.refused]
    rows.update(
        done=F("done") + len(batch),
        added=F("added") + kept.added,
        known=F("known") + kept.known + sum(item.known for item in batch),
        refused_count=F("refused_count") + len(refused),
        refused=[*row.refused, *map(_told, refused)][:REFUSALS_KEPT],
        touched_at=Now(),
    )
    collection.done += len(batch)
    return True


def _told(refusal: Refusal) -> dict[str, Any]:
    return asdict(refusal)


def _hand_on(collection: Collection) -> bool:
    """Back into the queue, with the attempts of one that has just got on."""
    row = Collection.objects.filter(pk=collection.pk, state=WorkState.RUNNING)
    return bool(row.update(state=WorkState.QUEUED, attempts=0, touched_at=Now()))


@transaction.atomic
def _end(collection: Collection) -> None:
    if Collection.objects.succeed(collection.pk):
        row = Collection.objects.get(pk=collection.pk)
        told = {name: getattr(row, name) for name in ("total", "added", "known", "refused_count")}
        Event.objects.record("collection.read", row, project_id=row.project_id, by=collection.created_by, **told)
