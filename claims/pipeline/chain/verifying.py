"""Verifying: every seal follows from the one before, and every row is what was sealed.

All in one snapshot, in memory that does not grow with the rows: what is large stays in the database.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, transaction
from psycopg import sql

from claims.models import Seal
from claims.models.seal import WIDTH
from claims.pipeline.chain.kinds import Kind, kinds, steady
from claims.pipeline.chain.live import live_rows
from claims.pipeline.chain.slipped import guards_off, slipped_in

AT_ONCE = 5000
SEALS_AT_ONCE = 50


@dataclass(frozen=True)
class Finding:
    """Something is not as it was: ``what`` in words of this module, in ``table`` the row ``row``.

    ``project`` is its id and ``seal`` the number of the seal, where they are known.
    """

    what: str
    table: str
    row: str
    project: Any = None
    seal: int | None = None

    def __str__(self) -> str:
        where = f" (seal {self.seal} of {self.project or 'installation'})" if self.seal else ""
        return f"{self.what}: {self.table} {self.row}{where}"


@dataclass
class Count:
    """What was looked at."""

    seals: int = 0
    rows: int = 0


@dataclass
class _Batch:
    """Rows of one table that are compared together."""

    rows: list[str] = field(default_factory=list)
    digests: list[bytes] = field(default_factory=list)
    seals: list[tuple[Any, int]] = field(default_factory=list)


def verify(
    *, project: Any = None, heads: Iterable[str] = (), count: Count | None = None, everything: bool = True
) -> Iterator[Finding]:
    """Whatever was changed, deleted or slipped in; nothing where all is as it was sealed.

    ``project`` is an id: only its chain and its rows. ``heads`` are hashes that were written down: each must be in
    the chain still. ``everything`` compares rows with their histories and looks whether the guards stand, too.
    """
    wanted, count = {head.lower() for head in heads}, count or Count()
    with _snapshot():
        _remember_purged()
        steady()
        yield from _chain(project, wanted, count)
        for head in sorted(wanted):
            yield Finding("cut off: no seal has this hash", Seal._meta.db_table, head, project)
        for table, row, what in slipped_in(project):
            yield Finding(what, table, row, project)
        if everything:
            for table, row, what in live_rows(project):
                yield Finding(what, table, row, project)
            for table, name in guards_off():
                yield Finding("guard is off or gone", table, name)


@contextmanager
def _snapshot() -> Iterator[None]:
    outer = connection.in_atomic_block
    with transaction.atomic():
        if not outer:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield


def _remember_purged() -> None:
    """What went for good on record: see ADR 24."""
    with connection.cursor() as cursor:
        cursor.execute("""
            DROP TABLE IF EXISTS pg_temp.purged_rows;
            CREATE TEMPORARY TABLE purged_rows ON COMMIT DROP AS
            SELECT data ->> 'table' AS kind, jsonb_array_elements_text(data -> 'ids') AS "row"
            FROM claims_event WHERE verb = 'rows.purged';
            CREATE INDEX ON purged_rows (kind, "row");
        """)


def _chain(project: Any, wanted: set[str], count: Count) -> Iterator[Finding]:
    seals = Seal.objects.order_by("project", "number")
    if project:
        seals = seals.filter(project=project)
    batches: dict[tuple[str, tuple[str, ...]], _Batch] = defaultdict(_Batch)
    last: Seal | None = None
    for seal in seals.iterator(chunk_size=SEALS_AT_ONCE):
        yield from _link(seal, last if last and last.project == seal.project else None)
        wanted.discard(bytes(seal.hash).hex())
        count.seals, count.rows, last = count.seals + 1, count.rows + len(seal.rows), seal
        if len(seal.digests) == WIDTH * len(seal.rows):
            batch = batches[seal.kind, tuple(seal.columns)]
            _add(batch, seal)
            if len(batch.rows) >= AT_ONCE:
                yield from _flush(batches, seal)
    for (table, columns), batch in batches.items():
        yield from _compare(table, columns, batch)


def _flush(batches: dict[tuple[str, tuple[str, ...]], _Batch], seal: Seal) -> Iterator[Finding]:
    key = seal.kind, tuple(seal.columns)
    yield from _compare(*key, batches.pop(key))


def _link(seal: Seal, last: Seal | None) -> Iterator[Finding]:
    """What is wrong with a seal by itself, and with its place."""
    table, number = Seal._meta.db_table, last.number + 1 if last else 1
    if seal.number != number:
        yield Finding(f"seals {number} to {seal.number - 1} are missing before", table, str(seal.pk), seal.project)
    elif bytes(seal.previous) != (bytes(last.hash) if last else bytes(WIDTH)):
        yield Finding("does not follow from the seal before", table, str(seal.pk), seal.project, seal.number)
    if bytes(seal.hash) != seal.worked_out() or len(seal.digests) != WIDTH * len(seal.rows):
        yield Finding("seal was changed", table, str(seal.pk), seal.project, seal.number)
    if seal.floor is not None and any(int(row) <= seal.floor for row in seal.rows):
        yield Finding("seal holds rows from below its floor", table, str(seal.pk), seal.project, seal.number)


def _add(batch: _Batch, seal: Seal) -> None:
    digests = bytes(seal.digests)
    batch.rows += seal.rows
    batch.digests += [digests[at : at + WIDTH] for at in range(0, len(digests), WIDTH)]
    batch.seals += [(seal.project, seal.number)] * len(seal.rows)


def _compare(table: str, columns: tuple[str, ...], batch: _Batch) -> Iterator[Finding]:
    """Rows that are not there, or are not what was sealed."""
    kind = kinds().get(table)
    if kind is None or not set(columns) <= _there(kind):
        yield Finding("cannot be compared: the table or a column is gone", table, ", ".join(columns))
        return
    found = _digests(kind, columns, batch.rows)
    missing = [row for row in batch.rows if row not in found]
    purged = _purged(table, missing) if missing else set()
    for row, digest, (project, number) in zip(batch.rows, batch.digests, batch.seals, strict=True):
        if row not in found:
            if row not in purged:
                yield Finding("deleted", table, row, project, number)
        elif found[row] != digest:
            yield Finding("changed", table, row, project, number)


def _there(kind: Kind) -> set[str]:
    return {one.column for one in kind.model._meta.concrete_fields} | set(kind.columns)


def _digests(kind: Kind, columns: tuple[str, ...], rows: list[str]) -> dict[str, bytes]:
    query = sql.SQL("SELECT {pk}::text, {digest} FROM {table} t WHERE {pk} = ANY(%s)").format(
        pk=kind.pk, digest=kind.digest(columns), table=kind.name
    )
    with connection.cursor() as cursor:
        cursor.execute(query, [[kind.model._meta.pk.to_python(row) for row in rows]])
        return {key: bytes(digest) for key, digest in cursor.fetchall()}


def _purged(table: str, rows: list[str]) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute('SELECT "row" FROM purged_rows WHERE kind = %s AND "row" = ANY(%s)', [table, rows])
        return {row for (row,) in cursor.fetchall()}
