"""One order from three signs: shared words, shared spelling, meaning."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.search import TrigramSimilarity
from django.db import connection, transaction
from django.db.models import F, FloatField, Model, QuerySet, TextField, Value
from django.db.models.functions import Cast, Coalesce, Concat
from pgvector.django import CosineDistance

from claims.retrieval.fusion import Signs, score
from claims.retrieval.lexical import by_words, share
from claims.retrieval.question import Question

OF_EACH_LIST = 50
"""Hits taken from the list by words and from the list by meaning."""

LEAST_WORDS = 0.1
"""A row with a smaller share of the question's words is found by its meaning or not at all."""

LEAST_MEANING = 0.4
"""Below this cosine a row without words in common is chance. In the train part of CheckThat! 2020, 19 of 20 answers
are at least 0.42 alike to the post they answer; of what does not answer, half the twentieth best are below 0.40."""

WIDTH = 80
"""How widely the index of meanings is searched (hnsw.ef_search)."""


@dataclass(frozen=True, slots=True)
class Found:
    """A row by its primary key, what speaks for it, and the sum of it: higher is better."""

    pk: Any
    score: float
    signs: Signs


def find(
    rows: QuerySet[Any],
    question: Question,
    *,
    limit: int,
    meaning: str = "embedding",
    spelt: tuple[str, ...] = (),
) -> list[Found]:
    """The best of ``rows`` for the question, best first; nothing for a question without words.

    ``rows`` have a ``search`` column; ``meaning`` names the one with the vector, empty where there is none. Rows
    whose vector is still missing are found by words. ``spelt`` names columns of short texts whose spelling counts
    as well: comparing the trigrams of long ones takes long and tells little. The same few queries for any table.
    """
    if not question:
        return []
    words = by_words(rows, question, OF_EACH_LIST)
    known = _nearest(rows, question, OF_EACH_LIST, meaning, spelt) if meaning else []
    in_words = {pk: place for place, pk in enumerate(words)}
    in_meaning = {row[0]: place for place, row in enumerate(known)}
    others = rows.model._base_manager.filter(pk__in=in_words.keys() - in_meaning.keys())
    known += others.values_list(*_signs(rows.model, question, meaning, spelt))
    found = [_found(row, in_meaning.get(row[0]), in_words.get(row[0])) for row in known]
    told = [hit for hit in found if hit.signs.words >= LEAST_WORDS or hit.signs.meaning >= LEAST_MEANING]
    return sorted(told, key=lambda hit: (-hit.score, str(hit.pk)))[:limit]


def by_meaning(rows: QuerySet[Any], question: Question, limit: int, column: str = "embedding") -> list[Any]:
    """Primary keys of the rows nearest in meaning, nearest first."""
    return [row[0] for row in _nearest(rows, question, limit, column, ())]


def _nearest(
    rows: QuerySet[Any], question: Question, limit: int, column: str, spelt: tuple[str, ...]
) -> list[tuple[Any, ...]]:
    """The nearest rows with their signs; the index goes on while filters leave too few."""
    near = rows.filter(**{f"{column}__isnull": False}).order_by(CosineDistance(column, question.vector))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('hnsw.ef_search', %s, true), set_config('hnsw.iterative_scan', %s, true)",
            [str(WIDTH), "strict_order"],
        )
        return list(near.values_list(*_signs(rows.model, question, column, spelt))[:limit])


def _signs(model: type[Model], question: Question, meaning: str, spelt: tuple[str, ...]) -> tuple[Any, ...]:
    """Columns: primary key, likeness of meaning, share of words, likeness of spelling."""
    nothing = Value(0.0, output_field=FloatField())
    near: Any = nothing
    if meaning:
        near = Coalesce(1.0 - CosineDistance(meaning, question.vector), nothing, output_field=FloatField())
    spelling: Any = nothing
    if spelt:
        words = (part for name in spelt for part in (Value(" "), Cast(F(name), TextField())))
        whole = Concat(*words, Value(" "), output_field=TextField())
        spelling = TrigramSimilarity(whole, question.text)
    return "pk", near, share(model, question), spelling


def _found(row: tuple[Any, ...], in_meaning: int | None, in_words: int | None) -> Found:
    pk, near, words, spelling = row
    signs = Signs(near, words, spelling, in_meaning, in_words)
    return Found(pk, score(signs), signs)
