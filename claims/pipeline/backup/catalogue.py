"""What the database says of itself: tables, columns, sequences, and what hangs on them."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.db import connection
from psycopg import sql

from .manifest import Sequence

# Who is signed in where is no work, and a secret: everybody signs in again. Migrations are made anew, not copied.
LEFT_OUT = ("django_session", "usersessions_usersession", "django_migrations")

# As text, the same on every server: nothing of how a row is written hangs on settings.
PLAIN = (
    "SET LOCAL DateStyle = 'ISO, YMD'",
    "SET LOCAL IntervalStyle = 'postgres'",
    "SET LOCAL TimeZone = 'UTC'",
    "SET LOCAL extra_float_digits = 1",
    "SET LOCAL bytea_output = 'hex'",
    "SET LOCAL synchronize_seqscans = off",
    "SET LOCAL statement_timeout = 0",
    "SET LOCAL lock_timeout = 0",
    "SET LOCAL idle_in_transaction_session_timeout = 0",
)
_OURS = """
    {alias}.relnamespace = current_schema()::regnamespace
    AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = {alias}.oid AND deptype = 'e')
"""


class Hanging(NamedTuple):
    """A foreign key or an index, and how it is taken away and made again."""

    drop: sql.Composable
    make: sql.Composable


def rows(query: str, *values: Any) -> list[tuple[Any, ...]]:
    """The rows that a query of the catalogue gives."""
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        found: list[tuple[Any, ...]] = cursor.fetchall()
        return found


def run(statement: sql.Composable | str) -> None:
    """A statement without an answer."""
    with connection.cursor() as cursor:
        cursor.execute(statement)


def tables() -> dict[str, list[str]]:
    """The columns of each table that is copied, without those that the database works out itself."""
    found: dict[str, list[str]] = {}
    query = f"""
        SELECT c.relname, a.attname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
        WHERE c.relkind = 'r' AND {_OURS.format(alias="c")} AND a.attnum > 0 AND NOT a.attisdropped
            AND a.attgenerated = '' ORDER BY c.relname, a.attnum
    """  # noqa: S608 - our own words
    for table, column in rows(query):
        if table not in LEFT_OUT:
            found.setdefault(table, []).append(column)
    return found


def everything() -> list[tuple[str, str]]:
    """The kind and name of all tables and functions that are no extension's, for a schema made anew."""
    query = f"""
        SELECT 'TABLE', c.oid::regclass::text FROM pg_class c WHERE c.relkind = 'r' AND {_OURS.format(alias="c")}
        UNION ALL SELECT 'VIEW', c.oid::regclass::text FROM pg_class c
            WHERE c.relkind = 'v' AND {_OURS.format(alias="c")}
        UNION ALL SELECT 'FUNCTION', p.oid::regprocedure::text FROM pg_proc p
            WHERE p.pronamespace = current_schema()::regnamespace
            AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = p.oid AND deptype = 'e')
    """  # noqa: S608 - our own words
    return [(kind, name) for kind, name in rows(query)]


def sequences() -> list[Sequence]:
    """Where each numbering stands now. Read it after the rows: a number may be skipped, never given twice."""
    names = rows(
        f"SELECT c.relname FROM pg_class c WHERE c.relkind = 'S' AND {_OURS.format(alias='c')} ORDER BY 1"  # noqa: S608
    )
    found = []
    for (name,) in names:
        with connection.cursor() as cursor:
            cursor.execute(sql.SQL("SELECT last_value, is_called FROM {}").format(sql.Identifier(name)))
            found.append(Sequence(name, *cursor.fetchone()))
    return [one for one in found if not one.name.startswith(LEFT_OUT)]


def foreign_keys() -> list[Hanging]:
    """The foreign keys: checked once for a whole table instead of once a row."""
    query = f"""
        SELECT c.relname, k.conname, pg_get_constraintdef(k.oid) FROM pg_constraint k
        JOIN pg_class c ON c.oid = k.conrelid WHERE k.contype = 'f' AND {_OURS.format(alias="c")}
    """  # noqa: S608 - our own words
    add, drop = "ALTER TABLE {} ADD CONSTRAINT {} {}", "ALTER TABLE {} DROP CONSTRAINT {}"
    return [
        Hanging(
            sql.SQL(drop).format(sql.Identifier(table), sql.Identifier(name)),
            sql.SQL(add).format(sql.Identifier(table), sql.Identifier(name), sql.SQL(definition)),
        )
        for table, name, definition in rows(query)
    ]


def indexes() -> list[Hanging]:
    """The indexes that no constraint stands for: built at once instead of row by row.

    Partial ones stay: they are small, and PostgreSQL words their conditions anew when it reads its own words.
    """
    query = f"""
        SELECT c.relname, pg_get_indexdef(c.oid) FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
        WHERE {_OURS.format(alias="c")} AND i.indpred IS NULL
            AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = c.oid)
    """  # noqa: S608 - our own words
    return [
        Hanging(sql.SQL("DROP INDEX {}").format(sql.Identifier(name)), sql.SQL(definition))
        for name, definition in rows(query)
    ]


def has_table(name: str) -> bool:
    """Whether there is a table of this name."""
    return bool(rows("SELECT to_regclass(%s) IS NOT NULL", name)[0][0])
