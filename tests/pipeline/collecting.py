"""Opening and reading collections in tests."""

from __future__ import annotations

from django.core.files.base import ContentFile

from claims.pipeline import collect, fact_checks, library

KEEP = {"document": library.add_documents, "fact_check": fact_checks.keep_fact_checks}


def open_collection(cast, kind, data=None, url="", name="many.jsonl"):
    """A collection of the cast's project, from bytes or an address."""
    upload = ContentFile(data, name=name) if data is not None else None
    return collect.open_collection(project=cast.project, by=cast.reviewer, kind=kind, url=url, upload=upload)


def read(collection, keep=KEEP):
    """Read a slice; whether there is more."""
    again = collect.read_collection(collection_id=collection.pk, keep=keep)
    collection.refresh_from_db()
    return again


def figures(row):
    """Total, dealt with, added, known, refused."""
    return row.total, row.done, row.added, row.known, row.refused_count
