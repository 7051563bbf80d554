"""The library's addresses, and a row of each kind that they name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from claims.models import Act, Collection, Subscription
from tests import factories

if TYPE_CHECKING:
    from tests.conftest import Cast

GET, POST = "get", "post"
ADDRESSES: list[tuple[Any, ...]] = [
    ("collection-list", GET, Act.READ),
    ("collection-new", GET, Act.INGEST),
    ("collection-new", POST, Act.INGEST, "", 422),
    ("collection-detail", GET, Act.READ, "collection"),
    ("collection-retry", POST, Act.INGEST, "collection", 302),
    ("collection-cancel", POST, Act.INGEST, "collection", 302),
    ("subscription-change", POST, Act.INGEST, "subscription", 302, {"act": "pause"}),
    ("document-trash", POST, Act.WEIGH, "shelved", 302),
    ("capture-ask", POST, Act.WEIGH, "document", 302),
    ("wayback-ask", POST, Act.WEIGH, "document", 302),
    ("story-join", POST, Act.WEIGH, "shelved", 302, {"apart": "1"}),
    ("evidence-quote", POST, Act.WEIGH, "document", 404),
    ("fact-check-list", GET, Act.READ),
    ("fact-check-detail", GET, Act.READ, "fact_check"),
    ("fact-check-trash", POST, Act.WEIGH, "fact_check", 302),
    ("capture-detail", GET, Act.READ, "capture"),
    ("capture-page", GET, Act.READ, "capture"),
    ("capture-file", GET, Act.READ, "capture"),
    ("capture-retry", POST, Act.WEIGH, "capture", 302),
    ("capture-cancel", POST, Act.WEIGH, "capture", 302),
    ("evidence-address", POST, Act.WEIGH, "claim", 302),
    ("evidence-locate", POST, Act.WEIGH, "evidence", 302),
]


def library_rows(cast: Cast) -> dict[str, Any]:
    """A row of each kind; the copy has its file."""
    project = cast.project
    return {
        "collection": Collection.objects.create(
            project=project, kind="documents_feed", url="https://paper.example/feed", state="failed", error="No."
        ),
        "subscription": Subscription.objects.create(
            project=project, kind="documents_feed", url="https://paper.example/feed"
        ),
        "fact_check": factories.make_fact_check(project),
        "capture": factories.make_capture(factories.make_document(project, url="https://paper.example/1")),
        "shelved": factories.make_document(project),
    }
