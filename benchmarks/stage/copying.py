"""Rows into tables with COPY: defaults as the models have them, nothing else checked by Django."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from psycopg.types.json import Jsonb

if TYPE_CHECKING:
    from collections.abc import Callable


@cache
def fields_of(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    """The columns that are written."""
    return [field for field in model._meta.concrete_fields if not isinstance(field, models.GeneratedField)]


@cache
def defaults_of(model: type[models.Model]) -> dict[str, Any]:
    """What each column holds unless told otherwise; the key has none."""
    return {field.attname: _default(field) for field in fields_of(model) if not field.primary_key}


def _default(field: models.Field[Any, Any]) -> Any:
    if field.has_default():
        return field.get_default()
    return "" if field.empty_strings_allowed and not field.null else None


def copy_rows(cursor: Any, model: type[models.Model], rows: list[dict[str, Any]]) -> None:
    """Write rows, given as the values of their columns."""
    fields = fields_of(model)
    columns = ", ".join(f'"{field.column}"' for field in fields)
    ways = [(field.attname, _way(field)) for field in fields]
    with cursor.copy(f'COPY "{model._meta.db_table}" ({columns}) FROM STDIN') as copy:
        for row in rows:
            copy.write_row([way(row[name]) for name, way in ways])


def _way(field: models.Field[Any, Any]) -> Callable[[Any], Any]:
    """How a value of the column goes over."""
    if isinstance(field, models.JSONField):
        return lambda value: Jsonb(value or {})
    if isinstance(field, ArrayField):
        return lambda value: list(value or [])
    if isinstance(field, models.DateTimeField) and not field.null:
        now = timezone.now()
        return lambda value: value or now
    return lambda value: value


def copy_pairs(cursor: Any, through: type[models.Model], columns: str, pairs: list[tuple[Any, Any]]) -> None:
    """Write the rows of a many-to-many table."""
    with cursor.copy(f'COPY "{through._meta.db_table}" ({columns}) FROM STDIN') as copy:
        for pair in pairs:
            copy.write_row(pair)
