"""What a body may hold: the fields that are described, of the kinds that are described, and no others.

A misspelt field is told, not dropped; a number where text belongs is told, not turned into text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError
from rest_framework.serializers import (
    BaseSerializer,
    BooleanField,
    CharField,
    ChoiceField,
    DateField,
    DateTimeField,
    FloatField,
    IntegerField,
    ListField,
    ListSerializer,
    Serializer,
    UUIDField,
)


def refuse_unknown(shape: BaseSerializer[Any], data: Any) -> None:
    """Raises ValidationError with every field of the body that the shape has not, also inside of others."""
    wrong = dict(_unknown(shape, data))
    if wrong:
        raise ValidationError(wrong)


def _unknown(shape: Any, data: Any, path: str = "") -> Iterator[tuple[str, list[str]]]:
    if isinstance(shape, ListSerializer) and isinstance(data, list):
        for index, row in enumerate(data):
            yield from _unknown(shape.child, row, f"{path}{index}.")
    elif isinstance(shape, Serializer) and isinstance(data, Mapping):
        for name in data:
            if name not in shape.fields:
                known = ", ".join(shape.fields)
                words = _("There is no such field. There are: %(known)s.") % {"known": known}
                yield f"{path}{name}", [words]
            else:
                yield from _unknown(shape.fields[name], data[name], f"{path}{name}.")


_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d(:\d\d(\.\d+)?)?([Zz]|[+-]\d\d:?\d\d)?")
_ID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


def refuse_other_kinds(shape: BaseSerializer[Any], data: Any) -> None:
    """JSON has kinds: a number is no text, "yes" is no truth value. Raises ValidationError; null is the shape's."""
    wrong = dict(_other_kinds(shape, data))
    if wrong:
        raise ValidationError(wrong)


def _other_kinds(shape: Any, data: Any, path: str = "") -> Iterator[tuple[str, list[str]]]:
    for field, value, name in _parts(shape, data):
        yield from _other_kinds(field, value, f"{path}{name}.")
    if data is not None and (words := _misfit(shape, data)) is not None:
        yield path.rstrip("."), [words]


def _parts(shape: Any, data: Any) -> Iterator[tuple[Any, Any, str]]:
    """What the data is made of, each with its field and its name."""
    if isinstance(shape, ListSerializer | ListField) and isinstance(data, list):
        yield from ((shape.child, row, str(index)) for index, row in enumerate(data))
    elif isinstance(shape, Serializer) and isinstance(data, Mapping):
        yield from ((shape.fields[name], data[name], name) for name in data if name in shape.fields)


def _misfit(field: Any, value: Any) -> str | None:
    if isinstance(field, BooleanField):
        return None if isinstance(value, bool) else _("This is true or false, without quotation marks.")
    if isinstance(field, FloatField | IntegerField):
        fits = isinstance(value, int | float) and not isinstance(value, bool)
        return None if fits else _("This is a number, without quotation marks.")
    if isinstance(field, CharField | UUIDField | DateTimeField | DateField | ChoiceField):
        if not isinstance(value, str):
            return _("This is text, in quotation marks.")
        if isinstance(field, UUIDField) and not _ID.fullmatch(value):
            return _("Must be a valid UUID.")
        if isinstance(field, DateTimeField) and not _MOMENT.fullmatch(value):
            return _("A moment is written as 2026-05-12T10:00:00Z.")
    return None
