"""Signs of life from work that reads or writes inside one long transaction, and the wish that it stops."""

from __future__ import annotations

import time
from types import TracebackType
from typing import Any, Self

from django.db import connection

from claims.models import Work, WorkState

EVERY_SECONDS = 1.0


class Stopped(Exception):
    """The row was cancelled, or another worker took it: what is left undone is nobody's here any more."""


def held(row: Work) -> Any:
    """The row as long as the worker that took it as ``row`` says still has it, else nothing.

    The number of attempts alone does not tell two workers apart: whoever begins the row anew sets it back. The
    moment at which it was taken does.
    """
    rows: Any = type(row)._default_manager
    return rows.filter(pk=row.pk, state=WorkState.RUNNING, attempts=row.attempts, started_at=row.started_at)


class Signs:
    """Tells how far a running row is, over a connection of its own: the work's own transaction shows nothing yet.

    Use it as a context; ``told`` may be called as often as one likes and raises Stopped.
    """

    def __init__(self, row: Work) -> None:
        self._table, self._pk = row._meta.db_table, row.pk
        self._held = [row.pk, WorkState.RUNNING, row.attempts, row.started_at]
        self._line: Any = connection.copy()
        self._last = time.monotonic()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._line.close()

    def told(self, done: int) -> None:
        """So much is done. Raises Stopped."""
        now = time.monotonic()
        if now - self._last < EVERY_SECONDS:
            return
        self._last = now
        self.say(done)

    def say(self, done: int) -> None:
        """The same at once, however lately something was said. Raises Stopped."""
        name = connection.ops.quote_name(self._table)
        with self._line.cursor() as cursor:
            cursor.execute(
                f"UPDATE {name} SET done = %s, touched_at = now()"  # noqa: S608 - a table's name
                " WHERE id = %s AND state = %s AND attempts = %s AND started_at = %s",
                [done, *self._held],
            )
            if cursor.rowcount:
                return
            cursor.execute(f"SELECT state FROM {name} WHERE id = %s", [self._pk])  # noqa: S608 - a table's name
            if cursor.fetchone():
                raise Stopped
