"""Give rows their meaning: what has no vector yet gets one, in the background; searching works meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from django.db import transaction

from claims import embedding
from claims.models import Claim, ClaimMeaning, FactCheck, Passage

BATCH = 64
"""Rows made durable at a time: what a killed worker has to do again, and how long it holds its rows."""


def missing() -> bool:
    """Whether anything has no vector yet."""
    return any(rows().exists() for rows in (_passages, _claims, _fact_checks))


def fill(*, limit: int) -> int:
    """Give at most ``limit`` rows their vectors; answers how many got one.

    Safe to run twice at once, and to kill: each batch takes rows that nobody holds and is kept as a whole.
    """
    done = 0
    for kind in (_some_claims, _some_fact_checks, _some_passages):
        while done < limit:
            count = kind(min(BATCH, limit - done))
            done += count
            if not count:
                break
    return done


def _passages() -> Any:
    return Passage.objects.filter(embedding=None)


def _claims() -> Any:
    return Claim.objects.kept().filter(meaning=None)


def _fact_checks() -> Any:
    return FactCheck.objects.kept().filter(embedding=None)


@transaction.atomic
def _some_passages(count: int) -> int:
    rows = _held(_passages().only("text"), count)
    return _store(Passage.objects.bulk_update, rows, embedding.embed([row.text for row in rows]))


@transaction.atomic
def _some_fact_checks(count: int) -> int:
    """A fact-check means what its claim and its title mean, in equal parts."""
    rows = _held(_fact_checks().only("claim_reviewed", "title"), count)
    vectors = embedding.embed([row.claim_reviewed for row in rows])
    vectors += embedding.embed([row.title or row.claim_reviewed for row in rows])
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return _store(FactCheck.objects.bulk_update, rows, vectors)


@transaction.atomic
def _some_claims(count: int) -> int:
    rows = _held(_claims().only("text"), count)
    vectors = embedding.embed([row.text for row in rows])
    made = [ClaimMeaning(claim=row, embedding=vector) for row, vector in zip(rows, vectors, strict=True)]
    ClaimMeaning.objects.bulk_create(made, ignore_conflicts=True)
    return len(rows)


def _held(rows: Any, count: int) -> list[Any]:
    """Rows that no other worker holds; people may read and cite them meanwhile."""
    return list(rows.order_by("pk").select_for_update(skip_locked=True, no_key=True, of=("self",))[:count])


def _store(update: Callable[..., int], rows: Sequence[Any], vectors: embedding.Vectors) -> int:
    for row, vector in zip(rows, vectors, strict=True):
        row.embedding = vector
    update(rows, ["embedding"])
    return len(rows)
