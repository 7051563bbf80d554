"""The statement that has the database write rows as JSON, each with the lists of what stands in it.

A row is put together from its columns, and what stands in it by a LATERAL part each, so that no row is sent twice
and none is made an object on the way. Words that are quoted from a text are left open: see ``quoting``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import orjson
from django.core.exceptions import EmptyResultSet
from django.db.models import DateTimeField, ForeignKey, IntegerField, JSONField, QuerySet, UUIDField

from claims.interchange.columns import Column, Kind, Table
from claims.interchange.names import Names
from claims.interchange.quoting import HOLE

MOMENT = r"""'\"YYYY-MM-DD"T"HH24:MI:SS.US"Z\"'"""
"""RFC 3339 in UTC, always with microseconds, in quotation marks."""

MOST_ARGUMENTS = 90
"""Of a function of PostgreSQL's, which takes a hundred."""

Narrow = Callable[[str, QuerySet[Any]], QuerySet[Any]]
Source = tuple[str, tuple[Any, ...]]
"""A statement with its parameters."""


@dataclass(frozen=True, slots=True)
class Statement:
    """Gives of each row: the object; who is named in it (ids between blanks, or None); how many rows of
    each of ``places`` stand in it; then what was asked for beside, as text."""

    sql: str
    params: tuple[Any, ...]
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A key of an object: its value is ``before``, then what the expression gives, then ``after``."""

    name: str
    before: str = ""
    value: str = ""
    after: str = ""


@dataclass(slots=True)
class Composed:
    """One kind of row: its entries, the joins that give what stands in it, whom it names, what the joins count."""

    alias: str
    entries: list[Entry] = field(default_factory=list)
    joins: list[str] = field(default_factory=list)
    params: list[Any] = field(default_factory=list)
    people: list[str] = field(default_factory=list)
    counts: dict[str, str] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The object as an expression."""
        words, parts = "{", []
        for number, entry in enumerate(self.entries):
            words += ("," if number else "") + f'"{entry.name}":' + entry.before
            if entry.value:
                parts += [f"'{words}'", entry.value]
                words = ""
            words += entry.after
        parts.append(f"'{words}}}'")
        groups = [parts[at : at + MOST_ARGUMENTS] for at in range(0, len(parts), MOST_ARGUMENTS)]
        return " || ".join(f"concat({', '.join(group)})" for group in groups)

    @property
    def named(self) -> str:
        """Who is named in it and in what stands in it."""
        return f"concat_ws(' ', {', '.join(self.people)})" if self.people else "NULL"


@dataclass(slots=True)
class Composer:
    """Makes statements for one reader; for ``empty``, ``narrow`` and ``untold`` see ``Reader``.

    Only the rows differ from one statement for a table to the next; the rest is made once.
    """

    names: Names
    empty: frozenset[str]
    narrow: Narrow
    untold: Mapping[str, tuple[str, ...]]
    _numbers: Iterator[int] = field(default_factory=count)
    _made: dict[Table, tuple[Composed, Source]] = field(default_factory=dict)

    def statement(self, table: Table, rows: QuerySet[Any], beside: Iterable[str] = ()) -> Statement:
        """For ``rows``, in the order of the table. Raises EmptyResultSet where there can be none."""
        if table not in self._made:
            self._numbers = count()
            self._made[table] = (self._composed(table, table.name), self._known())
        made, (known, called) = self._made[table]
        sql, params = _select(rows, [*_attnames(table), *beside])
        told = [f'{made.alias}."{name}"::text' for name in beside]
        columns = [made.text, made.named, *made.counts.values(), *told]
        return Statement(
            f"WITH names AS MATERIALIZED ({known}) SELECT {', '.join(columns)}"
            f" FROM ({sql}) {made.alias} {' '.join(made.joins)} ORDER BY {_order(table, made.alias)}",
            (*called, *params, *made.params),
            tuple(made.counts),
        )

    def _known(self) -> Source:
        """What people, scales and ratings are called: the JSON that is to stand for each id."""
        known: dict[Kind, Mapping[Any, Any]] = {
            Kind.PERSON: {} if self.names.veiled else self.names.people,
            Kind.SCALE: self.names.scales,
            Kind.RATING: self.names.ratings,
        }
        columns = ", ".join(f"%s::jsonb AS {kind.value}" for kind in known)
        told = ({str(pk): orjson.dumps(name).decode() for pk, name in of.items()} for of in known.values())
        return f"SELECT {columns}", tuple(orjson.dumps(one).decode() for one in told)

    def _composed(self, table: Table, place: str) -> Composed:
        made = Composed(f"t{next(self._numbers)}")
        untold = self.untold.get(place, ())
        for column in table.columns:
            value = f'{made.alias}."{column.attname}"'
            made.entries.append(Entry(column.name, "null") if column.name in untold else self._entry(column, value))
            if column.kind is Kind.PERSON:
                made.people.append(value)
        for name in table.derived:
            made.entries.append(Entry(name, HOLE, _DERIVED[name](made.alias), HOLE))
        for name in table.lists:
            self._list(made, table, name, f"{place}.{name}")
        for child in table.children:
            self._child(made, child, f"{place}.{child.name}")
        return made

    def _entry(self, column: Column, value: str) -> Entry:
        if column.kind is Kind.PLAIN:
            return _plain(column, value)
        if column.kind is Kind.PERSON and self.names.veiled:
            written = f"{value}::text"
        else:
            written = f"(SELECT {column.kind.value} FROM names) ->> {value}::text"
        return Entry(column.name, "", _or_null(written) if column.field.null else written)

    def _list(self, made: Composed, table: Table, name: str, place: str) -> None:
        """The ids that a many-to-many field lists, sorted."""
        relation: Any = table.model._meta.get_field(name)
        near, far = relation.m2m_column_name(), relation.m2m_reverse_name()
        source = self._source(place, relation.remote_field.through.objects.all(), [near, far])
        if source is None:
            made.entries.append(Entry(name, "[]"))
            return
        sql, params = source
        below = Composed(f"t{next(self._numbers)}")
        there = f'{below.alias}."{far}"'
        made.params += params
        _join(
            made, name, place, below,
            f"""SELECT '"' || {there} || '"' AS j FROM ({sql}) {below.alias}"""
            f""" WHERE {below.alias}."{near}" = {made.alias}.id ORDER BY {there}""",
        )  # fmt: skip

    def _child(self, made: Composed, child: Table, place: str) -> None:
        """The rows of a table that stand in the row, in their order, with what stands in them."""
        source = self._source(place, child.model._default_manager.all(), _attnames(child))
        if source is None:
            made.entries.append(Entry(child.name, "[]"))
            return
        sql, params = source
        below = self._composed(child, place)
        told = {"j": below.text, "p": below.named} | {f"n{at}": n for at, n in enumerate(below.counts.values())}
        made.params += [*params, *below.params]
        _join(
            made, child.name, place, below,
            f"SELECT {', '.join(f'{value} AS {key}' for key, value in told.items())}"
            f" FROM ({sql}) {below.alias} {' '.join(below.joins)}"
            f' WHERE {below.alias}."{child.parent_attname}" = {made.alias}.id'
            f" ORDER BY {_order(child, below.alias)}",
        )  # fmt: skip

    def _source(self, place: str, rows: QuerySet[Any], attnames: Iterable[str]) -> Source | None:
        """The rows of a place that are to be written; None where there are none."""
        if place in self.empty:
            return None
        try:
            return _select(self.narrow(place, rows), attnames)
        except EmptyResultSet:
            return None


