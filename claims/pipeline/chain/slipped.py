"""Rows that were never sealed and do not wait to be, and guards that somebody took away."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import connection
from psycopg import sql

from claims.pipeline.chain.kinds import Kind, guards, kinds

_WAITS = sql.SQL('EXISTS (SELECT FROM claims_unsealed u WHERE u.kind = {kind} AND u."row" = {pk}::text)')
_ABOVE = sql.SQL("{pk} > coalesce((SELECT m.floor FROM claims_sealmark m WHERE m.kind = {kind}), 0)")
_NEVER = sql.SQL("""
    SELECT {pk}::text FROM {table} t {joins}
    LEFT JOIN (SELECT unnest(rows) AS id FROM claims_seal WHERE kind = {kind}) sealed ON sealed.id = {pk}::text
    WHERE sealed.id IS NULL AND NOT ({waits}) AND (%(project)s::uuid IS NULL OR {project} = %(project)s::uuid)
""")
_TWICE = sql.SQL("""
    SELECT id FROM (SELECT unnest(rows) AS id FROM claims_seal WHERE kind = {kind}) sealed
    GROUP BY id HAVING count(*) > 1
""")

Odd = tuple[str, str, str]
"""Table, row, what is wrong."""


def slipped_in(project: Any = None) -> Iterator[Odd]:
    """Rows that came in where the seal could not see them, and rows that two seals hold."""
    for kind in kinds().values():
        for row in _found(_query(kind), project):
            yield kind.table, row, "slipped in"
        for row in _found(_TWICE.format(kind=sql.Literal(kind.table)), project):
            yield kind.table, row, "sealed twice"


def _query(kind: Kind) -> sql.Composed:
    project, joins = kind.project()
    names = {"kind": sql.Literal(kind.table), "pk": kind.pk}
    waits = (_ABOVE if kind.numbered else _WAITS).format(**names)
    return _NEVER.format(**names, table=kind.name, joins=joins, project=project, waits=waits)


def _found(query: sql.Composed, project: Any) -> Iterator[str]:
    with connection.cursor() as cursor:
        cursor.execute(query, {"project": project})
        while rows := cursor.fetchmany(1000):
            yield from (row for (row,) in rows)


def guards_off() -> Iterator[tuple[str, str]]:
    """Table and name of each trigger that should stand and does not."""
    with connection.cursor() as cursor:
        cursor.execute("""
            SELECT c.relname, t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
            WHERE c.relnamespace = current_schema()::regnamespace AND t.tgenabled IN ('O', 'A')
        """)
        there = set(cursor.fetchall())
    yield from sorted(set(guards()) - there)
