"""What the OpenAPI description says beyond what the code shows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from claims.api.grouping import group
from claims.api.problems import MEDIA_TYPE
from claims.formats.registry import formats

PROBLEM: dict[str, Any] = {
    "type": "object",
    "description": "RFC 9457. Conflicts also carry the id of what is there (article, current) or how to insist.",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string", "description": "The status in words."},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "What went wrong, and what to do, in a sentence."},
        "errors": {
            "type": "array",
            "description": "Where fields are wrong: one entry a message.",
            "items": {
                "type": "object",
                "required": ["field", "detail"],
                "properties": {
                    "field": {"type": "string", "description": "Path of the field; empty for the whole request."},
                    "detail": {"type": "string"},
                },
            },
        },
        "article": {"type": "string", "format": "uuid", "description": "The article that has this text already."},
        "confirm": {"type": "string", "description": "The field that insists, where a person may."},
        "current": {
            "type": ["string", "integer"],
            "description": "What stands now: the id of a verdict, tie or grade, the number of an edition, an ETag.",
        },
    },
}


SOMETIMES = {"MemberForOwners": {"username", "skills", "created_at"}}
"""Fields that are left out of an answer to people who may not know them."""


def add_problems(result: dict[str, Any], generator: Any, request: Any, public: bool) -> dict[str, Any]:
    """Every operation may answer with a problem; a hook of drf-spectacular."""
    result["components"].setdefault("schemas", {})["Problem"] = PROBLEM
    problem = {
        "description": "What went wrong.",
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    for path in result["paths"].values():
        for operation in path.values():
            operation["responses"]["default"] = problem
            _name_formats(operation["responses"].values())
    for name, fields in SOMETIMES.items():
        shape = result["components"]["schemas"][name]
        shape["required"] = [field for field in shape["required"] if field not in fields]
    group(result)
    return result


def _name_formats(responses: Iterable[dict[str, Any]]) -> None:
    """A file comes in the media type of its format, which is whatever is installed."""
    for response in responses:
        if response.get("content", {}).pop("application/octet-stream", None) is not None:
            kinds = {one.media_type.partition(";")[0] for one in formats().values()}
            response["content"] |= {kind: {"schema": {}} for kind in sorted(kinds)}
