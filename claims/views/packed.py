"""Many kinds of rows about one row in one query: each kind is read as a column of it and made rows again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, Func, GeneratedField, JSONField, Model, QuerySet


class Packed:
    """The rows of ``query``, with those that ``related`` names (paths of foreign keys) set on them.

    ``related`` says which fields of such a row are read, None for all; ``without`` names fields of either that are
    left in the database, as what is generated for searching always is; ``more`` are annotations of the query. At
    most 100 values a row: PostgreSQL passes no more to a function.
    """

    def __init__(
        self,
        query: QuerySet[Any],
        *,
        related: Mapping[str, Sequence[str] | None] = MappingProxyType({}),
        without: Iterable[str] = (),
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


def read(query: QuerySet[Any], **kinds: Packed) -> Any:
    """The one row of ``query`` with an attribute of rows for each of ``kinds``, in one query; None for no row."""
    row = query.annotate(**{name: kind.column for name, kind in kinds.items()}).first()
    for name, kind in kinds.items():
        if row is not None:
            setattr(row, name, kind.rows(getattr(row, name)))
    return row


def _made(model: type[Model], fields: list[Any], values: Iterator[Any]) -> Model | None:
    """A row of the database from its values as JSON; None where its key is null."""
    given = {field.attname: field.to_python(next(values)) for field in fields}
    key = model._meta.pk
    if key is None or given[key.attname] is None:
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
