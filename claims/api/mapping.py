"""How shapes and doors are told of in the OpenAPI description, where drf-spectacular alone says less than is so."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from drf_spectacular.openapi import AutoSchema
from rest_framework import serializers

VERBS = {
    "list": "list",
    "retrieve": "retrieve",
    "create": "create",
    "partial_update": "update",
    "destroy": "delete",
}
NOT_BLANK = r"[^\s\u0000-\u001f\u0085]"
"""Words are trimmed before they are looked at: at least one character must be left."""


class Described(AutoSchema):
    """Operations named by their address: ``articles_list``, ``articles_create``, ``claims_publish``."""

    def get_operation_id(self) -> str:
        """The steps of the address, then what is done there; an act that is a step of its own says it all."""
        steps = [step.replace("-", "_") for step in self._tokenize_path() if step != "v1"]
        return "_".join([*steps, *([verb] if (verb := self._verb()) else [])])

    def _verb(self) -> str:
        action = getattr(self.view, "action", "") or ""
        if self.method == "GET":
            return "list" if self._is_list_view() else "retrieve"
        if self.method == "POST":
            answers_get = "get" in (getattr(self.view, "action_map", None) or {})
            return "create" if action == "create" or answers_get else ""
        return VERBS.get(action, self.method.lower())

    def _map_serializer_field(self, field: Any, direction: Any, bypass_extensions: bool = False) -> Any:
        told: Any = super()._map_serializer_field(field, direction, bypass_extensions)  # type: ignore[no-untyped-call]
        if not isinstance(told, dict):
            return told
        if field.read_only:
            return _as_kept(field, told)
        if direction == "request" and type(field) is not serializers.ChoiceField:
            return _as_taken(field, told)
        return told

    def _insert_field_validators(self, field: Any, schema: Any) -> None:
        """Checks are about what comes in: what goes out may be nothing where an address could be."""
        if not (field.read_only and getattr(_column(field)[0], "blank", False)):
            super()._insert_field_validators(field, schema)  # type: ignore[no-untyped-call]


def _as_taken(field: Any, told: dict[str, Any]) -> dict[str, Any]:
    """What may not be empty is described so."""
    if isinstance(field, serializers.CharField) and not field.allow_blank and told.get("type") == "string":
        told = {**told, "minLength": 1}
        if field.trim_whitespace and "pattern" not in told and "format" not in told:
            told["pattern"] = NOT_BLANK
    elif isinstance(field, serializers.ListField) and told.get("type") == "array":
        least = 0 if field.allow_empty else 1
        limits = {"minItems": field.min_length or least, "maxItems": field.max_length}
        told = {**told, **{name: value for name, value in limits.items() if value}}
    return told


def _as_kept(field: Any, told: dict[str, Any]) -> dict[str, Any]:
    """What the column may hold is what an answer may hold: nothing, no words, no address."""
    column, gone = _column(field)
    if gone:
        told = {**told, "nullable": True}
    if not isinstance(column, models.Field) or not column.blank or column.null:
        return told
    if told.get("format") == "uri":
        told = {name: value for name, value in told.items() if name != "format"}
    if told.get("type") == "string" and "" not in told.get("enum", [""]):
        told = {**told, "enum": [*told["enum"], ""]}
    return told


def _column(field: Any) -> tuple[Any, bool]:
    """The column that a field shows, if it is one, and whether a row on the way to it may be missing."""
    model = getattr(getattr(field.parent, "Meta", None), "model", None)
    column: Any = None
    gone = False
    for name in (field.source or "").split("."):
        if column is not None:
            gone = gone or getattr(column, "null", False)
            model = getattr(column, "related_model", None)
        try:
            column = model._meta.get_field(name) if model else None
        except FieldDoesNotExist:
            return None, gone
    return column, gone
