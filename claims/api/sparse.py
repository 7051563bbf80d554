"""Sparse fields: ``?fields=id,title`` answers with these alone."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.serializers import ListSerializer, Serializer


def cut(request: Request, data: Any) -> Any:
    """The answer's data with the fields that were asked for: of the row, or of each row of a list.

    Raises ValidationError that names the fields which there are not.
    """
    wanted = [one.strip() for one in request.query_params.get("fields", "").split(",") if one.strip()]
    if not wanted or not isinstance(data, dict | list):
        return data
    paged = isinstance(data, dict) and "results" in data and "next" in data
    rows = data["results"] if paged else data  # type: ignore[call-overload]
    known = _known(rows)
    if missing := [one for one in wanted if one not in known]:
        words = _("There is no field “%(field)s”. There are: %(known)s.")
        told = [words % {"field": one, "known": ", ".join(known)} for one in missing]
        raise ValidationError({"fields": told})
    fewer = [_only(row, wanted) for row in rows] if isinstance(rows, list) else _only(rows, wanted)
    return {**data, "results": fewer} if paged else fewer  # type: ignore[dict-item]


def _known(rows: Any) -> list[str]:
    """The fields of a row: by its shape, where it has one, as a list may be empty."""
    shape = getattr(rows, "serializer", None)
    shape = shape.child if isinstance(shape, ListSerializer) else shape
    if isinstance(shape, Serializer):
        return list(shape.fields)
    return list(rows) if isinstance(rows, dict) else list(rows[0]) if rows else []


def _only(row: dict[str, Any], wanted: list[str]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name in wanted}
