"""The OpenAPI description as a person reads it: operations with fields, answers, and what they take."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.utils.translation import gettext as _

from claims.api.grouping import anchor, areas, operations

DEEP = 2
JSON, FORM = "application/json", "multipart/form-data"
SAMPLES = {
    "uuid": "01890a5d-ac96-774b-bcce-b302099a8057",
    "date": "2026-05-12",
    "date-time": "2026-05-12T09:30:00Z",
}


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a body or of an answer, or a parameter: ``kind`` in words, ``known`` what it may be."""

    name: str
    kind: str
    words: str
    is_required: bool
    known: tuple[str, ...] = ()
    deep: int = 0


@dataclass(frozen=True, slots=True)
class Answer:
    """What may come back."""

    status: str
    phrase: str
    words: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Operation:
    """One method at one address."""

    id: str
    area: str
    method: str
    path: str
    words: str
    role: str
    scopes: tuple[str, ...]
    parameters: tuple[Field, ...]
    body: tuple[Field, ...]
    media: tuple[str, ...]
    answers: tuple[Answer, ...]
    curl: str

    @property
    def first(self) -> str:
        """The first sentence of what it does."""
        return self.words.partition("\n")[0].partition(". ")[0].rstrip(".") + "."

    def holds(self, words: str) -> bool:
        """Whether every one of these words stands in its method, address, description or fields."""
        names = [field.name for field in (*self.parameters, *self.body)]
        told = " ".join([self.method, self.path, self.words, self.area, *names]).casefold()
        return all(word in told for word in words.casefold().split())


@dataclass(frozen=True, slots=True)
class Area:
    """Operations that belong together."""

    name: str
    anchor: str
    operations: tuple[Operation, ...]


def read(document: dict[str, Any], site: str) -> list[Area]:
    """Every area with its operations; ``site`` is the address that examples call, without a slash at the end."""
    schemas = document["components"]["schemas"]
    found = [_operation(path, method, one, _Shapes(schemas), site) for path, method, one in operations(document)]
    return [Area(name, anchor(name), tuple(one for one in found if one.area == name)) for name in areas()]


class _Shapes:
    """Reads schemas, following references."""

    def __init__(self, schemas: dict[str, Any]) -> None:
        self._schemas = schemas

    def whole(self, schema: dict[str, Any]) -> dict[str, Any]:
        """The schema itself, where another names it or is it with something added."""
        if "$ref" in schema:
            return self.whole(self._schemas[schema["$ref"].rpartition("/")[2]])
        for several in ("allOf", "oneOf", "anyOf"):
            kinds = [self.whole(one) for one in schema.get(several, [])]
            real = [one for one in kinds if one.get("type") != "null" and one.get("enum") not in ([None], [""])]
            if real:
                return {**real[0], **{key: value for key, value in schema.items() if key != several}}
        return schema

    def fields(self, schema: dict[str, Any], before: str = "", deep: int = 0) -> Iterator[Field]:
        """The fields of an object, those of objects in it with a dot; of a list those of its items."""
        schema = self.whole(schema)
        if schema.get("type") == "array":
            schema = self.whole(schema.get("items", {}))
        needed = schema.get("required", [])
        for name, one in schema.get("properties", {}).items():
            inner = self.whole(one)
            yield Field(
                f"{before}{name}",
                self.kind(one),
                _plain(inner.get("description", "")),
                name in needed,
                tuple(str(value) for value in inner.get("enum", []) if value not in (None, "")),
                deep,
            )
            if deep + 1 < DEEP:
                item = self.whole(inner.get("items", {})) if inner.get("type") == "array" else inner
                yield from self.fields(item, f"{before}{name}.", deep + 1)

    def kind(self, schema: dict[str, Any]) -> str:
        """In a word or two what it is."""
        whole = self.whole(schema)
        kinds = whole.get("type", "object")
        several = kinds if isinstance(kinds, list) else [kinds]
        main = next((one for one in several if one != "null"), "object")
        if main == "array":
            return _("list of %(what)s") % {"what": self.kind(whole.get("items", {}))}
        told: str = whole.get("format") or main
        return told

    def sample(self, schema: dict[str, Any]) -> Any:
        """A value such as the schema wants: the fields that must be there."""
        whole = self.whole(schema)
        if "enum" in whole:
            return whole["enum"][0]
        kind = self.kind(whole)
        if whole.get("type") == "array":
            return [self.sample(whole.get("items", {}))]
        if "properties" in whole:
            return {name: self.sample(whole["properties"][name]) for name in whole.get("required", [])}
        if kind in SAMPLES:
            return SAMPLES[kind]
        return {"integer": 1, "number": 0.5, "boolean": True, "object": {}}.get(kind, "…")