def _join(made: Composed, name: str, place: str, below: Composed, rows: str) -> None:
    """Have ``rows`` stand in a row as one text, and count how many there are of each place."""
    alias = f"{below.alias}_all"
    columns = ["string_agg(j, ',') AS j", "count(*)::int AS n"]
    made.counts[place] = f"{alias}.n"
    for at, under in enumerate(below.counts):
        columns.append(f"coalesce(sum(n{at}), 0)::int AS n{at}")
        made.counts[under] = f"{alias}.n{at}"
    if below.people:
        columns.append("string_agg(p, ' ') AS p")
        made.people.append(f"{alias}.p")
    made.joins.append(f"CROSS JOIN LATERAL (SELECT {', '.join(columns)} FROM ({rows}) {below.alias}_each) {alias}")
    made.entries.append(Entry(name, "[", f"{alias}.j", "]"))


def _select(rows: QuerySet[Any], attnames: Iterable[str]) -> Source:
    sql, params = rows.order_by().values(*dict.fromkeys(attnames)).query.sql_with_params()
    return sql, tuple(params)


def _attnames(table: Table) -> list[str]:
    """The columns that writing and ordering a row takes, its key, and the key of the row it stands in."""
    parent = [table.parent_attname] if table.parent else []
    derived = ["revision_id", "start", "end"] if table.derived else []
    ordered = [_attname(table, name) for name in table.order]
    key = str(table.model._meta.pk.attname)
    return [key, *parent, *derived, *ordered, *(column.attname for column in table.columns)]


def _attname(table: Table, name: str) -> str:
    return str(table.model._meta.get_field(name).attname)  # type: ignore[union-attr]


def _order(table: Table, alias: str) -> str:
    return ", ".join(f'{alias}."{_attname(table, name)}"' for name in table.order)


def _plain(column: Column, value: str) -> Entry:
    """A value as JSON has it; numbers, texts and lists as the database writes them."""
    target: Any = column.field.target_field if isinstance(column.field, ForeignKey) else column.field
    if isinstance(target, UUIDField) and not column.field.null:
        return Entry(column.name, '"', value, '"')
    if isinstance(target, UUIDField):
        written = f"""'"' || {value} || '"'"""
    elif isinstance(target, DateTimeField):
        written = f"to_char({value} AT TIME ZONE 'UTC', {MOMENT})"
    elif isinstance(target, IntegerField | JSONField):
        written = f"{value}::text"
    else:
        written = f"to_json({value})::text"
    return Entry(column.name, "", _or_null(written) if column.field.null else written)


def _or_null(written: str) -> str:
    return f"coalesce({written}, 'null')"


def _quote(alias: str) -> str:
    return f"""concat_ws(' ', {alias}.revision_id, {alias}.start, {alias}."end")"""


_DERIVED: dict[str, Callable[[str], str]] = {"quote": _quote}
