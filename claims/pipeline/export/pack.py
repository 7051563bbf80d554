"""Archived copies for a replication pack."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from claims.formats.format import Copied
from claims.models import Capture

AT_ONCE = 256 * 1024


def copies_of(documents: Sequence[str]) -> Iterator[Copied]:
    """The copies kept of documents, the oldest of each first. Whoever reads a document may read them."""
    rows = Capture.objects.filter(document_id__in=documents, state="succeeded").exclude(file="").defer("text")
    for row in rows.order_by("document", "captured_at", "pk"):
        yield Copied(
            document=str(row.document_id),
            url=row.final_url or row.url,
            captured_at=row.captured_at.isoformat() if row.captured_at else "",
            sha256=row.sha256,
            size=row.size or 0,
            read=lambda row=row: _pieces(row),  # type: ignore[misc]
        )


def _pieces(capture: Capture) -> Iterator[bytes]:
    with capture.file.open("rb") as file:
        while piece := file.read(AT_ONCE):
            yield piece
