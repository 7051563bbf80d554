"""Statements that are sent before their answers are needed, so that the database works while this process does."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from typing import Any, Protocol, TypeVar

from django.db import connection


class Fetched(Protocol):
    """What waits for an answer."""

    def fetch(self) -> object:
        """Wait for it, and keep it."""


Key = TypeVar("Key")
Coming = TypeVar("Coming", bound=Fetched)


class Sent:
    """A statement that was sent. Inside ``pipelined`` nobody waits until it is fetched."""

    def __init__(self, sql: str, params: Iterable[Any]) -> None:
        self._rows: list[tuple[Any, ...]] | None = None
        self._cursor = connection.cursor()
        self._cursor.execute(sql, tuple(params))

    def fetch(self) -> list[tuple[Any, ...]]:
        """All rows; fetched once."""
        if self._rows is None:
            with self._cursor as cursor:
                self._rows = cursor.fetchall()
        return self._rows


def pipelined() -> AbstractContextManager[Any]:
    """PostgreSQL's pipeline mode, in which COPY has no place."""
    connection.ensure_connection()
    return connection.connection.pipeline()  # type: ignore[no-any-return]


def one_ahead(ask: Callable[[Key], Coming], keys: Iterable[Key]) -> Iterator[Coming]:
    """What was asked for by each of ``keys``, fetched: handed out once the database is at work on the next.

    Whoever fetches in a pipeline waits for all that was sent, so the next is asked for no sooner.
    """
    coming: list[Coming] = []
    for key in keys:
        for one in coming:
            one.fetch()
        before, coming = coming, [ask(key)]
        yield from before
    for one in coming:
        one.fetch()
        yield one
