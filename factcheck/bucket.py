"""Files in a bucket, by S3. The workbench alone reads it; people get them through its pages and its API."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Any
from uuid import uuid4

from storages.backends.s3 import S3Storage  # type: ignore[import-untyped]


class Bucket(S3Storage):  # type: ignore[misc]  # it has no types
    """What Django's storage is where FILES_BUCKET is set."""

    def generate_filename(self, filename: str) -> str:
        """A name that nobody else has: on a disk two who take one at once are told, in a bucket the later wins."""
        name = PurePosixPath(str(super().generate_filename(filename)))
        return str(name.with_name(f"{uuid4().hex[:12]}-{name.name}"))

    def get_object_parameters(self, name: str) -> dict[str, Any]:
        """Bytes, whatever the name says: no browser is to make a page of what somebody handed in."""
        return {
            **super().get_object_parameters(name),
            "ContentType": "application/octet-stream",
            "ContentDisposition": "attachment",
            "CacheControl": "private, no-store",
        }
