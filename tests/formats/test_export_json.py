"""The file: canonical bytes, true quotations, and a schema that refuses what is broken."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import ValidationError

from claims.formats import export_json
from claims.pipeline.export import gather
from tests.filled import filled_article

SCHEMA = json.loads(export_json.schema())


def validate(export: Any) -> None:
    Draft202012Validator(SCHEMA, format_checker=FormatChecker()).validate(export)


@pytest.fixture
def export(cast) -> Any:
    return gather(article=filled_article(cast), viewer=None)


def test_the_file_can_be_made_again_from_itself(export):
    data = export_json.dump(export)
    again = json.dumps(json.loads(data), ensure_ascii=False, indent=2, sort_keys=True) + "\n"
    assert data == again.encode()
    assert data.endswith(b"}\n")
    assert "café 🍵".encode() in data


def test_the_order_of_keys_in_memory_does_not_matter(export):
    turned = dict(reversed(list(export.items())))
    assert export_json.dump(turned) == export_json.dump(export)


def test_the_schema_is_a_schema_and_real_exports_hold_to_it(export):
    Draft202012Validator.check_schema(SCHEMA)
    validate(json.loads(export_json.dump(export)))


def test_every_object_in_the_schema_is_closed_and_every_field_described():
    def visit(node: Any, path: str) -> None:
        if isinstance(node, list):
            for index, item in enumerate(node):
                visit(item, f"{path}/{index}")
        if not isinstance(node, dict):
            return
        if node.get("type") == "object" and "properties" in node:
            assert node["additionalProperties"] is False, path
            assert sorted(node["required"]) == sorted(node["properties"]), path
        for key, item in node.items():
            visit(item, f"{path}/{key}")

    visit(SCHEMA, "")
    for name, definition in SCHEMA["$defs"].items():
        assert definition.get("description") or definition.get("pattern"), name


def change(path: str, value: Any) -> Any:
    """An edit: sets the value at a path of keys and indices, or deletes it for ``...``."""

    def edit(export: Any) -> None:
        *way, last = [int(step) if step.isdigit() else step for step in path.split(".")]
        for step in way:
            export = export[step]
        if value is ...:
            del export[last]
        else:
            export[last] = value

    return pytest.param(edit, id=f"{path}={value!r}"[:60])


@pytest.mark.parametrize(
    "edit",
    [
        change("version", 2),
        change("exported_at", "2024-01-01"),
        change("claims.0.verdicts.0.extra", 1),
        change("claims.0.spans.0.start", -1),
        change("claims.0.spans.0.end", 4.5),
        change("claims.0.spans.0.quote", ...),
        change("claims.0.verdicts.0.finding", "maybe"),
        change("claims.0.verdicts.0.rating", "true"),
        change("claims.0.verdicts.0.rationale", ""),
        change("claims.0.verdicts.0.created_at", "2024-01-01T00:00:00+01:00"),
        change("claims.0.verdicts.0.id", "17"),
        change("claims.0.rulings.0.rating", None),
        change("claims.0.lookups.1.error", ""),
        change("claims.0.worthiness", 1.5),
        change("claims.0.evidence.0.stance", "proves"),
        change("scales.0.ratings.7.value", "none"),
        change("revision.sha256", "0"),
        change("article.published_at", "12 May"),
        change("complete", False),
        change("people", ...),
    ],
)
def test_the_schema_refuses(edit, export):
    broken = copy.deepcopy(json.loads(export_json.dump(export)))
    edit(broken)
    with pytest.raises(ValidationError):
        validate(broken)


@pytest.mark.parametrize(
    "edit",
    [
        change("claims.0.spans.0.start", 13),
        change("claims.0.attributions.0.cue_spans.0.end", 5),
        change("sentences.4.quote", "The cafe"),
        change("claims.0.evidence.0.quote", "Consumer prices fell"),
        change("revision.text", "🍵"),
    ],
)
def test_a_quotation_that_is_not_in_its_place_is_not_written(edit, export):
    edit(export)
    with pytest.raises(export_json.Inconsistent, match=r"is not “"):
        export_json.dump(export)


def test_not_a_number_is_not_written(export):
    export["claims"][0]["worthiness"] = float("nan")
    with pytest.raises(ValueError, match="JSON compliant"):
        export_json.dump(export)
