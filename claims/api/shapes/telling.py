"""Rows as data, by shapes that are put together once: making one costs more than using it on fifty rows."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from typing import Any

from rest_framework.serializers import BaseSerializer, ListSerializer
from rest_framework.utils.serializer_helpers import ReturnList

_kept = threading.local()


def shaped(shape: type[BaseSerializer[Any]], row: Any) -> dict[str, Any]:
    """One row in a shape that asks for no context."""
    told: dict[str, Any] = _one(_list_of(shape)).to_representation(row)
    return told


def listed(shape: type[BaseSerializer[Any]], rows: Iterable[Any]) -> ReturnList[Any]:
    """Rows in a shape that asks for no context."""
    many = _list_of(shape)
    one = _one(many)
    return ReturnList((one.to_representation(row) for row in rows), serializer=many)


def _one(many: ListSerializer[Any]) -> Any:
    return many.child


def _list_of(shape: type[BaseSerializer[Any]]) -> ListSerializer[Any]:
    """The thread's own: serializers hold what they are at."""
    known: dict[Any, ListSerializer[Any]] = _kept.__dict__
    if shape not in known:
        known[shape] = ListSerializer(child=shape())
    return known[shape]
