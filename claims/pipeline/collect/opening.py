"""Queue a reading of many items."""

from __future__ import annotations

import json
import zipfile
from datetime import date
from tempfile import SpooledTemporaryFile
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.core.validators import URLValidator
from django.db import transaction
from django.utils.translation import gettext as _

from claims.extraction.many import MANIFEST
from claims.models import Collection, CollectionKind, Event, Project

if TYPE_CHECKING:
    from claims.models import User

MOST_BYTES = 200_000_000
FROM_ADDRESS = frozenset(
    {CollectionKind.DOCUMENTS_FEED, CollectionKind.FACT_CHECKS_PAGE, CollectionKind.FACT_CHECKS_FEED}
)
"""These are read from an address; the others from a file, or an address that leads to one."""


class Refused(Exception):
    """The reading cannot be queued; the message says why."""


@transaction.atomic
def open_collection(
    *,
    project: Project,
    by: User | None,
    kind: str,
    url: str = "",
    upload: File[Any] | None = None,
    filename: str = "",
) -> Collection:
    """Queue the reading of a file or of what stands at an address; give one of the two. Raises Refused."""
    _check(kind, url, upload)
    collection = Collection.objects.create(
        project=project,
        created_by=by,
        kind=kind,
        url=url,
        upload=upload or "",
        filename=filename[:255] or _name(upload)[-255:],
    )
    Event.objects.record("collection.opened", collection, project_id=project.pk, by=by, kind=kind, url=url)
    return collection


def open_address(*, project: Project, by: User | None, url: str) -> Collection:
    """Queue the reading of one web page as a document of the library. Raises Refused."""
    check_address(url)
    line = ContentFile(json.dumps({"url": url}).encode() + b"\n", name="address.jsonl")
    return open_collection(project=project, by=by, kind=CollectionKind.DOCUMENTS_JSONL, upload=line, filename=url)


def open_file(*, project: Project, by: User | None, upload: File[Any], told: dict[str, Any]) -> Collection:
    """Queue the reading of one file as a document; ``told`` is what the person says of it, over what it says."""
    name = _name(upload) or "file"
    words = {key: value.isoformat() if isinstance(value, date) else value for key, value in told.items() if value}
    with SpooledTemporaryFile(max_size=1_000_000) as packed:
        with zipfile.ZipFile(packed, "w") as archive:
            archive.writestr(name, upload.read())
            archive.writestr(MANIFEST, json.dumps({"file": name, **words}))
        packed.seek(0)
        kind = CollectionKind.DOCUMENTS_ZIP
        return open_collection(
            project=project, by=by, kind=kind, upload=File(packed, name="file.zip"), filename=name
        )


def check_address(url: str) -> None:
    """Raises Refused for what is no web address."""
    try:
        URLValidator(schemes=["http", "https"])(url)
    except ValidationError as error:
        raise Refused(_("This is not a web address: it must begin with http:// or https://.")) from error
    if len(url) > 2000:
        raise Refused(_("This address is longer than 2,000 characters."))


def _name(upload: File[Any] | None) -> str:
    return ((upload.name if upload else "") or "").replace("\\", "/").rsplit("/", 1)[-1]


def _check(kind: str, url: str, upload: File[Any] | None) -> None:
    if kind not in CollectionKind.values:
        raise Refused(_("“%(kind)s” is no kind of collection.") % {"kind": kind})
    if bool(url) == bool(upload):
        raise Refused(_("Give a file or an address, one of the two."))
    if url:
        check_address(url)
    elif kind in FROM_ADDRESS:
        raise Refused(_("This kind is read from an address."))
    if upload and upload.size > MOST_BYTES:
        raise Refused(_("This file is larger than %(limit)d MB.") % {"limit": MOST_BYTES // 1_000_000})
