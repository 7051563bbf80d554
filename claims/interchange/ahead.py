"""Both at work: statements are sent before their answers are needed, and rows made while others are written."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from typing import Any, Protocol, TypeVar

from django.db import connection


class Fetched(Protocol):
    """What waits for an answer."""

    def fetch(self) -> object:
        """Wait for it, and keep it."""


SWITCH_SECONDS = 0.0003
Key = TypeVar("Key")
Coming = TypeVar("Coming", bound=Fetched)
Made = TypeVar("Made")


class Sent:
    """A statement that was sent. Inside ``pipelined`` nobody waits until it is fetched.

    It goes past Django's wrappers: what django-pghistory puts before a statement would make it two, which
    PostgreSQL takes in no pipeline. So only what reads is sent.
    """

    def __init__(self, sql: str, params: Iterable[Any]) -> None:
        self._rows: list[tuple[Any, ...]] | None = None
        connection.ensure_connection()
        with connection.wrap_database_errors:
            self._cursor = connection.connection.cursor()
            self._cursor.execute(sql, tuple(params))

    def fetch(self) -> list[tuple[Any, ...]]:
        """All rows; fetched once."""
        if self._rows is None:
            with connection.wrap_database_errors, self._cursor as cursor:
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


def made_ahead(made: Iterator[Made]) -> Iterator[Made]:
    """The same; each is made in a thread while the one before is used, so nothing of it may take the database.

    Whoever comes back from the database meanwhile goes on at once, not after the five milliseconds that Python
    leaves to a thread at work: a batch has dozens of answers to wait for.
    """
    before = sys.getswitchinterval()
    sys.setswitchinterval(SWITCH_SECONDS)
    try:
        with ThreadPoolExecutor(1) as thread:
            coming = thread.submit(next, made, None)
            while (one := coming.result()) is not None:
                coming = thread.submit(next, made, None)
                yield one
    finally:
        sys.setswitchinterval(before)
