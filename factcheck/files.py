"""Where the files lie that people hand in, that are collected and written: on a disk, or in object storage."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from factcheck.environment import text

LINKS_LAST = 60  # seconds; nothing hands such a link out, but the storage could be asked for one
IN_MEMORY = 8 << 20  # of a file that is read; the rest waits in a temporary file


def storage() -> dict[str, Any]:
    """Django's storage, as FILES_BUCKET and the variables beside it say. Raises ImproperlyConfigured."""
    bucket, endpoint = text("FILES_BUCKET"), text("FILES_ENDPOINT")
    if not bucket:
        return {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    if endpoint and (urlsplit(endpoint).scheme not in ("http", "https") or not urlsplit(endpoint).hostname):
        raise ImproperlyConfigured(f"FILES_ENDPOINT must begin with https:// or http://, not {endpoint!r}.")
    key, secret = text("FILES_KEY"), text("FILES_SECRET")
    if bool(key) != bool(secret):
        raise ImproperlyConfigured("FILES_KEY and FILES_SECRET go together: set both, or neither.")
    if not (find_spec("storages") and find_spec("boto3")):
        raise ImproperlyConfigured("FILES_BUCKET is set, and the packages that it takes are missing: make setup-s3")
    from botocore.config import Config  # type: ignore[import-untyped]  # noqa: PLC0415 - not there where nobody needs it

    return {
        "BACKEND": "factcheck.bucket.Bucket",
        "OPTIONS": {
            "bucket_name": bucket,
            "endpoint_url": endpoint or None,
            "region_name": text("FILES_REGION") or None,
            "access_key": key or None,
            "secret_key": secret or None,
            "location": text("FILES_PREFIX").strip("/"),
            "client_config": Config(
                signature_version="s3v4",
                s3={"addressing_style": "path" if endpoint else "auto"},
                connect_timeout=5,  # seconds; somebody waits for the page
                read_timeout=30,
                retries={"mode": "standard", "total_max_attempts": 2},
            ),
            "default_acl": None,  # as the bucket has it, which must be private
            "file_overwrite": False,
            "querystring_auth": True,
            "querystring_expire": LINKS_LAST,
            "max_memory_size": IN_MEMORY,
        },
    }
