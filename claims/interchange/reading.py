"""Rows as plain values with all that stands in them: a query a table and batch, whatever the number of rows.

The database writes ids and moments as text, which is several times faster than making objects of them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import (
    BigIntegerField,
    BooleanField,
    DateField,
    DateTimeField,
    Expression,
    F,
    Field,
    ForeignKey,
    Func,
    Model,
    QuerySet,
    TextField,
    UUIDField,
    Value,
)
from django.db.models.functions import Cast

from claims.interchange.columns import Column, Kind, Table
from claims.interchange.names import Names

Values = dict[str, Any]


class Moment(Func):
    """RFC 3339 in UTC, always with microseconds."""

    function = "to_char"
    template = """%(function)s(%(expressions)s AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')"""
    output_field = TextField()


@dataclass(slots=True)
class Reader:
    """Reads rows, with ``names`` for what has one; ``counts`` is how many were read by place: "claim.verdicts".

    ``empty`` are places of which there is nothing at all, so that nobody has to look there again and again.
    """

    names: Names
    counts: Counter[str] = field(default_factory=Counter)
    empty: frozenset[str] = frozenset()

    def read(self, table: Table, rows: QuerySet[Any]) -> list[Values]:
        """The values of ``rows``, in their order, each with the lists of what stands in it."""
        found = [(key, values) for key, _parent, values in self._read(table, rows)]
        self.counts[table.name] += len(found)
        if found:
            self._fill(table, table.name, dict(found))
        return [values for _key, values in found]

    def _fill(self, table: Table, place: str, found: Mapping[str, Values]) -> None:
        for name in table.lists:
            if f"{place}.{name}" not in self.empty:
                self._fill_list(table, name, f"{place}.{name}", found)
        for child in table.children:
            if f"{place}.{child.name}" not in self.empty:
                self._fill_child(table, child, f"{place}.{child.name}", found)

    def _fill_list(self, table: Table, name: str, place: str, found: Mapping[str, Values]) -> None:
        for key, others in _listed(table, name, found).items():
            found[key][name] = others
            self.counts[place] += len(others)

    def _fill_child(self, table: Table, child: Table, place: str, found: Mapping[str, Values]) -> None:
        rows = child.model._default_manager.filter(_among(child.parent_attname, table.model, found))
        below: dict[str, Values] = {}
        standing: dict[str, list[Values]] = defaultdict(list)
        for key, parent, values in self._read(child, rows.order_by(*child.order)):
            below[key] = values
            standing[parent].append(values)
        for parent, there in standing.items():
            found[parent][child.name] = there
        self.counts[place] += len(below)
        if below:
            self._fill(child, place, below)

    def _read(self, table: Table, rows: QuerySet[Any]) -> Iterator[tuple[str, str, Values]]:
        """Each row's key, the key of the row it stands in, and its values."""
        keys = [column.name for column in table.columns]
        parent = table.parent_attname if table.parent else "pk"
        expressions = [_expression(column.attname, column.field) for column in table.columns]
        named = self._named(table.columns)
        nothing: list[Any] = []  # one for all: no reader adds to it
        blank = dict.fromkeys([*table.lists, *(child.name for child in table.children)], nothing)
        for key, above, *values in rows.values_list(_as_text("pk"), _as_text(parent), *expressions):
            row = dict(zip(keys, values, strict=True))
            row.update(blank)
            for name, written in named:
                if row[name] is not None:
                    row[name] = written(row[name])
            yield key, above, row

    def _named(self, columns: Iterable[Column]) -> list[tuple[str, Callable[[Any], Any]]]:
        written: dict[Kind, Callable[[Any], Any]] = {
            Kind.PERSON: self.names.person,
            Kind.SCALE: lambda pk: self.names.scales[str(pk)],
            Kind.RATING: self.names.ratings.__getitem__,
        }
        return [(column.name, written[column.kind]) for column in columns if column.kind is not Kind.PLAIN]


def _expression(attname: str, column: Field[Any, Any]) -> Expression | F:
    target: Any = column.target_field if isinstance(column, ForeignKey) else column
    if isinstance(target, DateTimeField):
        return Moment(attname)
    if isinstance(target, UUIDField | DateField):
        return _as_text(attname)
    if isinstance(target, ArrayField) and isinstance(target.base_field, UUIDField):
        return Cast(attname, ArrayField(TextField()))
    return F(attname)


def _among(attname: str, model: type[Model], keys: Iterable[str]) -> Func:
    """The column holds one of the keys; they go over as one array, not as a thousand parameters."""
    kind = UUIDField() if isinstance(model._meta.pk, UUIDField) else BigIntegerField()
    texts = Value(list(keys), output_field=ArrayField(TextField()))
    array = Func(Cast(texts, ArrayField(kind)), template="(%(expressions)s)")
    equal: dict[str, Any] = {"arg_joiner": " = ANY ", "template": "%(expressions)s"}
    return Func(F(attname), array, **equal, output_field=BooleanField())


def _as_text(attname: str) -> Cast:
    return Cast(attname, TextField())


def _listed(table: Table, name: str, found: Mapping[str, Values]) -> Mapping[str, list[str]]:
    """The ids that a many-to-many field lists, by the row's key, sorted."""
    relation: Any = table.model._meta.get_field(name)
    near, far = relation.m2m_field_name(), relation.m2m_reverse_field_name()
    rows = relation.remote_field.through.objects.filter(_among(f"{near}_id", table.model, found)).order_by(far)
    listed: dict[str, list[str]] = defaultdict(list)
    for key, other in rows.values_list(_as_text(f"{near}_id"), _as_text(f"{far}_id")):
        listed[key].append(other)
    return listed
