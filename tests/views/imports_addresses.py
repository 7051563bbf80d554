"""The addresses of imports, and a table that was handed in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.files.base import ContentFile

from claims.models import Act, Import, WorkState

if TYPE_CHECKING:
    from tests.conftest import Cast

GET, POST = "get", "post"
ADDRESSES: list[tuple[Any, ...]] = [
    ("import-list", GET, Act.IMPORT),
    ("import-new", GET, Act.IMPORT),
    ("import-new", POST, Act.IMPORT, "", 422),
    ("import-detail", GET, Act.IMPORT, "import"),
    ("import-detail", POST, Act.IMPORT, "import", 302, {"act": "try"}),
    ("import-columns", GET, Act.IMPORT, "import"),
    ("import-columns", POST, Act.IMPORT, "import", 422),
    ("import-labels", GET, Act.IMPORT, "import", 302),
    ("import-labels", POST, Act.IMPORT, "import", 302),
    ("import-refused", GET, Act.IMPORT, "import"),
]


def import_rows(cast: Cast) -> dict[str, Any]:
    """A table whose columns nobody has told yet."""
    row = Import(
        project=cast.project, asked_by=cast.owner, format="csv", filename="t.csv", state=WorkState.CANCELLED
    )
    row.file.save("t.csv", ContentFile(b"JSON,CSV\nNew York,Reuters\n"), save=False)
    row.save()
    return {"import": row}
