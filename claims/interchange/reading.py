"""Rows with all that stands in them, as the database writes them: one statement a kind and batch.

Nobody makes an object of a row who does not look inside it: what is only passed on stays the bytes it came as.
What is asked for ahead (``ahead``) the database works on while other rows are written.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson
from django.core.exceptions import EmptyResultSet
from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast

from claims.formats.format import Record, Written
from claims.interchange.ahead import Sent
from claims.interchange.columns import Kind, Table
from claims.interchange.composing import Composer
from claims.interchange.names import Names
from claims.interchange.quoting import filled
from claims.models import Revision

Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Asked:
    """Rows of a table that the database was asked for; no statement where there can be none."""

    table: Table
    places: tuple[str, ...] = ()
    sent: Sent | None = None

    def fetch(self) -> list[tuple[Any, ...]]:
        """The rows, as the statement gives them."""
        return self.sent.fetch() if self.sent else []


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
    _composer: Composer | None = None

    def read(self, table: Table, rows: QuerySet[Any]) -> list[Values]:
        """The values of ``rows``, in the order of the table, each with the lists of what stands in it."""
        return [self._values(table, body) for body, *_beside in self._written(self.ask(table, rows))]

    def ask(self, table: Table, rows: QuerySet[Any], beside: Iterable[str] = ()) -> Asked:
        """Have the database write ``rows``, with the text of some more columns ``beside`` each."""
        if self._composer is None:
            self._composer = Composer(self.names, self.empty, self.narrow, self.untold)
        try:
            statement = self._composer.statement(table, rows, beside)
        except EmptyResultSet:
            return Asked(table)
        return Asked(table, statement.places, Sent(statement.sql, statement.params))

    def records(self, asked: Asked) -> list[tuple[Record, tuple[str, ...]]]:
        """What was asked for as records, in the order of the table, each with what stands ``beside`` it."""
        found = self._written(asked)
        if self.names.veiled:
            name = asked.table.name
            return [({"record": name, **self._values(asked.table, one[0])}, one[1:]) for one in found]
        return [(Written(asked.table.name, one[0]), one[1:]) for one in found]

    def quote_from(self, texts: Mapping[str, str]) -> None:
        """Take quoted words from these texts, by their revisions, instead of asking for them."""
        self._texts = dict(texts)

    def _written(self, asked: Asked) -> list[tuple[Any, ...]]:
        """Of each row its object as JSON, then what was asked for beside."""
        if not (found := asked.fetch()):
            return []
        bodies, named, *columns = zip(*found, strict=True)
        self.counts[asked.table.name] += len(found)
        for place, numbers in zip(asked.places, columns, strict=False):
            self.counts[place] += sum(numbers)
        if not self.names.veiled:
            self.names.meet(named)
        whole = filled("\n".join(bodies).encode(), self._texts_of)  # no line breaks stand in JSON as they are
        return list(zip(whole.split(b"\n"), *columns[len(asked.places) :], strict=True))

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
