"""The schemas of our formats as files beside the code, so that a change of them is seen."""

from __future__ import annotations

from pathlib import Path

SCHEMAS = Path(__file__).parent / "schema"


def schema(version: int) -> bytes:
    """The JSON Schema of a version of the export; raises FileNotFoundError for one that there is not."""
    return (SCHEMAS / f"export-{version}.json").read_bytes()
