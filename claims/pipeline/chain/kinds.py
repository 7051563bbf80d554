"""Which tables are sealed, over which columns, and how a row of each leads to its project."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import pgtrigger
from django.apps import apps
from django.db import connection, models
from psycopg import sql

from claims.models import Project

# As text the same on every server: a digest may hang on no setting.
PLAIN = (
    "SET LOCAL TimeZone = 'UTC'; SET LOCAL DateStyle = 'ISO, YMD'; SET LOCAL IntervalStyle = 'postgres';"
    " SET LOCAL extra_float_digits = 1; SET LOCAL bytea_output = 'hex'; SET LOCAL statement_timeout = 0"
)

# What an erasure may take out is in no digest: names and addresses.
SPARED: dict[str, dict[str, str]] = {
    "claims_event": {"by_name": "", "data": "data-user", "origin": "origin-address"},
    "claims_expertlinkevent": {"name": "", "email": ""},
}
_PARTLY = {
    "data-user": sql.SQL("CASE WHEN t.verb LIKE 'member.%%' THEN t.data - 'user' ELSE t.data END"),
    "origin-address": sql.SQL("t.origin - 'address'"),
}

Step = tuple[str, str]
"""A column, and the table that it leads to."""


@dataclass(frozen=True)
class Kind:
    """A table that is sealed. ``numbered`` where it numbers its rows itself: a table of earlier states.

    ``steps`` lead from a row to its project's; None where nothing does. ``columns`` as a seal names them.
    """

    table: str
    key: str
    columns: tuple[str, ...]
    numbered: bool
    steps: tuple[Step, ...] | None
    model: Any = None

    @property
    def name(self) -> sql.Identifier:
        """The table, for a statement."""
        return sql.Identifier(self.table)

    @property
    def pk(self) -> sql.Composable:
        """The key of a row called t."""
        return sql.SQL("t.{}").format(sql.Identifier(self.key))

    def digest(self, columns: tuple[str, ...]) -> sql.Composable:
        """What is sealed of a row called t: SHA-256 over these columns as a JSON array."""
        parts = [_PARTLY.get(name) or sql.SQL("t.{}").format(sql.Identifier(name)) for name in columns]
        return sql.SQL("sha256(convert_to(json_build_array({})::text, 'UTF8'))").format(sql.SQL(", ").join(parts))

    def project(self) -> tuple[sql.Composable, sql.Composable]:
        """The project's id of a row called t, and the joins that it takes; nothing is lost where a row is gone."""
        if self.steps is None:
            return sql.SQL("NULL::uuid"), sql.SQL("")
        joins, at = [], "t"
        for number, (column, table) in enumerate(self.steps[:-1]):
            there = f"j{number}"
            joins.append(
                sql.SQL("LEFT JOIN {} {} ON {}.id = {}.{}").format(
                    *map(sql.Identifier, (table, there, there, at, column))
                )
            )
            at = there
        found = sql.SQL("{}.{}").format(sql.Identifier(at), sql.Identifier(self.steps[-1][0]))
        return found, sql.SQL(" ").join(joins)


@cache
def kinds() -> dict[str, Kind]:
    """By table: all that may only be added to. A test compares this with the guards that models carry."""
    found = {kind.table: kind for model in apps.get_models() if (kind := _kind(model))}
    return dict(sorted(found.items()))


def _kind(model: Any) -> Kind | None:
    numbered = hasattr(model, "pgh_tracked_model")
    waits = any(one.name == "unsealed" for one in getattr(model._meta, "triggers", []))
    if not (numbered or waits):
        return None
    table, spared = model._meta.db_table, SPARED.get(model._meta.db_table, {})
    columns = [one.column for one in model._meta.concrete_fields if not isinstance(one, models.GeneratedField)]
    told = tuple(name for one in sorted(columns) if (name := spared.get(one, one)))
    return Kind(table, model._meta.pk.column, told, numbered, way(model), model)


def way(model: Any) -> tuple[Step, ...] | None:
    """The shortest way from a row to its project, over columns that are always filled where there is one."""
    if any(one.name == "project_id" for one in model._meta.concrete_fields):
        return (("project_id", Project._meta.db_table),)
    for optional in (False, True):
        waiting: deque[tuple[Any, tuple[Step, ...]]] = deque([(model, ())])
        seen = {model}
        while waiting:
            here, way = waiting.popleft()
            for column, there in _pointers(here, optional=optional):
                steps = (*way, (column, there._meta.db_table))
                if there is Project:
                    return steps
                if there not in seen:
                    seen.add(there)
                    waiting.append((there, steps))
    return None


def _pointers(model: Any, *, optional: bool) -> Iterator[tuple[str, Any]]:
    for one in model._meta.concrete_fields:
        there = one.related_model
        if there and there._meta.app_label == "claims" and (optional or not one.null):
            yield one.column, there


def steady() -> None:
    """Have the database write values one way for the rest of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute(PLAIN)


def guards() -> list[tuple[str, str]]:
    """Table and name of each trigger that guards or waits on a table that is sealed, and on what it tells of."""
    tables = set(kinds()) | {
        kind.model.pgh_tracked_model._meta.db_table for kind in kinds().values() if kind.numbered
    }
    return [
        (model._meta.db_table, one.get_pgid(model))
        for model, one in pgtrigger.registered()
        if model._meta.db_table in tables | {"claims_seal"}
    ]
