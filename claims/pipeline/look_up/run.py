"""Open look-ups, run them, keep what they find."""

from __future__ import annotations

import hashlib
from functools import partial
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from claims.models import Claim, Document, DocumentKind, Evidence, Lookup, Revision
from claims.models.work import MOST_ATTEMPTS, WorkState
from claims.pipeline.look_up import local
from claims.providers.base import Hit, Provider, ProviderError
from claims.providers.polite import Client
from claims.providers.query import build_query
from claims.providers.registry import Switch, available

if TYPE_CHECKING:
    from claims.models import User

HITS_A_LOOKUP = 5
LONGEST_WAIT = 600.0


class TryLater(Exception):
    """The row was put back into the queue, to be asked again ``after`` so many seconds."""

    def __init__(self, message: str, after: float) -> None:
        super().__init__(message)
        self.after = after


def providers_for(claim: Claim | None = None) -> dict[str, Provider]:
    """The providers that are on; the local ones search the claim's own project."""
    return available(
        library=partial(local.search_library, claim),
        precedents=partial(local.search_rulings, claim),
        switches={slug: Switch(**how) for slug, how in settings.SERVICES.items()},
        client=Client(contact=settings.CONTACT, allow_private=frozenset(settings.FETCH_ALLOW_PRIVATE)),
    )


def provider_names() -> dict[str, str]:
    """What people call the providers that are on, by slug."""
    return {slug: provider.name for slug, provider in providers_for().items()}


@transaction.atomic
def open_lookups(*, revision: Revision, by: User | None = None) -> list[Any]:
    """Queue one look-up per claim and provider; answers the ids of the new ones. Safe to call twice."""
    slugs = {slug: provider.version for slug, provider in providers_for().items()}
    claims = Claim.objects.kept().filter(revision=revision).prefetch_related("attributions__source")
    rows = [
        Lookup(
            claim=claim,
            provider=slug,
            provider_version=version,
            query=_question(claim),
            as_of=revision.article.published_at,
            asked_by=by,
        )
        for claim in claims
        for slug, version in slugs.items()
    ]
    made = {row.pk for row in Lookup.objects.bulk_create(rows, ignore_conflicts=True)}
    return list(Lookup.objects.filter(pk__in=made).values_list("pk", flat=True))


def _question(claim: Claim) -> str:
    names = [a.source.name for a in claim.attributions.all() if a.source and a.source.is_named]
    return build_query(claim.text, names[0] if names else "") or claim.text[:300]


def run_lookup(*, lookup_id: Any) -> bool:
    """Ask the provider and keep what it found; False where another worker has the row or it was cancelled.

    A failure is recorded on the row in words. Raises TryLater where it will be asked again.
    """
    if not Lookup.objects.claim(lookup_id):
        return False
    lookup = Lookup.objects.select_related("claim__revision__article").get(pk=lookup_id)
    provider = providers_for(lookup.claim).get(lookup.provider)
    if provider is None:
        return Lookup.objects.fail(lookup_id, _("This provider is no longer switched on."))
    try:
        language = lookup.claim.revision.article.language
        hits = provider.search(lookup.query, lookup.as_of, language, HITS_A_LOOKUP)
        return _keep(lookup, hits)
    except ProviderError as error:
        return _put_off(lookup, error)
    except Exception as error:
        Lookup.objects.stumble(lookup_id, error)
        raise


def _put_off(lookup: Lookup, error: ProviderError) -> bool:
    """Fail, or wait and ask again where the trouble may pass: twice as long each time, or as the service says."""
    if not error.retryable or lookup.attempts >= MOST_ATTEMPTS:
        Lookup.objects.fail(lookup.pk, str(error))
        return False
    wait = min(error.retry_after or 2.0 ** (lookup.attempts + 1), LONGEST_WAIT)
    if Lookup.objects.postpone(lookup.pk, str(error), wait):
        raise TryLater(str(error), wait) from error
    return False


@transaction.atomic
def _keep(lookup: Lookup, hits: list[Hit]) -> bool:
    still_ours = Lookup.objects.select_for_update().filter(pk=lookup.pk, state=WorkState.RUNNING).exists()
    if not still_ours:
        return False
    for rank, hit in enumerate(hits):
        document = _document(lookup, hit)
        place = {"start": hit.start, "end": hit.end}
        fields = {"quote": hit.snippet, "rank": rank, "lookup": lookup}
        Evidence.objects.get_or_create(claim=lookup.claim, document=document, **place, defaults=fields)
    return Lookup.objects.succeed(lookup.pk, hit_count=len(hits))


def _document(lookup: Lookup, hit: Hit) -> Document:
    """The document a hit came from: the library's own, or one made for what a provider found."""
    if lookup.provider == "library":
        return Document.objects.get(pk=hit.provider_id)
    ruling = lookup.provider == "precedents"
    kind = DocumentKind.RULING if ruling else DocumentKind.OUTSIDE
    document, _created = Document.objects.get_or_create(
        project_id=lookup.claim.revision.article.project_id,
        kind=kind,
        key=f"{lookup.provider}:{hit.provider_id}"[:2100],
        defaults={
            "title": hit.title[:300] or hit.snippet[:100],
            "url": hit.url[:2000],
            "publisher": hit.publisher[:200],
            "published_at": hit.published_at,
            "text": hit.snippet,
            "sha256": hashlib.sha256(hit.snippet.encode()).hexdigest(),
            "rating_as_given": hit.rating[:200],
        },
    )
    return document
