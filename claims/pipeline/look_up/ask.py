"""Open look-ups: the ones every claim gets, and those that a person words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from claims.models import Claim, Event, Lookup, Revision
from claims.pipeline.look_up.providers import for_questions, providers_for
from claims.providers.base import Shape
from claims.providers.query import LONGEST_TYPED, build_query

if TYPE_CHECKING:
    from claims.models import User


@transaction.atomic
def open_lookups(
    *, revision: Revision | None = None, claims: Iterable[Any] = (), by: User | None = None
) -> list[Any]:
    """Queue one look-up per claim and provider of claims; answers the ids of the new ones. Safe to call twice.

    Of a whole ``revision``: a claim that was looked up before, as one that a new split kept, is not asked about
    again. Of ``claims`` (ids), new ones or such whose words a person changed: asked again where the question is
    another one now. Nothing is asked about what is in the trash.
    """
    rows = (
        Claim.objects.kept().filter(revision=revision) if revision else Claim.objects.kept().filter(pk__in=claims)
    )
    rows = rows.select_related("revision__article").defer("revision__text", "search")
    found = list(rows.prefetch_related("attributions__source"))
    asked = set()
    if revision:
        known = Lookup.objects.filter(claim__in=found, typed=False)
        asked = set(known.values_list("claim", "provider"))
    wanted = [
        Lookup(
            claim=claim,
            provider=slug,
            provider_version=provider.version,
            query=question(claim, provider.shape),
            as_of=claim.revision.article.published_at,
            asked_by=by,
        )
        for slug, provider in providers_for().items()
        if "claim" in provider.asks
        for claim in found
        if (claim.pk, slug) not in asked
    ]
    made = {row.pk for row in Lookup.objects.bulk_create(wanted, ignore_conflicts=True)}
    return list(Lookup.objects.filter(pk__in=made).values_list("pk", flat=True))


@transaction.atomic
def ask_anew(*, claim: Claim, provider: str, query: str, by: User, as_of: date | None = None) -> Lookup:
    """Queue a look-up in a person's own words; the same words again ask the same look-up again.

    ``as_of`` None takes the article's day. Raises ValidationError for a provider that is off or a query that
    is empty or too long.
    """
    words = " ".join(query.split())
    found = for_questions().get(provider)
    if found is None:
        raise ValidationError({"provider": _("This service is not switched on.")})
    if not words or "\x00" in words:
        raise ValidationError({"query": _("Say what to look for.")})
    if len(words) > LONGEST_TYPED:
        limit = {"limit": LONGEST_TYPED, "length": len(words)}
        raise ValidationError({"query": _("At most %(limit)d characters; this has %(length)d.") % limit})
    day = as_of or claim.revision.article.published_at
    fields = {"provider_version": found.version, "as_of": day, "asked_by": by, "typed": True}
    lookup, created = Lookup.objects.get_or_create(claim=claim, provider=provider, query=words, defaults=fields)
    if not created:
        Lookup.objects.filter(pk=lookup.pk).begin_anew(as_of=day, asked_by=by)
        lookup.refresh_from_db()
    article = claim.revision.article
    told = {"claim": str(claim.pk), "provider": provider, "query": words}
    Event.objects.record(
        "lookup.asked", lookup, project_id=article.project_id, article_id=article.pk, by=by, **told
    )
    return lookup


def question(claim: Claim, shape: Shape = Shape()) -> str:  # noqa: B008 - frozen
    """What a provider of this shape is asked: who said it, where that is somebody with a name, and what."""
    return build_query(claim.text, _voice(claim.attributions.all()), shape) or claim.text[: shape.characters]


def _voice(attributions: Iterable[Any]) -> str:
    named = (row.source.name for row in attributions if row.source and row.source.is_named)
    return next(named, "")
