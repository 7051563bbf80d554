"""The items of a collection, each dealt with: what is to be kept of it, or why it was refused."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import IO, Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from claims.extraction import Unreadable, read
from claims.extraction.claim_review import Review
from claims.extraction.fact_checks import read_fact_checks
from claims.extraction.many import Told, read_archive, read_lines
from claims.extraction.refusal import Refusal
from claims.models import Collection, CollectionKind, Document, DocumentKind, FactCheck
from claims.pipeline.collect.origin import get
from claims.providers.errors import FetchError

WHOLE_TEXT = 1000
"""A feed's own text of so many code points is taken for the article; for a shorter one the page is fetched."""

PAUSE_SECONDS = 0.25
"""Between two pages of one server."""


@dataclass(frozen=True, slots=True)
class Dealt:
    """One item: documents or reviews to keep, what was refused, or that it was here before."""

    good: list[Any] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    known: int = 0


@dataclass(slots=True)
class Items:
    """The items of a collection's file: ``total``, and an iterator from the one after ``skip``."""

    total: int
    rest: Iterator[Dealt]


def items_of(collection: Collection, file: IO[bytes], skip: int) -> Items:
    """The items in the file's order; raises Unreadable where the file as a whole is none."""
    if collection.kind == CollectionKind.DOCUMENTS_ZIP:
        total, files = read_archive(file, largest=settings.ARTICLE_MAX_BYTES, skip=skip)
        return Items(total, map(_as_it_is, files))
    if collection.kind in (CollectionKind.DOCUMENTS_JSONL, CollectionKind.DOCUMENTS_FEED):
        return _lines(collection, file, skip, _Pages(collection, _document, _documents_at))
    if collection.kind == CollectionKind.FACT_CHECKS_FEED and str(collection.upload.name).endswith(".jsonl"):
        return _lines(collection, file, skip, _Pages(collection, _reviews, _fact_checks_at))
    reviews = list(read_fact_checks(file.read(), url=collection.url))
    return Items(len(reviews), map(_as_it_is, islice(reviews, skip, None)))


def _as_it_is(item: Told | Review | Refusal) -> Dealt:
    return Dealt(refused=[item]) if isinstance(item, Refusal) else Dealt(good=[item])


def _lines(collection: Collection, file: IO[bytes], skip: int, pages: _Pages) -> Items:
    longest = 2 * settings.ARTICLE_MAX_BYTES  # escaped letters take more room than they will
    total = sum(1 for _ in read_lines(file, longest=longest)) if collection.total is None else collection.total
    file.seek(0)
    return Items(total, map(pages.deal_with, islice(read_lines(file, longest=longest), skip, None)))


class _Pages:
    """Deals with lines of which some name an address only."""

    def __init__(self, collection: Collection, of_page: Any, at: Any) -> None:
        self._collection = collection
        self._of_page = of_page
        self._at = at
        self._last: dict[str, float] = {}

    def deal_with(self, item: Told | Refusal) -> Dealt:
        if isinstance(item, Refusal):
            return Dealt(refused=[item])
        if not item.url or (self._at is _documents_at and len(item.text) >= self._enough()):
            return _as_it_is(item) if item.text else Dealt(refused=[_nothing(item)])
        if self._at(self._collection, item.url):
            return Dealt(known=1)
        return self._fetched(item)

    def _enough(self) -> int:
        return WHOLE_TEXT if self._collection.kind == CollectionKind.DOCUMENTS_FEED else 1

    def _fetched(self, item: Told) -> Dealt:
        try:
            self._wait(item.url)
            found = list(self._of_page(item))
            refused = [one for one in found if isinstance(one, Refusal)]
            return Dealt([one for one in found if not isinstance(one, Refusal)], refused)
        except (FetchError, Unreadable) as error:
            why = str(error)
        except Exception as error:  # one page must not end the reading of all
            why = _("This page cannot be read (%(kind)s).") % {"kind": type(error).__name__}
        if item.text and self._at is _documents_at:
            return Dealt(good=[item])
        return Dealt(refused=[Refusal(item.number, why, item.url[:200])])

    def _wait(self, url: str) -> None:
        host = urlsplit(url).netloc
        since = time.monotonic() - self._last.get(host, -PAUSE_SECONDS)
        if since < PAUSE_SECONDS:
            time.sleep(PAUSE_SECONDS - since)
        self._last[host] = time.monotonic()


def _nothing(item: Told) -> Refusal:
    return Refusal(item.number, _("There is neither a text nor an address in this item."), item.name)


def _document(item: Told) -> Iterator[Told]:
    response = get(item.url, most=settings.ARTICLE_MAX_BYTES)
    found = read(response.body, content_type=response.content_type, url=response.final_url)
    yield replace(
        item,
        text=found.text,
        title=item.title or found.title[:300],
        publisher=item.publisher or found.publisher[:200],
        published_at=item.published_at or found.published_at,
        page_starts=found.page_starts,
    )


def _reviews(item: Told) -> Iterator[Review | Refusal]:
    response = get(item.url, most=settings.ARTICLE_MAX_BYTES)
    for found in read_fact_checks(response.body, url=response.final_url):
        yield replace(found, number=item.number, name=item.url[:200]) if isinstance(found, Refusal) else found


def _documents_at(collection: Collection, url: str) -> bool:
    rows = Document.objects.filter(project_id=collection.project_id, kind=DocumentKind.LIBRARY, url=url)
    return rows.exists()


def _fact_checks_at(collection: Collection, url: str) -> bool:
    return FactCheck.objects.filter(project_id=collection.project_id, url=url).exists()
