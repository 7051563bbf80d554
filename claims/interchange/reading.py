"""Rows with all that stands in them, as the database writes them: one statement a kind and batch.

Nobody makes an object of a row who does not look inside it: what is only passed on stays the bytes it came as.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast

from claims.formats.format import Record, Written
from claims.interchange.columns import Kind, Table
from claims.interchange.composing import Composer
from claims.interchange.names import Names
from claims.interchange.quoting import filled
from claims.models import Revision

Values = dict[str, Any]


@dataclass(slots=True)
class Reader:
    """Reads rows, with ``names`` for what has one; ``counts`` is how many were read by place: "claim.verdicts".

    ``empty`` are places of which there is nothing at all, so that nobody has to look there again and again.
    ``narrow`` takes a place and its rows, and leaves those that are to be written; ``untold`` are columns by place
    that are written as nothing.
    """

    names: Names
    counts: Counter[str] = field(default_factory=Counter)
    empty: frozenset[str] = frozenset()
    narrow: Callable[[str, QuerySet[Any]], QuerySet[Any]] = lambda place, rows: rows
    untold: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    _texts: dict[str, str] = field(default_factory=dict)

    def read(self, table: Table, rows: QuerySet[Any]) -> list[Values]:
        """The values of ``rows``, in the order of the table, each with the lists of what stands in it."""
        return [self._values(table, body) for body, *_beside in self._written(table, rows)]

    def records(
        self, table: Table, rows: QuerySet[Any], beside: Iterable[str] = ()
    ) -> list[tuple[Record, tuple[str, ...]]]:
        """The same as records; with the text of some more columns ``beside`` each."""
        found = self._written(table, rows, beside)
        if self.names.veiled:
            return [({"record": table.name, **self._values(table, one[0])}, one[1:]) for one in found]
        return [(Written(table.name, one[0]), one[1:]) for one in found]

    def _written(self, table: Table, rows: QuerySet[Any], beside: Iterable[str] = ()) -> list[tuple[Any, ...]]:
        """Of each row its object as JSON, then what was asked for beside."""
        composer = Composer(self.names, self.empty, self.narrow, self.untold)
        try:
            statement = composer.statement(table, rows, beside)
        except EmptyResultSet:
            return []
        with connection.cursor() as cursor:
            cursor.execute(statement.sql, statement.params)
            found = cursor.fetchall()
        if not found:
            return []
        bodies, named, *columns = zip(*found, strict=True)
        self.counts[table.name] += len(found)
        for place, numbers in zip(statement.places, columns, strict=False):
            self.counts[place] += sum(numbers)
        if not self.names.veiled:
            self.names.meet(named)
        whole = filled("\n".join(bodies).encode(), self._texts_of)  # no line breaks stand in JSON as they are
        return list(zip(whole.split(b"\n"), *columns[len(statement.places) :], strict=True))

    def _values(self, table: Table, body: bytes) -> Values:
        values: Values = orjson.loads(body)
        if self.names.veiled:
            self._veil(table, values)
        return values

    def _veil(self, table: Table, values: Values) -> None:
        """Stand-ins for the ids of people."""
        for column in table.columns:
            if column.kind is Kind.PERSON and values[column.name] is not None:
                values[column.name] = self.names.person(values[column.name])
        for child in table.children:
            for below in values[child.name]:
                self._veil(child, below)

    def _texts_of(self, revisions: set[str]) -> Mapping[str, str]:
        """The texts of a batch; its articles and its claims quote the same."""
        if not revisions <= self._texts.keys():
            rows = Revision.objects.filter(pk__in=revisions).annotate(key=Cast("pk", TextField()))
            self._texts = dict(rows.values_list("key", "text"))
        return self._texts
