"""Plain values as rows: each table's rows go into the database in one COPY, whatever their number.

The database parses ids and moments and checks what it checks of every row. Only two of its rules are lifted: that a
new verdict takes a rating on offer (these are not new), for which see ``lifted``, and that ids are its own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from operator import itemgetter
from typing import Any

import orjson
import pgtrigger
from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import JSONField
from django.utils.translation import gettext as _

from claims.interchange.columns import Column, Kind, Table
from claims.interchange.shape import Refused, check
from claims.models import Rating, Scale, User

Values = Mapping[str, Any]

__all__ = ["Ids", "Refused", "TakesDatabase", "Writer", "check_now", "lifted"]


class TakesDatabase(Exception):
    """A row cannot be made without the database."""


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
            try:
                user.full_clean(exclude=["password"])
            except ValidationError as error:
                told = {"name": name[:80], "why": " ".join(error.messages)}
                raise Refused(_("Nobody can be called “%(name)s” here: %(why)s") % told) from None
            user.save()
            self.people[name] = user.pk
        return self.people[name]

    def scale(self, slug: str) -> str:
        """The scale of that slug."""
        if slug not in self.scales:
            raise Refused(_("There is no scale “%(slug)s”.") % {"slug": slug})
        return self.scales[slug]

    def known(self) -> KnownIds:
        """The same for who may not ask the database: what is made known later is known to it, too."""
        return KnownIds(self)

    def rating(self, name: Values) -> str:
        """The rating of that name."""
        key = (name["scale"], name["version"], name["slug"])
        if key not in self.ratings:
            raise Refused(_("There is no rating “%(slug)s” in edition %(version)s of “%(scale)s”.") % dict(name))
        return self.ratings[key]


class KnownIds(Ids):
    """Ids without the database behind them: somebody new raises TakesDatabase."""

    def __init__(self, ids: Ids) -> None:
        super().__init__(people=ids.people, scales=ids.scales, ratings=ids.ratings)

    def person(self, name: str) -> int:
        """Who is called so."""
        if name not in self.people:
            raise TakesDatabase
        return self.people[name]


@dataclass(frozen=True, slots=True)
class Plan:
    """How values become a row of one table. ``called`` are the columns that stand by name in a file, by place.

    Where the database numbers rows (``numbered``), one that ``holds`` others has to have its number before.
    """

    into: str
    columns: tuple[str, ...]
    pick: Callable[[Values], tuple[Any, ...]]
    called: tuple[tuple[int, Kind], ...]
    numbered: bool
    holds: tuple[str, ...]
    lists: tuple[tuple[str, str, tuple[str, str]], ...]


@cache
def _plan(table: Table) -> Plan:
    odd = ((at, one) for at, one in enumerate(table.columns) if one.kind is not Kind.PLAIN or _is_json(one))
    relations: list[Any] = [table.model._meta.get_field(name) for name in table.lists]
    lists = ((one.name, one.m2m_db_table(), (one.m2m_column_name(), one.m2m_reverse_name())) for one in relations)
    return Plan(
        into=table.model._meta.db_table,
        columns=tuple(one.attname for one in table.columns) + ((table.parent_attname,) if table.parent else ()),
        pick=itemgetter(*(one.name for one in table.columns)),
        called=tuple((at, one.kind) for at, one in odd),
        numbered="id" not in table.names,
        holds=(*(child.name for child in table.children), *table.lists),
        lists=tuple(lists),
    )


def _is_json(column: Column) -> bool:
    return isinstance(column.field, JSONField)


@dataclass(slots=True)
class Writer:
    """Gathers rows, then writes them. ``context`` holds columns that follow from where a record stands.

    With ``KnownIds`` gathering asks the database nothing and raises TakesDatabase where it would have to.
    """

    ids: Ids
    context: dict[str, Any] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)
    _rows: dict[tuple[str, tuple[str, ...]], list[tuple[Any, ...]]] = field(default_factory=dict)
    _serials: dict[str, Iterator[int]] = field(default_factory=dict)

    def add(self, table: Table, values: Any) -> None:
        """Take one row and all that stands in it; raises Refused where it is not of the shape of its table."""
        check(table, values)
        self._add(table, values, table.name, ())

    def write(self) -> None:
        """Write what was gathered, those that stand in others after these."""
        with connection.cursor() as cursor, connection.wrap_database_errors:
            for (table, columns), rows in self._rows.items():
                names = ", ".join(connection.ops.quote_name(one) for one in columns)
                with cursor.copy(f"COPY {connection.ops.quote_name(table)} ({names}) FROM STDIN") as copy:
                    for row in rows:
                        copy.write_row(row)
        self._rows.clear()

    def _add(self, table: Table, values: Values, place: str, above: tuple[Any, ...]) -> None:
        plan = _plan(table)
        columns, row = plan.columns, plan.pick(values) + above
        if plan.called:
            row = self._called(plan, row)
        if table.left_out:
            there = tuple(name for name in table.implied if name in self.context)
            columns, row = columns + there, row + tuple(self.context[name] for name in there)
        key = values.get("id")
        if plan.numbered and any(values[name] for name in plan.holds):
            key = self._serial(plan.into)
            columns, row = ("id", *columns), (key, *row)
        self._rows.setdefault((plan.into, columns), []).append(row)
        self.counts[place] += 1
        for name, into, ends in plan.lists:
            if others := values[name]:
                self._rows.setdefault((into, ends), []).extend((key, other) for other in others)
        for child in table.children:
            for below in values[child.name]:
                self._add(child, below, f"{place}.{child.name}", (key,))

    def _called(self, plan: Plan, row: tuple[Any, ...]) -> tuple[Any, ...]:
        """The row with this installation's ids for what the file calls by name."""
        made = list(row)
        for at, kind in plan.called:
            if made[at] is not None:
                made[at] = self._of_name(kind, made[at])
        return tuple(made)

    def _of_name(self, kind: Kind, value: Any) -> Any:
        if kind is Kind.PERSON:
            return self.ids.person(value)
        if kind is Kind.SCALE:
            return self.ids.scale(value)
        if kind is Kind.RATING:
            return self.ids.rating(value)
        return orjson.dumps(value).decode()

    def _serial(self, table: str) -> int:
        if isinstance(self.ids, KnownIds):
            raise TakesDatabase
        if table not in self._serials:
            self._serials[table] = _serials(table)
        return next(self._serials[table])


def _serials(table: str) -> Iterator[int]:
    """Fresh numbers of a table, a thousand at a time."""
    while True:
        with connection.cursor() as cursor:
            taken = "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, 1000)"
            cursor.execute(taken, [table])
            numbers = [row[0] for row in cursor.fetchall()]
        yield from numbers


def check_now() -> None:
    """Have the database check what it else checks when the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


@contextmanager
def lifted(*triggers: str) -> Iterator[None]:
    """Inside, in a transaction, these triggers ("claims.Verdict:rating_on_offer_insert") do not stop anybody."""
    ids = [trigger.get_pgid(model) for model, trigger in pgtrigger.registered(*triggers)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pgtrigger.ignore', %s, true)", ["{" + ",".join(ids) + "}"])
    yield
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pgtrigger.ignore', '', true)")