def _operation(path: str, method: str, told: dict[str, Any], shapes: _Shapes, site: str) -> Operation:
    content = told.get("requestBody", {}).get("content", {})
    main = JSON if JSON in content else next(iter(content), "")
    schema = content.get(main, {}).get("schema", {})
    asked = told.get("parameters", [])
    return Operation(
        id=told["operationId"],
        area=told["tags"][0],
        method=method.upper(),
        path=path.removesuffix("/"),
        words=_plain(told.get("description", "")),
        role=told["x-role"],
        scopes=tuple(told["x-scopes"]),
        parameters=tuple(_parameter(one, shapes) for one in asked),
        body=tuple(shapes.fields(schema)) if main else (),
        media=tuple(one for one in content if one != "application/x-www-form-urlencoded"),
        answers=tuple(_answer(status, one, shapes) for status, one in told["responses"].items()),
        curl=_curl(path, method, main, shapes.sample(schema) if main else None, site),
    )


def _parameter(told: dict[str, Any], shapes: _Shapes) -> Field:
    schema = shapes.whole(told["schema"])
    words = _plain(told.get("description", "") or schema.get("description", ""))
    known = tuple(str(one) for one in schema.get("enum", []))
    place = _("address") if told["in"] == "path" else told["in"]
    return Field(told["name"], f"{place}, {shapes.kind(schema)}", words, bool(told.get("required")), known)


def _answer(status: str, told: dict[str, Any], shapes: _Shapes) -> Answer:
    content = told.get("content", {})
    schema = content.get(JSON, {}).get("schema", {})
    if status == "default":
        return Answer("4xx", _("Problem"), _("What went wrong, as application/problem+json."), ())
    words = told.get("description", "")
    if not schema and content:
        words = f"{words} {next(iter(content))}".strip()
    whole = shapes.whole(schema)
    if "results" in whole.get("properties", {}) and "next" in whole["properties"]:
        fields = tuple(shapes.fields(whole["properties"]["results"]))
        words = words or _("A page: results, with next and previous.")
    else:
        fields = tuple(shapes.fields(schema)) if schema else ()
    return Answer(status, HTTPStatus(int(status)).phrase, words, fields)


def _plain(words: str) -> str:
    """Without the marks of code."""
    return words.replace("``", "")


def _curl(path: str, method: str, media: str, sample: Any, site: str) -> str:
    """A command line that asks for it."""
    parts = ["curl", "-H", '"Authorization: Bearer $TOKEN"']
    if method != "get":
        parts += ["-X", method.upper()]
    if media == FORM:
        named = {name: value for name, value in (sample or {}).items() if name != "file"}
        parts += ["-F", "file=@FILE", *(f"-F {name}={shlex.quote(str(value))}" for name, value in named.items())]
    elif media and sample is not None:
        body = json.dumps(sample, ensure_ascii=False)
        parts += ["-H", '"Content-Type: application/json"', "-d", shlex.quote(body)]
    return " ".join([*parts, f'"{site}{path.removesuffix("/")}"'])
