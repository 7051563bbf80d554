"""Full-text search, set once: the configuration and how a column becomes searchable."""

from __future__ import annotations

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db.models import Value

VECTOR_SIZE = 384
"""Dimensions of a meaning."""

CONFIG = "desk_english"
"""English stems without accents; made by the first migration."""


def indexed(*columns: str) -> SearchVector:
    """The expression of a generated search column."""
    return SearchVector(*columns, config=CONFIG)


def any_of(words: list[str]) -> SearchQuery:
    """A query that finds rows with any of ``words``; rank sorts those with more of them first."""
    quoted = " or ".join('"{}"'.format(word.replace('"', " ")) for word in words)
    return SearchQuery(Value(quoted), config=CONFIG, search_type="websearch")
