"""The published schema is made from what travels, and real files hold to it."""

from __future__ import annotations

import copy
import json
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker, ValidationError

from claims.formats import published
from claims.interchange.schema import schema
from claims.pipeline.export import export
from tests.interchange.test_stream import filled

if TYPE_CHECKING:
    from tests.conftest import Cast

SCHEMA = json.loads(published.schema(2))


def validate(document: Any, part: str = "") -> None:
    described = {**SCHEMA, "$ref": f"#/$defs/{part}"} if part else SCHEMA
    if part:
        described = {"$schema": SCHEMA["$schema"], "$defs": SCHEMA["$defs"], "$ref": f"#/$defs/{part}"}
    Draft202012Validator(described, format_checker=FormatChecker()).validate(document)


@pytest.fixture
def document(cast: Cast) -> Any:
    filled(cast)
    return json.loads(b"".join(export(project=cast.project, fmt="json", viewer=None)))


def test_the_published_file_is_what_travels_now() -> None:
    assert published.schema(2).decode() == json.dumps(schema(), indent=1, ensure_ascii=False) + "\n", (
        "write it again: python manage.py shell -c "
        "'from claims.interchange.schema import schema; …' and look at what changed"
    )
    Draft202012Validator.check_schema(SCHEMA)


def test_a_document_holds_to_it(document: Any) -> None:
    validate(document)


@pytest.mark.parametrize("viewer", ["viewer", "reviewer", "editor", "owner"])
def test_what_readers_get_holds_to_it_too(cast: Cast, viewer: str) -> None:
    filled(cast)
    person = getattr(cast, viewer)
    validate(json.loads(b"".join(export(project=cast.project, fmt="json", viewer=person))))


def test_every_line_is_a_record(cast: Cast) -> None:
    filled(cast)
    lines = b"".join(export(project=cast.project, fmt="jsonl", viewer=None)).splitlines()
    assert len(lines) > 10
    for line in lines:
        validate(json.loads(line), "record")


def change(path: str, value: Any) -> Any:
    """An edit: sets the value at a path of keys and indices, or deletes it for ``...``."""

    def edit(document: Any) -> None:
        *way, last = [int(step) if step.isdigit() else step for step in path.split(".")]
        for step in way:
            document = document[step]
        if value is ...:
            del document[last]
        else:
            document[last] = value

    return pytest.param(edit, id=f"{path}={value!r}"[:60])


CLAIM = "articles.0.claims.0"


@pytest.mark.parametrize(
    "edit",
    [
        change("version", 1),
        change("exported_at", "2024-01-01"),
        change("withheld", ...),
        change(f"{CLAIM}.verdicts.0.extra", 1),
        change(f"{CLAIM}.spans.0.end", 4.5),
        change(f"{CLAIM}.spans.0.quote", ...),
        change(f"{CLAIM}.verdicts.0.finding", "maybe"),
        change(f"{CLAIM}.verdicts.0.rating", "true"),
        change(f"{CLAIM}.verdicts.0.id", 17),
        change(f"{CLAIM}.evidence.0.stance", "proves"),
        change(f"{CLAIM}.state", "half settled"),
        change("articles.0.claims", ...),
        change("articles.0.published_at", "12 May"),
        change("articles.0.created_at", "yesterday"),
        change("end", ...),
    ],
)
def test_it_refuses(edit: Any, document: Any) -> None:
    broken = copy.deepcopy(document)
    edit(broken)
    with pytest.raises(ValidationError):
        validate(broken)
