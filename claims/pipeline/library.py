"""The desk's own library: documents that evidence can be quoted from, cut into passages."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from claims.extraction import Unreadable, normalise
from claims.extraction.many import Told
from claims.extraction.passages import passages
from claims.extraction.refusal import Kept, Refusal
from claims.models import Document, DocumentKind, Event, Passage, Project

if TYPE_CHECKING:
    from claims.models import User


class Refused(Exception):
    """The text cannot become a document; the message says why."""


@transaction.atomic
def add_document(
    *,
    project: Project,
    by: User | None,
    title: str,
    text: str,
    url: str = "",
    publisher: str = "",
    published_at: date | None = None,
    page_starts: Sequence[int] = (),
) -> Document:
    """Keep a document and its passages; the same text again answers with the document there is, also out of the
    trash. ``page_starts`` are offsets into the text. Raises Refused.
    """
    told = Told(1, title, text, url, publisher, published_at, tuple(page_starts))
    row = _row(project, by, told)
    if not _keep([row], by):
        row = Document.objects.get(project=project, kind=DocumentKind.LIBRARY, key=row.key)
        if row.deleted_at:
            restore_document(document=row, by=by)
    return row


@transaction.atomic
def add_documents(*, project: Project, by: User | None, items: Sequence[Told], collection: Any = None) -> Kept:
    """Keep many documents in few queries; texts that are there already, in the trash too, stay as they are.

    ``collection`` is the id of the reading that brought them, for the audit trail.
    """
    rows: dict[str, Document] = {}
    refused = []
    for item in items:
        try:
            row = _row(project, by, item)
        except Refused as error:
            refused.append(Refusal(item.number, str(error), item.name))
        else:
            rows.setdefault(row.key, row)
    added = _keep(list(rows.values()), by, **({"collection": str(collection)} if collection else {}))
    return Kept(added=added, known=len(items) - len(refused) - added, refused=refused)


def _row(project: Project, by: User | None, told: Told) -> Document:
    """The document as it would be kept; raises Refused."""
    text = _clean(told.text)
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    return Document(
        project=project,
        kind=DocumentKind.LIBRARY,
        key=sha256,
        title=_line(told.title)[:300] or text.strip().split("\n", 1)[0][:100],
        url=told.url,
        publisher=_line(told.publisher)[:200],
        published_at=told.published_at,
        retrieved_at=timezone.now(),
        text=text,
        sha256=sha256,
        page_starts=list(told.page_starts),
        added_by=by,
    )


def _keep(rows: list[Document], by: User | None, **told: str) -> int:
    """Insert those that are new, with their passages; answers how many."""
    keys = {row.key for row in rows}
    same = Document.objects.filter(project__in={row.project_id for row in rows}, kind=DocumentKind.LIBRARY)
    known = set(same.filter(key__in=keys).values_list("key", flat=True))
    made = Document.objects.bulk_create([row for row in rows if row.key not in known], ignore_conflicts=True)
    there = set(Document.objects.filter(pk__in=[row.pk for row in made]).values_list("pk", flat=True))
    made = [row for row in made if row.pk in there]  # another process may have been quicker with one
    Passage.objects.bulk_create(
        (
            Passage(document=row, start=start, end=end, text=row.text[start:end])
            for row in made
            for start, end in passages(row.text)
        ),
        batch_size=1000,
    )
    for row in made:
        Event.objects.record("document.added", row, project_id=row.project_id, by=by, sha256=row.sha256, **told)
    return len(made)


@transaction.atomic
def trash_document(*, document: Document, by: User) -> Document:
    """Take a document out of the library; evidence quoted from it stays. It can be restored.

    Copies that are being made of it are cancelled.
    """
    if document.deleted_at:
        return document
    document.deleted_at = timezone.now()
    document.save(update_fields=["deleted_at"])
    for work in _copies(document):
        work.put_away(document.deleted_at)
    Event.objects.record("document.trashed", document, project_id=document.project_id, by=by)
    return document


@transaction.atomic
def restore_document(*, document: Document, by: User | None) -> Document:
    """Put a document back into the library; copies that were under way are asked for again."""
    if document.deleted_at is None:
        return document
    for work in _copies(document):
        work.take_up(document.deleted_at)
    document.deleted_at = None
    document.save(update_fields=["deleted_at"])
    Event.objects.record("document.restored", document, project_id=document.project_id, by=by)
    return document


def _copies(document: Document) -> list[Any]:
    return [document.captures.all(), document.wayback_saves.all()]


def _line(words: str) -> str:
    """Words on one line, without what no database can keep."""
    return " ".join(words.replace("\0", "").encode("utf-8", "replace").decode().split())


def _clean(text: str) -> str:
    if len(text.encode("utf-8", "replace")) > settings.ARTICLE_MAX_BYTES:
        limit = settings.ARTICLE_MAX_BYTES // (1024 * 1024)
        raise Refused(
            _("This is larger than %(limit)d MB, the most one document may have here.") % {"limit": limit}
        )
    try:
        return normalise(text)
    except Unreadable as error:
        raise Refused(str(error)) from error
