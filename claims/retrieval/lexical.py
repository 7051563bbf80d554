"""Full-text search that stays quick on big tables and knows that a rare word says more than a common one.

PostgreSQL's ranks know no rarity, and reading every row that has one of the words "or" the other takes long. So
rows are fetched by the question's rarest words alone, as many words as keep them few, and weighed by all of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.search import SearchQuery
from django.db import connection
from django.db.models import Expression, F, FloatField, Model, QuerySet

from claims.retrieval.question import Question, literal
from claims.retrieval.rarity import Rarity, rarity

MOST_STEMS = 24
"""Of a long question, so many of the rarest stems are looked for."""

MOST_WEIGHED = 800
"""Rows that are weighed for one question; of a word that more rows have, any of them."""

LENGTH_SHARE = 0.2
"""How much the length of a row counts (the b of BM25)."""


@dataclass(frozen=True, slots=True)
class Term:
    """A stem to look for, as a ``tsquery``, what it weighs, and about how many rows hold it."""

    query: str
    weight: float
    expected: float


def terms(question: Question, known: Rarity) -> list[Term]:
    """The rarest stems of the question, rarest first; the last word also where it is only begun."""
    found = [Term(literal(stem), known.weight(stem), known.expected(stem)) for stem in question.stems]
    if question.begun and found:
        last = found[-1]
        found[-1] = Term(f"{last.query} | {literal(question.begun)}:*", last.weight, last.expected)
    return sorted(found, key=lambda term: term.expected)[:MOST_STEMS]


def gate(looked_for: list[Term]) -> str:
    """The ``tsquery`` that fetches rows: any of the rarest terms, the first always."""
    room = float(MOST_WEIGHED)
    chosen: list[str] = []
    for term in looked_for:
        room -= term.expected
        if chosen and room < 0:
            break
        chosen.append(term.query)
    return " | ".join(f"({query})" for query in chosen)


def by_words(rows: QuerySet[Any], question: Question, limit: int) -> list[Any]:
    """Primary keys of the rows that have most of the question's words, best first."""
    looked_for = terms(question, rarity(rows.model))
    if not looked_for:
        return []
    fetched = rows.filter(search=_Stems(gate(looked_for)))
    weighed = fetched.order_by().annotate(words=share(rows.model, question)).values_list("pk", "words")
    inner, values = weighed[:MOST_WEIGHED].query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT pk FROM ({inner}) AS weighed (pk, words) ORDER BY words DESC, pk LIMIT %s",  # noqa: S608 - our own SQL
            [*values, limit],
        )
        return [row[0] for row in cursor.fetchall()]


def share(model: type[Model], question: Question) -> Expression:
    """Of the question's words, by their weight, the share that a row's ``search`` has; long rows count less."""
    known = rarity(model)
    return _Share(terms(question, known), known.usual_length)


class _Stems(SearchQuery):
    """A query of stems as they are; PostgreSQL's own functions would stem them once more."""

    def __init__(self, query: str) -> None:
        super().__init__(query)
        self._query = query

    def as_sql(self, compiler: Any, connection: Any, *_: Any, **__: Any) -> tuple[str, Any]:
        return "%s::tsquery", [self._query]


class _Share(Expression):
    def __init__(self, looked_for: list[Term], usual_length: float) -> None:
        super().__init__(output_field=FloatField())
        self._terms = looked_for
        self._usual = usual_length
        self._column: Any = F("search")

    def get_source_expressions(self) -> list[Any]:
        return [self._column]

    def set_source_expressions(self, exprs: Any) -> None:
        (self._column,) = exprs

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        column, of_column = compiler.compile(self._column)
        total = sum(term.weight for term in self._terms)
        if not total:
            return "0.0::float8", []
        held = " + ".join(f"({column} @@ %s::tsquery)::int * %s::float8" for _ in self._terms)
        long = f"{1 - LENGTH_SHARE} + {LENGTH_SHARE} * length({column}) / %s::float8"
        values = [part for term in self._terms for part in (*of_column, term.query, term.weight / total)]
        return f"(({held}) / ({long}))", [*values, *of_column, self._usual]
