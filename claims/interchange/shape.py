"""Whether what a file says of a row has the shape of its table: every name, each of the right type, and no other.

Rows of one table are alike, so that the types of a row were nearly always seen before and are not looked at one by
one again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from operator import itemgetter
from types import NoneType
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import (
    BooleanField,
    DateField,
    DateTimeField,
    FloatField,
    ForeignKey,
    IntegerField,
    JSONField,
    UUIDField,
)
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims.interchange.columns import Column, Kind, Table

_RATING: Mapping[str, type] = {"scale": str, "version": int, "slug": str}


class Refused(ValueError):
    """A record cannot be taken in; the message says why."""


@dataclass(frozen=True, slots=True)
class Expected:
    """What may stand under a name: values of ``types`` (none: any at all) that pass ``fits``, called ``words``."""

    types: tuple[type, ...]
    words: Any
    fits: Callable[[Any], bool] | None = None


@dataclass(frozen=True, slots=True)
class Shape:
    """Of one table: what is expected by name, and the types of the rows that were found to be fine."""

    expected: Mapping[str, Expected]
    pick: Callable[[Any], tuple[Any, ...]]
    looked_into: tuple[tuple[str, Callable[[Any], bool]], ...]
    fine: set[tuple[type, ...]] = field(default_factory=set)


def check(table: Table, values: Any, place: str = "") -> None:
    """Raises Refused, with the name, where ``values`` or what stands in them are not of the shape of the table."""
    place = place or table.name
    if type(values) is not dict:
        raise Refused(_("What stands in %(place)s is not an object.") % {"place": place})
    if values.keys() != table.names:
        _check_names(table, values, place)
    shape = _shape(table)
    types = tuple(map(type, shape.pick(values)))
    if types not in shape.fine:
        _check_types(shape, values, place)
        shape.fine.add(types)
    for name, fits in shape.looked_into:
        value = values[name]
        if value is not None and not fits(value):
            raise _wrong(shape, name, place)
    for child in table.children:
        for below in values[child.name]:
            check(child, below, f"{place}.{child.name}")


def _check_names(table: Table, values: Mapping[str, Any], place: str) -> None:
    for name in sorted(table.names - values.keys()):
        raise Refused(_("“%(field)s” is missing in %(table)s.") % {"field": name, "table": place})
    for name in sorted(values.keys() - table.names):
        raise Refused(_("“%(field)s” is not known in %(table)s.") % {"field": name[:80], "table": place})


def _check_types(shape: Shape, values: Mapping[str, Any], place: str) -> None:
    for name, expected in shape.expected.items():
        if expected.types and type(values[name]) not in expected.types:
            raise _wrong(shape, name, place)


def _wrong(shape: Shape, name: str, place: str) -> Refused:
    told = {"field": name, "table": place, "kind": shape.expected[name].words}
    return Refused(_("“%(field)s” in %(table)s is not %(kind)s.") % told)


@cache
def _shape(table: Table) -> Shape:
    expected = {column.name: _of_column(column) for column in table.columns}
    expected |= dict.fromkeys(table.lists, Expected((list,), gettext_lazy("a list of ids"), _all_text))
    expected |= {child.name: Expected((list,), gettext_lazy("a list")) for child in table.children}
    expected |= dict.fromkeys(table.derived, Expected((str,), gettext_lazy("text")))
    looked_into = tuple((name, one.fits) for name, one in expected.items() if one.fits)
    return Shape(expected, itemgetter(*expected), looked_into)


def _of_column(column: Column) -> Expected:
    made = _of_kind(column)
    if not made.types or not column.field.null:
        return made
    return Expected((*made.types, NoneType), made.words, made.fits)


def _of_kind(column: Column) -> Expected:
    if column.kind is Kind.RATING:
        return Expected((dict,), gettext_lazy("the name of a rating"), _names_a_rating)
    if column.kind is not Kind.PLAIN:
        return Expected((str,), gettext_lazy("a name"))
    target = column.field.target_field if isinstance(column.field, ForeignKey) else column.field
    found = next((made for kind, made in _EXPECTED if isinstance(target, kind)), None)
    return found or Expected((str,), gettext_lazy("text"))


def _all_text(values: list[Any]) -> bool:
    return all(type(one) is str for one in values)


def _names_a_rating(value: dict[str, Any]) -> bool:
    return value.keys() == _RATING.keys() and all(type(value[name]) is kind for name, kind in _RATING.items())


def _is_moment(text: str) -> bool:
    """As we write it; the database, which reads much else (infinity, now), has still to find it in the calendar."""
    return len(text) == 27 and text[10] == "T" and text[26] == "Z" and text[:4].isdigit()


def _is_day(text: str) -> bool:
    return len(text) == 10 and text[4] == text[7] == "-" and text[:4].isdigit()


def _is_id(text: str) -> bool:
    return len(text) == 36 and text[8] == text[13] == text[18] == text[23] == "-"


_EXPECTED: tuple[tuple[type[Any], Expected], ...] = (
    (UUIDField, Expected((str,), gettext_lazy("an id"), _is_id)),
    (BooleanField, Expected((bool,), gettext_lazy("true or false"))),
    (IntegerField, Expected((int,), gettext_lazy("a whole number"))),
    (FloatField, Expected((int, float), gettext_lazy("a number"))),
    (DateTimeField, Expected((str,), gettext_lazy("a moment like 2026-05-12T08:30:00.000000Z"), _is_moment)),
    (DateField, Expected((str,), gettext_lazy("a day like 2026-05-12"), _is_day)),
    (ArrayField, Expected((list,), gettext_lazy("a list of texts"), _all_text)),
    (JSONField, Expected((), gettext_lazy("anything"))),
)
"""Moments before days, for a field of moments is one of days, too."""
