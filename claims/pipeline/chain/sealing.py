"""Sealing what is new, in pieces, beside those who write: nobody waits for it.

Rows with ids of their own wait in ``Unsealed``, where the transaction that wrote them put them. Tables of earlier
states number their rows: everything above a floor that no seal holds is new. A lower number may be committed later
than a higher one, so the floor follows only once every transaction that ran when it was seen has ended.
"""

from __future__ import annotations

import logging
import time
from collections import defaultdict
from typing import Any

from django.core.cache import cache
from django.db import connection, transaction
from django.utils import timezone
from psycopg import sql

from claims.models import Seal, SealMark, Unsealed
from claims.pipeline.chain.kinds import Kind, kinds, steady

log = logging.getLogger(__name__)

AT_ONCE = 5000
_LOCK = 0x5EA1
"""One process seals at a time."""

Row = tuple[Any, str, bytes]
"""Project, key as text, digest."""


def seal_new(*, seconds: float = 10) -> int:
    """Seal what is new for at most about so long; answers how many rows. 0 where another process is at it."""
    until, sealed = time.monotonic() + seconds, 0
    while time.monotonic() < until and (count := _seal_waiting()):
        sealed += count
    for kind in kinds().values():
        if kind.numbered:
            sealed += _seal_numbered(kind, until)
    _log_heads()
    return sealed


def _log_heads() -> None:
    """Once a day the newest hash of each chain goes into the log, which lies elsewhere."""
    if cache.add("audit-heads-logged", 1, timeout=86400):
        for project, head in Seal.objects.heads().items():
            log.info("audit head of %s: %s", project, head)


@transaction.atomic
def _seal_waiting() -> int:
    """One piece of the rows that wait; answers how many there were."""
    if not _alone():
        return 0
    waiting = list(Unsealed.objects.order_by("id").values_list("id", "kind", "row")[:AT_ONCE])
    found: dict[str, list[str]] = defaultdict(list)
    for _id, table, row in waiting:
        found[table].append(row)
    steady()
    for table, rows in sorted(found.items()):
        if kind := kinds().get(table):
            _seal(kind, rows, None)
    Unsealed.objects.filter(pk__in=[one[0] for one in waiting]).delete()
    return len(waiting)


def _seal_numbered(kind: Kind, until: float) -> int:
    """All that is new in a table of earlier states, a piece a transaction, then move the floor."""
    mark, _made = SealMark.objects.get_or_create(kind=kind.table)
    xmin, xmax, highest = _moment(kind)
    if mark.floor == mark.seen == highest:
        return 0
    after, sealed = mark.floor, 0
    while time.monotonic() < until:
        rows = _piece(kind, mark, after)
        if not rows:
            if rows is not None:
                _move(mark, xmin, xmax, highest)
            break
        after, sealed = rows[-1], sealed + len(rows)
    return sealed


def _move(mark: SealMark, xmin: int, xmax: int, highest: int) -> None:
    """Everything above the floor that was to be seen at the moment of ``xmin`` is sealed: let the floor follow."""
    rows = SealMark.objects.filter(pk=mark.pk, floor=mark.floor, seen=mark.seen, until=mark.until)
    if mark.until <= xmin:
        rows.update(floor=mark.seen, seen=highest, until=xmax)
    elif mark.until > xmax:  # from a backup of another server, which counts transactions anew
        rows.update(seen=highest, until=xmax)


def _moment(kind: Kind) -> tuple[int, int, int]:
    """The oldest transaction that runs, the next one to come, and the highest number that is to be seen."""
    query = sql.SQL(
        "SELECT pg_snapshot_xmin(now)::text::bigint, pg_snapshot_xmax(now)::text::bigint,"
        " (SELECT coalesce(max({}), 0) FROM {}) FROM pg_current_snapshot() AS now"
    )
    with connection.cursor() as cursor:
        cursor.execute(query.format(sql.Identifier(kind.key), kind.name))
        xmin, xmax, highest = cursor.fetchone()
    return xmin, xmax, highest


@transaction.atomic
def _piece(kind: Kind, mark: SealMark, after: int) -> list[int] | None:
    """Seal the next rows above a number; answers theirs. None where another process seals."""
    if not _alone():
        return None
    query = sql.SQL("""
        SELECT t.{key} FROM {table} t WHERE t.{key} > %(after)s AND NOT EXISTS (
            SELECT FROM (
                SELECT unnest(rows)::bigint AS id FROM claims_seal WHERE kind = %(kind)s AND top > %(after)s
            ) sealed WHERE sealed.id = t.{key}
        ) ORDER BY t.{key} LIMIT %(most)s
    """).format(key=sql.Identifier(kind.key), table=kind.name)
    with connection.cursor() as cursor:
        cursor.execute(query, {"after": after, "kind": kind.table, "most": AT_ONCE})
        found = [key for (key,) in cursor.fetchall()]
    if found:
        steady()
        _seal(kind, [str(key) for key in found], mark.floor)
    return found


def _alone() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LOCK])
        return bool(cursor.fetchone()[0])


def _seal(kind: Kind, keys: list[str], floor: int | None) -> None:
    """Append a seal to the chain of each project that rows are of. What went before it was sealed is in none."""
    chains: dict[Any, list[Row]] = defaultdict(list)
    for row in digests(kind, keys):
        chains[row[0]].append(row)
    for project, rows in chains.items():
        _append(kind, project, rows, floor)


def digests(kind: Kind, keys: list[str]) -> list[Row]:
    """Project, key and digest of those rows that there are, by key."""
    project, joins = kind.project()
    query = sql.SQL("""
        SELECT {project}, {pk}::text, {digest} FROM {table} t {joins} WHERE {pk} = ANY(%s) ORDER BY {pk}
    """).format(project=project, pk=kind.pk, digest=kind.digest(kind.columns), table=kind.name, joins=joins)
    with connection.cursor() as cursor:
        cursor.execute(query, [_typed(kind, keys)])
        return [(pid, key, bytes(digest)) for pid, key, digest in cursor.fetchall()]


def _typed(kind: Kind, keys: list[str]) -> list[Any]:
    """Keys as the table has them."""
    return [kind.model._meta.pk.to_python(key) for key in keys]


def _append(kind: Kind, project: Any, rows: list[Row], floor: int | None) -> None:
    last = Seal.objects.filter(project=project).order_by("-number").only("number", "hash").first()
    seal = Seal(
        project=project,
        number=last.number + 1 if last else 1,
        kind=kind.table,
        columns=list(kind.columns),
        rows=[key for _project, key, _digest in rows],
        digests=b"".join(digest for _project, _key, digest in rows),
        floor=floor,
        top=int(rows[-1][1]) if kind.numbered else None,
        previous=bytes(last.hash) if last else bytes(32),
        made_at=timezone.now(),
    )
    seal.hash = seal.worked_out()
    seal.save(force_insert=True)
