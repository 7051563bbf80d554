"""What a collection reads: its file, or what stands at its address, fetched once and kept as its file."""

from __future__ import annotations

import json
from collections.abc import Iterable
from http import HTTPStatus

from django.conf import settings
from django.core.files.base import ContentFile
from django.utils.translation import gettext as _

from claims.extraction import Unreadable
from claims.extraction.feed import FeedItem, read_feed
from claims.models import Collection, CollectionKind
from claims.providers.http import Limits, Response, fetch

MOST_BYTES = 50_000_000
"""Of what is fetched for a whole collection; a page of one has the limit of an article."""

FEEDS = frozenset({CollectionKind.DOCUMENTS_FEED, CollectionKind.FACT_CHECKS_FEED})


def get(url: str, *, most: int) -> Response:
    """What stands at an address, through the one client; raises FetchError, or Unreadable where it is no page."""
    response = fetch(
        url,
        headers={"user-agent": settings.CONTACT, "accept": "*/*"},
        limits=Limits(total=settings.FETCH_TIMEOUT_SECONDS, max_bytes=most),
        allow_private=frozenset(settings.FETCH_ALLOW_PRIVATE),
    )
    if response.status != HTTPStatus.OK:
        raise Unreadable(_("The server answered %(status)d instead of the page.") % {"status": response.status})
    return response


def fetch_origin(collection: Collection) -> None:
    """Fetch what stands at the address and keep it, so that a reading that is taken up again finds the same.

    A feed is kept as its items, one JSON object a line. Raises FetchError or Unreadable.
    """
    response = get(collection.url, most=MOST_BYTES)
    data, name = response.body, "fetched"
    if collection.kind in FEEDS and data.lstrip()[:1] not in (b"{", b"["):
        items = read_feed(data, content_type=response.content_type, url=response.final_url)
        data, name = _lines(items), "feed.jsonl"
    collection.upload.save(name, ContentFile(data), save=False)
    Collection.objects.filter(pk=collection.pk).update(upload=collection.upload.name)


def _lines(items: Iterable[FeedItem]) -> bytes:
    rows = [
        {
            "title": item.title,
            "url": item.url,
            "text": item.text,
            "publisher": item.publisher,
            "published_at": item.published_at.isoformat() if item.published_at else "",
        }
        for item in items
    ]
    return "".join(json.dumps(row) + "\n" for row in rows).encode()
