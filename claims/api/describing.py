"""What the OpenAPI description says beyond what the code shows."""

from __future__ import annotations

from typing import Any

from claims.api.grouping import group
from claims.api.problems import MEDIA_TYPE

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
    group(result)
    return result
