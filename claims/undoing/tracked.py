"""Which rows an edit keeps, as plain values that JSON can hold, and how they are read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import models

from claims.models import Attribution, Claim, Evidence, Reading, Span, Waiver

Plain = dict[str, Any]
"""Fields of a row by column name ("source_id"): strings, numbers, booleans, lists and None."""

Key = tuple[str, Any]
"""The table and the plain id of a row."""

Rows = dict[Key, Plain]


@dataclass(frozen=True, slots=True)
class Table:
    """One kind of row that edits change; ``fields`` are the names of the attributes that are kept."""

    model: type[models.Model]
    fields: tuple[str, ...]

    @property
    def rows(self) -> models.QuerySet[Any]:
        """All rows."""
        return self.model._default_manager.all()


def _all_fields(model: type[models.Model]) -> tuple[str, ...]:
    return tuple(column.attname for column in model._meta.concrete_fields if not column.primary_key)


TABLES = {
    "claim": Table(
        Claim,
        (
            "text", "speech", "polarity", "worthiness", "reasons", "hedges", "negated", "confidence",
            "reshaped_at", "reshaped_by_id", "deleted_at",
        ),
    ),
    "attribution": Table(Attribution, _all_fields(Attribution)),
    "reading": Table(Reading, _all_fields(Reading)),
    "span": Table(Span, _all_fields(Span)),
    "waiver": Table(Waiver, _all_fields(Waiver)),
    "evidence": Table(Evidence, ("claim_id", "stance", "directness", "stance_by_id", "dismissed_at")),
}  # fmt: skip
"""By name, those that others point to first. A claim's number, state and author are none of an edit's business:
the first goes with the split, the second follows from verdicts, the third never changes."""


def plain(value: Any) -> Any:
    """A value as JSON holds it; times in UTC to the microsecond."""
    if isinstance(value, UUID):
        return str(value)
    return value.isoformat() if isinstance(value, datetime) else value


def unplain(model: type[models.Model], name: str, value: Any) -> Any:
    """The way back: the value as the model's attribute ``name`` holds it."""
    column: Any = model._meta.get_field(name.removesuffix("_id"))
    target = column.target_field if column.is_relation else column
    return target.to_python(value)


def row_of(table: str, pk: Any, values: Plain) -> Any:
    """An instance with these values, not saved."""
    model = TABLES[table].model
    return model(
        pk=model._meta.pk.to_python(pk), **{name: unplain(model, name, one) for name, one in values.items()}
    )


def read(table: str, **which: Any) -> Rows:
    """The rows that match, as plain values; one query."""
    kind = TABLES[table]
    found = kind.rows.filter(**which).order_by().values("pk", *kind.fields)
    return {
        (table, plain(row["pk"])): {name: plain(row[name]) for name in kind.fields} for row in found.iterator(2000)
    }


@dataclass(slots=True)
class Scope:
    """Which rows a step looks at: of ``whole`` claims all that belongs to them, of ``bare`` ones their own row."""

    whole: set[UUID] = field(default_factory=set)
    bare: set[UUID] = field(default_factory=set)
    sentences: set[int] = field(default_factory=set)
    evidence: set[UUID] = field(default_factory=set)

    def rows(self) -> Rows:
        """All of them as they are now: a query for each kind of row that is looked at."""
        found: Rows = {}
        if claims := self.whole | self.bare:
            found |= read("claim", pk__in=claims)
        if self.whole:
            found |= read("attribution", claim__in=self.whole)
            found |= read("reading", attribution__claim__in=self.whole)
            found |= read("span", claim__in=self.whole)
        if self.sentences:
            found |= read("waiver", sentence__in=self.sentences)
        if self.evidence:
            found |= read("evidence", pk__in=self.evidence)
        return found


def rows_with(keys: Iterable[Key]) -> Rows:
    """The rows with these keys that are there; a query for each kind of row."""
    wanted: dict[str, list[Any]] = {}
    for table, pk in keys:
        wanted.setdefault(table, []).append(pk)
    found: Rows = {}
    for table, pks in wanted.items():
        found |= read(table, pk__in=pks)
    return found
