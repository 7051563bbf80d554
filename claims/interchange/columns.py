"""One kind of row as it travels: its columns under the names of their fields, and what stays behind and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property
from typing import Any

from django.db.models import Field, ForeignKey, GeneratedField, Model

from claims.models import Rating, Scale, User


class Kind(Enum):
    """How a column's value is written."""

    PLAIN = "plain"  # as JSON has it; ids and moments as text
    PERSON = "person"  # by user name
    SCALE = "scale"  # by slug: presets have other ids in other installations
    RATING = "rating"  # by scale, edition and slug, for the same reason


_BY_NAME: dict[type[Model], Kind] = {User: Kind.PERSON, Scale: Kind.SCALE, Rating: Kind.RATING}


@dataclass(frozen=True, slots=True)
class Column:
    """One column: ``name`` in the file, ``attname`` in the database."""

    name: str
    attname: str
    kind: Kind
    field: Any


@dataclass(frozen=True, eq=False)
class Table:
    """Rows of one model. ``name`` is the key of their list in the row that holds them, or the name of a record.

    ``parent`` is the field that leads to the row they stand in, which is not written again. ``order`` makes the
    same rows the same bytes. ``left_out`` says of every field that does not travel why. ``lists`` are many-to-many
    fields, written as sorted ids; ``derived`` are values that follow from others, for people and as a check.
    """

    model: type[Model]
    name: str
    parent: str = ""
    order: tuple[str, ...] = ("id",)
    left_out: Mapping[str, str] = field(default_factory=dict)
    lists: tuple[str, ...] = ()
    children: tuple[Table, ...] = ()
    derived: tuple[str, ...] = ()

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """What is written of each row, in the order of the model's fields."""
        skipped = {self.parent, *self.left_out}
        rows = (one for one in self.model._meta.concrete_fields if one.name not in skipped)
        return tuple(_column(one) for one in rows if not isinstance(one, GeneratedField))

    @cached_property
    def names(self) -> frozenset[str]:
        """All that is written of a row, by name."""
        below = (child.name for child in self.children)
        return frozenset([*(column.name for column in self.columns), *self.lists, *below, *self.derived])

    @cached_property
    def implied(self) -> tuple[str, ...]:
        """Columns that are left out because they follow from where a row stands."""
        return tuple(str(self.model._meta.get_field(name).attname) for name in self.left_out)  # type: ignore[union-attr]

    @property
    def parent_attname(self) -> str:
        """The column of ``parent``."""
        return str(self.model._meta.get_field(self.parent).attname)  # type: ignore[union-attr]


def _column(row: Field[Any, Any]) -> Column:
    kind = _BY_NAME.get(row.related_model, Kind.PLAIN) if isinstance(row, ForeignKey) else Kind.PLAIN
    return Column(row.name, row.attname, kind, row)
