"""Names and titles by likeness of spelling: people remember a part of them, and not how it is written."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import QuerySet

from claims.retrieval.question import Question

MOST_WORDS = 6
"""A longer question is no name."""


def find_names(rows: QuerySet[Any], question: Question, *, column: str, limit: int) -> list[Any]:
    """Primary keys of the rows whose ``column`` holds something spelt like the question, likest first.

    One query; the column has a trigram index. PostgreSQL's threshold of word likeness (0.6) decides.
    """
    if not question or len(question.text.split()) > MOST_WORDS:
        return []
    alike = rows.filter(**{f"{column}__trigram_word_similar": question.text})
    likeness = TrigramWordSimilarity(question.text, column)
    return list(
        alike.annotate(likeness=likeness).order_by("-likeness", column, "pk").values_list("pk", flat=True)[:limit]
    )
