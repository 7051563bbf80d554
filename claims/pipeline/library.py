"""The desk's own library: documents that evidence can be quoted from, cut into passages."""

from __future__ import annotations

import hashlib
import re
from datetime import date
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from claims.extraction import Unreadable, normalise
from claims.models import Document, DocumentKind, Event, Passage, Project

if TYPE_CHECKING:
    from claims.models import User

PASSAGE_LENGTH = 600
"""A paragraph longer than this many code points is cut at a sentence end."""

_PARAGRAPH = re.compile(r"\S(?:.|\n(?!\s*\n))*")
_SENTENCE_END = re.compile(r"[.!?][”\"’')\]]*\s+")


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
) -> Document:
    """Keep a document and its passages; the same text again answers with the document there is."""
    text = _clean(text)
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    document, created = Document.objects.get_or_create(
        project=project,
        kind=DocumentKind.LIBRARY,
        key=sha256,
        defaults={
            "title": title.strip()[:300] or text.strip().split("\n", 1)[0][:100],
            "url": url,
            "publisher": publisher[:200],
            "published_at": published_at,
            "text": text,
            "sha256": sha256,
            "added_by": by,
        },
    )
    if created:
        Passage.objects.bulk_create(
            Passage(document=document, start=start, end=end, text=text[start:end]) for start, end in passages(text)
        )
        Event.objects.record("document.added", document, project_id=project.pk, by=by, sha256=sha256)
    return document


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


def passages(text: str) -> list[tuple[int, int]]:
    """``(start, end)`` of the paragraphs, long ones cut at sentence ends; code points, end exclusive."""
    places: list[tuple[int, int]] = []
    for paragraph in _PARAGRAPH.finditer(text):
        places += _cut(text, paragraph.start(), paragraph.end())
    return places


def _cut(text: str, start: int, end: int) -> list[tuple[int, int]]:
    places = []
    while end - start > PASSAGE_LENGTH:
        window = text[start : start + PASSAGE_LENGTH]
        ends = [match.end() for match in _SENTENCE_END.finditer(window)]
        cut = ends[-1] if ends else (window.rfind(" ") + 1 or PASSAGE_LENGTH)
        places.append((start, start + len(text[start : start + cut].rstrip())))
        start += cut
        while start < end and text[start].isspace():
            start += 1
    places.append((start, start + len(text[start:end].rstrip())))
    return [(a, b) for a, b in places if a < b]
