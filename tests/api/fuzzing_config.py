"""How schemathesis is told to try the API: which checks, which rows, in whose name."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from tests.api.doors import DOORS

KNOWN = 0.7
"""How often an address names a row that there is; else one that is made up."""


def config(scene: dict[str, Any], description: dict[str, Any], role: str, examples: int) -> str:
    """The configuration file, for a role of the scene."""
    lines = [
        f'headers = {{ Authorization = "Bearer {scene["tokens"][role]["secret"]}" }}',
        "continue-on-failure = true",
        "[generation]",
        f"max-examples = {examples}",
        'database = "none"',
    ]
    rows, operations = {}, []
    for method, path, names in _named(scene["ids"], description):
        bound = []
        for name, value in names.items():
            key = f"rows-{len(rows)}"
            rows[key] = value
            bound.append(f'"path.{name}" = {{ dictionary = "{key}", probability = {KNOWN} }}')
        operations += [
            "[[operations]]",
            f'include-name = "{method.upper()} {path}"',
            f"parameters = {{ {', '.join(bound)} }}",
        ]
    lines += ["[dictionaries]", *(f"{key} = {{ values = {json.dumps([value])} }}" for key, value in rows.items())]
    return "\n".join([*lines, *operations, ""])


def _named(ids: dict[str, str], description: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, str]]]:
    """Each operation on rows, with the values of its address for rows that there are."""
    addresses = [(door.method, door.url.format(**ids).partition("?")[0].rstrip("/") + "/") for door in DOORS]
    for path, methods in description["paths"].items():
        pattern = re.compile(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", path))
        for method in methods:
            found = [pattern.fullmatch(address) for kind, address in addresses if kind == method]
            if (match := next(filter(None, found), None)) and match.groupdict():
                yield method, path, match.groupdict()
