"""The JSON Schema (draft 2020-12) of a record and of the whole document, made from what travels."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import (
    BooleanField,
    DateField,
    DateTimeField,
    Field,
    FloatField,
    ForeignKey,
    IntegerField,
    JSONField,
    UUIDField,
)

from claims.formats.records_json import LISTS, ON_REQUEST
from claims.formats.records_jsonl import NAME, VERSION
from claims.interchange.columns import Column, Kind, Table
from claims.interchange.lens import UNTOLD
from claims.interchange.tables import CLAIM, PROJECT, RECORDS

Schema = dict[str, Any]

DRAFT = "https://json-schema.org/draft/2020-12/schema"
COUNT: Schema = {"type": "integer", "minimum": 0}
COUNTS: Schema = {"type": "object", "additionalProperties": COUNT, "description": "Rows by place."}
SHA256: Schema = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
MOMENT = r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$"
TEXT: Schema = {"type": "string"}


def schema() -> Schema:
    """Of the JSON document; ``$defs/record`` is that of a line of JSON Lines."""
    kinds = [table.name for table in RECORDS] + ["export", "person", "history", "end"]
    return {
        "$schema": DRAFT,
        "$id": f"/schema/export-{VERSION}.json",
        "title": "An export of the claim workbench",
        "description": "One JSON document. A line of JSON Lines is described by #/$defs/record.",
        **_document(),
        "$defs": {
            **{table.name: _object(table) for table in RECORDS},
            **_around(),
            "record": {"oneOf": [_line(kind) for kind in kinds]},
        },
    }


def _document() -> Schema:
    lists = {name: {"type": "array", "items": {"$ref": f"#/$defs/{kind}"}} for kind, name in LISTS.items()}
    whole = {"allOf": [{"$ref": "#/$defs/article"}], "properties": {"claims": _list_of("#/$defs/claim")}}
    lists["articles"] = {"type": "array", "items": {**whole, "required": ["claims"]}}
    properties = {**_head(), **lists, "project": {"$ref": "#/$defs/project"}, "end": {"$ref": "#/$defs/end"}}
    return {
        "type": "object",
        "properties": properties,
        "required": sorted(set(properties) - ON_REQUEST - {"chosen"}),
        "additionalProperties": False,
    }


def _line(kind: str) -> Schema:
    """A record with its kind beside its values."""
    return {
        "allOf": [{"$ref": f"#/$defs/{kind}"}],
        "properties": {"record": {"const": kind}},
        "required": ["record"],
    }


def _head() -> Schema:
    offsets = {"unit": {"const": "code point"}, "end": {"const": "exclusive"}}
    told = {"what": TEXT, "why": TEXT}
    return {
        "format": {"const": NAME},
        "version": {"const": VERSION},
        "offsets": {"type": "object", "properties": offsets, "required": list(offsets)},
        "complete": {"type": "boolean", "description": "Whole articles with all that was said of them."},
        "withheld": {"type": "array", "items": {"type": "object", "properties": told, "required": list(told)}},
        "chosen": {"type": "object", "description": "What the file was narrowed to."},
    }


def _head_required() -> list[str]:
    return ["format", "version", "offsets", "complete", "withheld"]


def _around() -> Schema:
    person = {"username": TEXT, "label": TEXT}
    event = {
        "table": TEXT,
        "values": {"type": "object", "description": "The row as it was, and what changed it."},
    }
    return {
        "export": {"type": "object", "properties": _head(), "required": _head_required()},
        "person": {"type": "object", "properties": person, "required": list(person)},
        "history": {"type": "object", "properties": event, "required": list(event)},
        "end": {"type": "object", "properties": {"counts": COUNTS, "sha256": SHA256}, "required": ["counts"]},
        "rating_name": {
            "type": "object",
            "properties": {"scale": TEXT, "version": {"type": "integer"}, "slug": TEXT},
            "required": ["scale", "version", "slug"],
            "additionalProperties": False,
        },
    }


def _object(table: Table, place: str = "") -> Schema:
    place = f"{place}.{table.name}" if place else table.name
    properties: Schema = {one.name: _column(one, one.name in UNTOLD.get(place, ())) for one in table.columns}
    properties |= {name: {"type": "array", "items": {"type": "string", "format": "uuid"}} for name in table.lists}
    properties |= dict.fromkeys(table.derived, TEXT)
    properties |= {child.name: {"type": "array", "items": _object(child, place)} for child in table.children}
    allowed: Schema = {"record": {}} if place == table.name else {}
    allowed |= {"claims": {}} if place == "article" else {}
    return {
        "type": "object",
        "description": " ".join((table.model.__doc__ or "").split()),
        "properties": {**properties, **allowed},
        "required": sorted(properties),
        "additionalProperties": False,
    }


def _list_of(reference: str) -> Schema:
    return {"type": "array", "items": {"$ref": reference}}


def _column(column: Column, untold: bool) -> Schema:
    described = dict(_typed(column))
    if column.field.null or untold:
        described = {"anyOf": [described, {"type": "null"}]}
    if words := str(getattr(column.field, "help_text", "")):
        described["description"] = words
    return described


def _typed(column: Column) -> Schema:
    if column.kind is Kind.RATING:
        return {"$ref": "#/$defs/rating_name"}
    if column.kind is not Kind.PLAIN:
        return TEXT
    return _plain(column.field)


def _plain(field: Field[Any, Any]) -> Schema:
    target: Any = field.target_field if isinstance(field, ForeignKey) else field
    if isinstance(target, ArrayField):
        return {"type": "array", "items": _plain(target.base_field)}
    if target.choices:
        blank = [""] if target.blank else []
        return {"enum": [*blank, *(value for value, _label in target.flatchoices if value != "")]}
    return next((dict(made) for kind, made in _TYPES if isinstance(target, kind)), TEXT)


_TYPES: tuple[tuple[type[Field[Any, Any]], Schema], ...] = (
    (UUIDField, {"type": "string", "format": "uuid"}),
    (BooleanField, {"type": "boolean"}),
    (IntegerField, {"type": "integer"}),
    (FloatField, {"type": "number"}),
    (DateTimeField, {"type": "string", "format": "date-time", "pattern": MOMENT}),
    (DateField, {"type": "string", "format": "date"}),
    (JSONField, {}),
)

assert {PROJECT.name, CLAIM.name} | set(LISTS) >= {table.name for table in RECORDS}  # noqa: S101 - each has a place
