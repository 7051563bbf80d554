"""Run look-ups: one question to one provider, asked again later where that may help."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.db.models import F, OuterRef, Subquery
from django.utils.translation import gettext as _

from claims.models import Claim, Lookup, LookupRun
from claims.models.work import MOST_ATTEMPTS
from claims.pipeline.look_up.keep import keep, ours
from claims.pipeline.look_up.providers import LOCAL, providers_for
from claims.providers.base import Answer, Provider, ProviderError, Question

HITS_A_LOOKUP = 5
LONGEST_WAIT = 600.0


class TryLater(Exception):
    """The row was put back into the queue, to be asked again ``after`` so many seconds."""

    def __init__(self, message: str, after: float) -> None:
        super().__init__(message)
        self.after = after


def run_lookup(*, lookup_id: Any) -> bool:
    """Ask the provider and keep what it found; False where another worker has the row or it was cancelled.

    A failure is recorded on the row in words. Raises TryLater where it will be asked again.
    """
    if not Lookup.objects.claim(lookup_id):
        return False
    lookup = _row(lookup_id)
    provider = _provider(lookup)
    if provider is None:
        return ours(lookup).fail(lookup_id, _("This provider is no longer switched on."))
    try:
        return keep(lookup, _ask(provider, lookup))
    except ProviderError as error:
        return _put_off(lookup, error)
    except Exception as error:
        ours(lookup).stumble(lookup_id, error)
        raise


def _row(lookup_id: Any) -> Any:
    """The row with ``language`` and ``project_id`` of its article, and the number of its ``last_run`` or None."""
    article = "claim__revision__article__"
    numbers = LookupRun.objects.filter(lookup=OuterRef("pk")).order_by("-number").values("number")
    return Lookup.objects.annotate(
        language=F(f"{article}language"), project_id=F(f"{article}project_id"), last_run=Subquery(numbers[:1])
    ).get(pk=lookup_id)


def _provider(lookup: Lookup) -> Provider | None:
    """Who is asked; our own searches are told of the claim, since they look in its project."""
    claim = None
    if lookup.provider in LOCAL:
        claims = Claim.objects.select_related("revision__article__project").defer("revision__text")
        claim = claims.get(pk=lookup.claim_id)
    return providers_for(claim).get(lookup.provider)


def _ask(provider: Provider, lookup: Any) -> Answer:
    """The provider's answer; one that was had before is asked for anew, past the cache.

    No connection to the database is held while a service thinks: a worker asks more at once than there are.
    """
    again = lookup.last_run is not None
    question = Question(lookup.query, lookup.as_of, lookup.language, HITS_A_LOOKUP, fresh=again)
    if not connection.in_atomic_block:
        connection.close()
    return provider.ask(question)


def _put_off(lookup: Lookup, error: ProviderError) -> bool:
    """Fail, or wait and ask again where the trouble may pass: twice as long each time, or as the service says.

    Waiting for our own turn is no attempt.
    """
    if not error.retryable or (error.counts and lookup.attempts >= MOST_ATTEMPTS):
        ours(lookup).fail(lookup.pk, str(error))
        return False
    wait = min(error.retry_after or 2.0 ** (lookup.attempts + 1), LONGEST_WAIT)
    attempts = {} if error.counts else {"attempts": lookup.attempts - 1}
    if ours(lookup).postpone(lookup.pk, str(error), wait, **attempts):
        raise TryLater(str(error), wait) from error
    return False
