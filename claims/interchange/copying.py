"""Rows that were made in memory into the database by COPY: about half of the work of INSERT, for both sides."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db import connection
from django.db.models import AutoField, Field, GeneratedField, Model
from django.db.models.expressions import DatabaseDefault


def copy_rows(rows: Collection[Model]) -> None:
    """Write new rows of one model, in their order. Columns that no row has a value for get the database's own.

    Keys that the database gives are not read back. Raises DatabaseError as an INSERT does.
    """
    first = next(iter(rows), None)
    if first is None:
        return
    fields = [one for one in first._meta.concrete_fields if _is_ours(one, rows)]
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(one.column)) for one in fields)
    ways = [(one.attname, one.get_db_prep_save) for one in fields]
    statement = f"COPY {quote(first._meta.db_table)} ({columns}) FROM STDIN"
    with connection.cursor() as cursor, connection.wrap_database_errors, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row([prepared(getattr(row, name), connection) for name, prepared in ways])


def _is_ours(field: Field[Any, Any], rows: Collection[Model]) -> bool:
    """Whether rows have a value of this column: some do and others do not is not asked for anywhere."""
    if isinstance(field, GeneratedField):
        return False
    given = {not isinstance(getattr(row, field.attname), DatabaseDefault) for row in rows}
    if len(given) > 1:
        raise TypeError(f"Either all rows have “{field.name}” or none has.")
    return given == {True} and not (isinstance(field, AutoField) and next(iter(rows)).pk is None)
