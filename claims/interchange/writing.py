"""Plain values as rows: each table's rows go into the database in one COPY, whatever their number.

The database parses ids and moments and checks what it checks of every row. Only two of its rules are lifted: that a
new verdict takes a rating on offer (these are not new), for which see ``lifted``, and that ids are its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import orjson
import pgtrigger
from django.db import connection
from django.db.models import JSONField
from django.utils.translation import gettext as _

from claims.interchange.columns import Column, Kind, Table
from claims.models import Rating, Scale, User

Values = Mapping[str, Any]


class Refused(ValueError):
    """A record cannot be taken in; the message says why."""


@dataclass(slots=True)
class Ids:
    """This installation's ids by the names of a file."""

    people: dict[str, int]
    scales: dict[str, str]
    ratings: dict[tuple[str, int, str], str]

    @classmethod
    def read(cls) -> Ids:
        """All of this installation's."""
        ratings = Rating.objects.values_list("version__scale__slug", "version__number", "slug", "pk")
        return cls(
            people=dict(User.objects.values_list("username", "pk")),
            scales={slug: str(pk) for slug, pk in Scale.objects.values_list("slug", "pk")},
            ratings={(scale, number, slug): str(pk) for scale, number, slug, pk in ratings},
        )

    def person(self, name: str) -> int:
        """Who is called so; somebody new gets an account that nobody can sign in to."""
        if name not in self.people:
            user = User(username=name, is_active=False)
            user.set_unusable_password()
            user.full_clean(exclude=["password"])
            user.save()
            self.people[name] = user.pk
        return self.people[name]

    def scale(self, slug: str) -> str:
        """The scale of that slug."""
        if slug not in self.scales:
            raise Refused(_("There is no scale “%(slug)s”.") % {"slug": slug})
        return self.scales[slug]

    def rating(self, name: Values) -> str:
        """The rating of that name."""
        key = (name["scale"], name["version"], name["slug"])
        if key not in self.ratings:
            raise Refused(_("There is no rating “%(slug)s” in edition %(version)s of “%(scale)s”.") % dict(name))
        return self.ratings[key]


@dataclass(slots=True)
class Writer:
    """Gathers rows, then writes them. ``context`` holds columns that follow from where a record stands."""

    ids: Ids
    context: dict[str, Any] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    _rows: dict[tuple[str, tuple[str, ...]], list[tuple[Any, ...]]] = field(default_factory=dict)
    _serials: dict[str, Iterator[int]] = field(default_factory=dict)

    def add(self, table: Table, values: Values, *, place: str = "", above: Any = None) -> None:
        """Take one row and all that stands in it; raises Refused where it is not of the shape of its table."""
        place = f"{place}.{table.name}" if place else table.name
        _check_names(table, values)
        columns, row = self._row(table, values, above)
        key = values.get("id")
        if key is None and (table.children or table.lists):
            key = self._serial(table)
            columns, row = ("id", *columns), (key, *row)
        self._rows.setdefault((table.model._meta.db_table, columns), []).append(row)
        self.counts[place] = self.counts.get(place, 0) + 1
        for name in table.lists:
            self._list(table, name, key, values[name])
        for child in table.children:
            for one in values[child.name]:
                self.add(child, one, place=place, above=key)

    def write(self) -> None:
        """Write what was gathered, those that stand in others after these."""
        with connection.cursor() as cursor, connection.wrap_database_errors:
            for (table, columns), rows in self._rows.items():
                names = ", ".join(connection.ops.quote_name(one) for one in columns)
                with cursor.copy(f"COPY {connection.ops.quote_name(table)} ({names}) FROM STDIN") as copy:
                    for row in rows:
                        copy.write_row(row)
        self._rows.clear()

    def _row(self, table: Table, values: Values, above: Any) -> tuple[tuple[str, ...], tuple[Any, ...]]:
        given = [_written(column, values[column.name], self.ids) for column in table.columns]
        names = [column.attname for column in table.columns]
        if table.parent:
            names.append(table.parent_attname)
            given.append(above)
        for attname in table.implied:
            if attname in self.context:
                names.append(attname)
                given.append(self.context[attname])
        return tuple(names), tuple(given)

    def _list(self, table: Table, name: str, key: Any, others: list[str]) -> None:
        relation: Any = table.model._meta.get_field(name)
        columns = (relation.m2m_column_name(), relation.m2m_reverse_name())
        rows = self._rows.setdefault((relation.m2m_db_table(), columns), [])
        rows += [(key, other) for other in others]

    def _serial(self, table: Table) -> int:
        name = table.model._meta.db_table
        if name not in self._serials:
            self._serials[name] = _serials(name)
        return next(self._serials[name])


def _check_names(table: Table, values: Values) -> None:
    known = table.names
    if values.keys() == known:
        return
    for name in known - values.keys():
        raise Refused(_("“%(field)s” is missing in %(table)s.") % {"field": name, "table": table.name})
    for name in values.keys() - known:
        raise Refused(_("“%(field)s” is not known in %(table)s.") % {"field": name, "table": table.name})


def _written(column: Column, value: Any, ids: Ids) -> Any:
    if value is None:
        return None
    if column.kind is Kind.PERSON:
        return ids.person(value)
    if column.kind is Kind.SCALE:
        return ids.scale(value)
    if column.kind is Kind.RATING:
        return ids.rating(value)
    if isinstance(column.field, JSONField):
        return orjson.dumps(value).decode()
    return value


def _serials(table: str) -> Iterator[int]:
    """Fresh numbers of a table, a thousand at a time."""
    while True:
        with connection.cursor() as cursor:
            taken = "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, 1000)"
            cursor.execute(taken, [table])
            numbers = [row[0] for row in cursor.fetchall()]
        yield from numbers


@contextmanager
def lifted(*triggers: str) -> Iterator[None]:
    """Inside, in a transaction, these triggers ("claims.Verdict:rating_on_offer") do not stop anybody."""
    ids = [trigger.get_pgid(model) for model, trigger in pgtrigger.registered(*triggers)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pgtrigger.ignore', %s, true)", ["{" + ",".join(ids) + "}"])
    yield
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pgtrigger.ignore', '', true)")
