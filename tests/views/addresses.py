"""Every address of the app: how it is called, on what, and what it answers to whom."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from claims.models import Act, Evidence, Intake, Lookup
from tests import factories
from tests.filled import filled_article

if TYPE_CHECKING:
    from tests.conftest import Cast

ANYBODY = None
"""In place of an act: whoever is signed in, member or not."""


@dataclass(frozen=True)
class Address:
    """``what`` is the kind of row its id names; ``answer`` the status for a person whose role is enough."""

    name: str
    method: str
    act: Act | None
    what: str = ""
    answer: int = 200
    data: dict[str, Any] = field(default_factory=dict)
    before: tuple[str, ...] = ()  # what stands in the address before the id

    def url(self, rows: dict[str, Any]) -> str:
        """The address, with the id of the row it is about."""
        return reverse(f"claims:{self.name}", args=[*self.before, rows[self.what].pk] if self.what else [])


GET, POST = "get", "post"
ADDRESSES = [
    Address("desk", GET, ANYBODY),
    Address("theme-set", POST, ANYBODY, answer=302),
    Address("project-switch", POST, Act.READ, answer=302, data={"project": "city-desk"}),
    Address("worker-banner", GET, ANYBODY),
    Address("article-list", GET, ANYBODY),
    Address("article-new", GET, Act.INGEST),
    Address("article-new", POST, Act.INGEST, answer=422),
    Address("article-detail", GET, Act.READ, "article"),
    Address("split-progress", GET, Act.READ, "article", 302),
    Address("split-retry", POST, Act.INGEST, "article", 302),
    Address("split-cancel", POST, Act.INGEST, "article", 302),
    Address("article-export", GET, Act.EXPORT, "article"),
    Address("intake-detail", GET, Act.INGEST, "intake"),
    Address("intake-freeze", POST, Act.INGEST, "intake", 422),
    Address("intake-retry", POST, Act.INGEST, "intake", 302),
    Address("intake-cancel", POST, Act.INGEST, "intake", 302),
    Address("claim", GET, Act.READ, "claim", 302),
    Address("claim-judge", POST, Act.JUDGE, "claim", 422),
    Address("lookup-list", GET, Act.READ, "claim", 302),
    Address("lookup-ask", POST, Act.LOOK_UP, "claim", 302),
    Address("lookup-retry", POST, Act.LOOK_UP, "lookup", 302),
    Address("lookup-cancel", POST, Act.LOOK_UP, "lookup", 302),
    Address("evidence-weigh", POST, Act.WEIGH, "evidence", 302),
    Address("evidence-set-aside", POST, Act.WEIGH, "evidence", 302),
    Address("document-list", GET, Act.READ),
    Address("document-new", GET, Act.WEIGH),
    Address("document-new", POST, Act.WEIGH, answer=422),
    Address("document-detail", GET, Act.READ, "document"),
    Address("job-list", GET, Act.READ),
    Address("jobs-retry", POST, Act.LOOK_UP, answer=302),
    Address("jobs-cancel", POST, Act.LOOK_UP, answer=302),
    Address("job-retry", POST, Act.LOOK_UP, "lookup", 302, before=("lookup",)),
    Address("job-cancel", POST, Act.INGEST, "intake", 302, before=("intake",)),
]


def rows(cast: Cast) -> dict[str, Any]:
    """One row of each kind that an address can name."""
    article = filled_article(cast)
    claim = article.latest().claims.get()
    return {
        "article": article,
        "claim": claim,
        "intake": Intake.objects.get(article=article),
        "lookup": Lookup.objects.filter(claim=claim).first(),
        "evidence": Evidence.objects.filter(claim=claim).first(),
        "document": factories.make_document(cast.project),
    }
