"""The addresses of exports, and one that nobody of the cast asked for: it is there for nobody else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from claims.models import Act, Export
from tests import factories

if TYPE_CHECKING:
    from tests.conftest import Cast

GET, POST = "get", "post"
ADDRESSES: list[tuple[Any, ...]] = [
    ("export-list", GET, Act.EXPORT),
    ("export-start", POST, Act.EXPORT, "", 422),
    ("export-detail", GET, None, "export", 404),
    ("export-detail", POST, None, "export", 404),
    ("export-file", GET, None, "export", 404),
]


def export_rows(cast: Cast) -> dict[str, Any]:
    """An export of somebody else."""
    other = factories.make_user("another-archivist")
    return {"export": Export.objects.create(project=cast.project, asked_by=other, format="jsonl")}
