"""Rows as they are, against the newest entry of their histories: whoever wrote past the triggers left none."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import connection
from psycopg import sql

from claims.pipeline.chain.kinds import Kind, kinds, way

_DIFFERS = sql.SQL("""
    SELECT t.id::text, h.pgh_id IS NULL FROM {table} t {joins}
    LEFT JOIN LATERAL (
        SELECT * FROM {history} h WHERE h.pgh_obj_id = t.id ORDER BY h.pgh_id DESC LIMIT 1
    ) h ON true
    WHERE (h.pgh_id IS NULL OR h.pgh_label = 'delete' OR ({now}) IS DISTINCT FROM ({then}))
        AND (%(project)s::uuid IS NULL OR {project} = %(project)s::uuid)
""")
_GONE = sql.SQL("""
    SELECT DISTINCT t.pgh_obj_id::text, false FROM {history} t {joins}
    WHERE t.pgh_label = 'insert' AND NOT EXISTS (SELECT FROM {table} l WHERE l.id = t.pgh_obj_id)
        AND NOT EXISTS (
            SELECT FROM {history} d WHERE d.pgh_obj_id = t.pgh_obj_id AND d.pgh_label = 'delete'
        )
        AND (%(project)s::uuid IS NULL OR {project} = %(project)s::uuid)
""")


def live_rows(project: Any = None) -> Iterator[tuple[str, str, str]]:
    """Table, row and what is wrong, of all tables that keep histories."""
    for kind in kinds().values():
        if kind.numbered:
            table = kind.model.pgh_tracked_model._meta.db_table
            for row, unknown in _found(_differs(kind), project):
                yield table, row, "has no history" if unknown else "is not as its history says"
            for row, _unknown in _found(_gone(kind), project):
                yield table, row, "is gone, and its history does not say so"


def _differs(kind: Kind) -> sql.Composed:
    tracked = kind.model.pgh_tracked_model
    here = {one.column for one in tracked._meta.concrete_fields}
    both = [sql.Identifier(one.column) for one in kind.model._meta.concrete_fields if one.column in here]
    live = Kind(tracked._meta.db_table, "id", (), numbered=False, steps=way(tracked))
    project, joins = live.project()
    return _DIFFERS.format(
        table=live.name,
        history=kind.name,
        joins=joins,
        project=project,
        now=sql.SQL(", ").join(sql.SQL("t.{}").format(one) for one in both),
        then=sql.SQL(", ").join(sql.SQL("h.{}").format(one) for one in both),
    )


def _gone(kind: Kind) -> sql.Composed:
    project, joins = kind.project()
    table = sql.Identifier(kind.model.pgh_tracked_model._meta.db_table)
    return _GONE.format(history=kind.name, table=table, joins=joins, project=project)


def _found(query: sql.Composed, project: Any) -> Iterator[tuple[str, bool]]:
    with connection.cursor() as cursor:
        cursor.execute(query, {"project": project})
        while rows := cursor.fetchmany(1000):
            yield from rows
