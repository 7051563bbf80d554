"""Many kinds of rows about one row in one query: each kind is read as a column of it and made rows again."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from types import MappingProxyType
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection, connections
from django.db.models import F, Func, GeneratedField, JSONField, Model, QuerySet
from django.db.models.query import RawQuerySet
from django.db.models.sql.query import RawQuery
from psycopg import Cursor


class Packed:
    """The rows of ``query``, with those that ``related`` names (paths of foreign keys) set on them.

    ``related`` says which fields of such a row are read, None for all; ``without`` names fields of either that are
    left in the database, as what is generated for searching always is; ``only`` those of the rows that are read;
    ``more`` are annotations of the query. At most 100 values a row: PostgreSQL passes no more to a function.
    """

    def __init__(
        self,
        query: QuerySet[Any],
        *,
        related: Mapping[str, Sequence[str] | None] = MappingProxyType({}),
        without: Iterable[str] = (),
        only: Sequence[str] | None = None,
        more: Iterable[str] = (),
    ) -> None:
        self._query = query
        self._more = tuple(more)
        wanted = {
            "": (query.model, None),
            **{path: (_at(query.model, path), only) for path, only in related.items()},
        }
        self._parts = [
            (path, model, _fields(path, model, only, frozenset(without))) for path, (model, only) in wanted.items()
        ]

    @property
    def column(self) -> ArraySubquery:
        """The expression that reads the rows, in the order of the query."""
        names = [_name(path, field.attname) for path, _model, fields in self._parts for field in fields]
        values = Func(
            *(F(name) for name in (*names, *self._more)), function="JSONB_BUILD_ARRAY", output_field=JSONField()
        )
        return ArraySubquery(self._query.annotate(packed_row=values).values("packed_row"))

    def rows(self, packed: Iterable[list[Any]] | None) -> list[Any]:
        """The rows that ``column`` read."""
        return [self._row(iter(values)) for values in packed or ()]

    def _row(self, values: Iterator[Any]) -> Any:
        made: dict[str, Any] = {}
        for path, model, fields in self._parts:
            row = _made(model, fields, values)
            above, _dot, name = path.rpartition("__")
            if path and made[above] is not None:
                setattr(made[above], name, row)
            made[path] = row
        for name, value in zip(self._more, values, strict=True):
            setattr(made[""], name, value)
        return made[""]


class Reader:
    """Reads one row with many kinds of rows about it; the SQL is put together once a process, and planned once for
    each connection.

    Django takes longer to word so large a query than PostgreSQL to answer it, and PostgreSQL longer to plan it.
    ``make`` gives the query for the row and the kinds; what differs from one reading to the next is given to it as
    ``stand_ins``, values that occur nowhere else in the query, and put in their places when it is asked.
    """

    def __init__(
        self, make: Callable[..., tuple[QuerySet[Any], dict[str, Packed]]], **stand_ins: int | UUID
    ) -> None:
        self._make = make
        self._stand_ins = stand_ins

    @cached_property
    def _worded(self) -> tuple[type[Model], dict[str, Packed], str]:
        query, kinds = self._make(**self._stand_ins)
        query = query.annotate(**{_column(name): kind.column for name, kind in kinds.items()})
        sql, given = query.query.sql_with_params()
        names = {value: name for name, value in self._stand_ins.items()}
        known = [names.get(value) if isinstance(value, int | UUID) else None for value in given]
        if missing := set(self._stand_ins) - set(known):
            raise TypeError(f"the query does not use {missing}")
        words = [
            f"%({name})s::{'uuid' if isinstance(value, UUID) else 'bigint'}" if name else _literal(value)
            for name, value in zip(known, given, strict=True)
        ]
        return query.model, kinds, sql % tuple(words)

    def read(self, **values: Any) -> tuple[Any, dict[str, list[Any]]]:
        """The row (None for none) and the rows of each kind, for the values that the stand-ins stand for."""
        model, kinds, sql = self._worded
        query = _PreparedQuery(sql, using=model._default_manager.db, params=values)
        row = next(iter(RawQuerySet(sql, model=model, query=query)), None)  # type: ignore[arg-type] # the stubs' Query
        found = row.__dict__ if row is not None else {}
        packed = {name: map(json.loads, found.pop(_column(name), None) or ()) for name in kinds}
        return row, {name: kind.rows(packed[name]) for name, kind in kinds.items()}


class _PreparingCursor(Cursor[Any]):
    """PostgreSQL plans a query once for the connection, where Django has it planned each time."""

    def execute(self, query: Any, params: Any = None, **_: Any) -> _PreparingCursor:
        return super().execute(query, params, prepare=True)


class _PreparedQuery(RawQuery):
    """A query as it stands, planned once: of one that reads so many kinds of rows, the plan takes ten times as long
    as the rows."""

    def _execute_query(self) -> None:
        connection = connections[self.using]
        cursor = connection.cursor()
        cursor.cursor = _PreparingCursor(connection.connection)
        cursor.execute(self.sql, self.params)
        self.cursor = cursor


def _literal(value: Any) -> str:
    """A value that is the same each time, as it stands in SQL with named parameters."""
    words: str = connection.ops.compose_sql("%s", [value])  # type: ignore[attr-defined] # PostgreSQL's own
    return words.replace("%", "%%")


def prime(row: Any, name: str, related: list[Any]) -> None:
    """Let ``row`` know what is related to it, as prefetching does."""
    known = getattr(row, name).all()
    known._result_cache, known._prefetch_done = related, True
    row.__dict__.setdefault("_prefetched_objects_cache", {})[name] = known


def _column(name: str) -> str:
    return f"packed_{name}"  # a name of its own: the row may have relations of that name


def _made(model: type[Model], fields: list[Any], values: Iterator[Any]) -> Model | None:
    """A row of the database from its values as JSON; None where its key is null."""
    given = {field.attname: field.to_python(next(values)) for field in fields}
    key = model._meta.pk
    if given[key.attname] is None:
        return None
    return model.from_db("default", list(given), list(given.values()))


def _fields(path: str, model: type[Model], only: Sequence[str] | None, without: frozenset[str]) -> list[Any]:
    return [
        field
        for field in model._meta.concrete_fields
        if not isinstance(field, GeneratedField)
        and (only is None or field.name in only)
        and _name(path, field.name) not in without
    ]


def _name(path: str, name: str) -> str:
    return f"{path}__{name}" if path else name


def _at(model: type[Model], path: str) -> type[Model]:
    """The model that a path of foreign keys leads to."""
    for name in path.split("__"):
        model = model._meta.get_field(name).related_model  # type: ignore[assignment]
    return model
