"""Every address of the app: how it is called, on what, and what it answers to whom."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from claims.models import Act, Claim, Evidence, Intake, Lookup, Merge, Namesake
from tests import factories
from tests.filled import filled_article
from tests.views import (
    adjudication_addresses,
    corrections_addresses,
    editing_addresses,
    experts_addresses,
    exports_addresses,
    figures_addresses,
    guide_addresses,
    imports_addresses,
    keeping,
    library,
    live_addresses,
    members_addresses,
    queue_addresses,
    rounds_addresses,
    rulings_addresses,
    talk_addresses,
    tokens_addresses,
    trash_addresses,
    webhooks_addresses,
)

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
    own_role: bool = False  # a superuser without a role of their own may not
    before: tuple[str, ...] = ()  # what stands in the address before the id

    def url(self, rows: dict[str, Any]) -> str:
        """The address, with the id of the row it is about."""
        return reverse(f"claims:{self.name}", args=[*self.before, *([rows[self.what].pk] if self.what else [])])


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
    Address("split-again", POST, Act.INGEST, "article", 302),
    Address("split-cancel", POST, Act.INGEST, "article", 302),
    Address("article-sourcing", GET, Act.READ, "article"),
    Address("article-paper", GET, Act.READ, "article"),
    Address("project-settings", GET, Act.MANAGE),
    Address("project-settings", POST, Act.MANAGE, answer=422),
    Address("key-map", GET, ANYBODY),
    Address("key-map", POST, ANYBODY, answer=302),
    Address("article-export", GET, Act.EXPORT, "article"),
    Address("intake-detail", GET, Act.INGEST, "intake"),
    Address("intake-freeze", POST, Act.INGEST, "intake", 422),
    Address("intake-retry", POST, Act.INGEST, "intake", 302),
    Address("intake-cancel", POST, Act.INGEST, "intake", 302),
    Address("claim", GET, Act.READ, "claim", 302),
    Address("claim-judge", POST, Act.JUDGE, "claim", 422),
    Address("claim-grade", POST, Act.SOURCE, "claim", 302),
    Address("attribution-tie", POST, Act.SOURCE, "attribution", 302),
    Address("source-list", GET, Act.READ),
    Address("source-options", GET, Act.READ),
    Address("source-detail", GET, Act.READ, "source"),
    Address("source-change", POST, Act.SOURCE, "source", 302),
    Address("source-merge", POST, Act.SOURCE, "source", 422),
    Address("source-answer", POST, Act.SOURCE, "source", 302),
    Address("source-identity", POST, Act.NAME_SOURCES, "source", 302, data={"identity": "Jo"}, own_role=True),
    Address("namesake-search", POST, Act.SOURCE, "source", 422),
    Address("namesake-decide", POST, Act.SOURCE, "namesake", 302),
    Address("source-unmerge", POST, Act.SOURCE, "merge", 302),
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
    Address("search-page", GET, Act.READ),
    Address("job-list", GET, Act.READ),
    Address("jobs-retry", POST, Act.LOOK_UP, answer=302),
    Address("jobs-cancel", POST, Act.LOOK_UP, answer=302),
    Address("service-try", POST, Act.SETTLE, answer=302, data={"service": "crossref"}),
    Address("job-retry", POST, Act.LOOK_UP, "lookup", 302, before=("lookup",)),
    Address("job-cancel", POST, Act.INGEST, "intake", 302, before=("intake",)),
]
ADDRESSES += [Address(*given) for given in library.ADDRESSES]
ADDRESSES += [Address(*given) for given in editing_addresses.ADDRESSES]
ADDRESSES += [Address(*given) for given in guide_addresses.ADDRESSES]
ADDRESSES += [Address(*given) for given in adjudication_addresses.ADDRESSES]
ADDRESSES += [Address(*given) for given in corrections_addresses.ADDRESSES]
ADDRESSES += [Address(*given) for given in experts_addresses.ADDRESSES]
ADDRESSES += [Address(*given) for given in exports_addresses.ADDRESSES]
ADDRESSES += [Address(*given) for given in figures_addresses.ADDRESSES]
ADDRESSES += [Address(*given) for given in imports_addresses.ADDRESSES]
ADDRESSES += [Address(*given) for given in keeping.ADDRESSES]
ADDRESSES += [Address(*given) for given in live_addresses.ADDRESSES]
ADDRESSES += [Address(*given) for given in queue_addresses.ADDRESSES]
ADDRESSES += [Address(*given) for given in rounds_addresses.ADDRESSES]
ADDRESSES += [Address(*given) for given in members_addresses.ADDRESSES]
ADDRESSES += [Address(*given) for given in rulings_addresses.ADDRESSES]
ADDRESSES += [Address(*given) for given in talk_addresses.ADDRESSES]
ADDRESSES += [Address(*given) for given in tokens_addresses.ADDRESSES]
ADDRESSES += [Address(*given) for given in trash_addresses.ADDRESSES]
ADDRESSES += [Address(*given) for given in webhooks_addresses.ADDRESSES]


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
        **sourcing_rows(cast, claim),
        **library.library_rows(cast),
        **editing_addresses.editing_rows(claim),
        **guide_addresses.guide_rows(cast),
        **live_addresses.live_rows(cast, claim),
        **experts_addresses.expert_rows(cast, claim),
        **queue_addresses.queue_rows(cast, claim),
        **rounds_addresses.round_rows(cast, claim),
        **adjudication_addresses.settling_rows(cast, claim),
        **talk_addresses.talk_rows(cast, claim),
        **tokens_addresses.token_rows(cast),
        **trash_addresses.trash_rows(cast),
        **webhooks_addresses.webhook_rows(cast),
        **exports_addresses.export_rows(cast),
        **imports_addresses.import_rows(cast),
        **members_addresses.member_rows(cast),
    }


def sourcing_rows(cast: Cast, claim: Claim) -> dict[str, Any]:
    """An unnamed source with a claim, an entry it may be, and a merge into it."""
    article = claim.revision.article
    source = factories.make_source(cast.project, "an insider", kind="anonymous", article=article)
    other = factories.make_source(cast.project, "the insider", kind="anonymous", article=article)
    return {
        "source": source,
        "attribution": factories.make_attribution(factories.make_claim(claim.revision), source),
        "namesake": Namesake.objects.create(source=source, url="https://example.org/Q1", label="Q1"),
        "merge": Merge.objects.create(source=other, into=source, by=cast.editor),
    }
