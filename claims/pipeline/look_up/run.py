"""Run look-ups: one question to one provider, asked again later where that may help."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from claims.models import Lookup
from claims.models.work import MOST_ATTEMPTS
from claims.pipeline.look_up.keep import keep
from claims.pipeline.look_up.providers import providers_for
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
    rows = Lookup.objects.select_related("claim__revision__article__project").defer("claim__revision__text")
    lookup = rows.get(pk=lookup_id)
    provider = providers_for(lookup.claim).get(lookup.provider)
    if provider is None:
        return Lookup.objects.fail(lookup_id, _("This provider is no longer switched on."))
    try:
        return keep(lookup, _ask(provider, lookup))
    except ProviderError as error:
        return _put_off(lookup, error)
    except Exception as error:
        Lookup.objects.stumble(lookup_id, error)
        raise


def _ask(provider: Provider, lookup: Lookup) -> Answer:
    """The provider's answer; one that was had before is asked for anew, past the cache."""
    again = lookup.runs.exists()
    language = lookup.claim.revision.article.language
    return provider.ask(Question(lookup.query, lookup.as_of, language, HITS_A_LOOKUP, fresh=again))


def _put_off(lookup: Lookup, error: ProviderError) -> bool:
    """Fail, or wait and ask again where the trouble may pass: twice as long each time, or as the service says.

    Waiting for our own turn is no attempt.
    """
    if not error.retryable or (error.counts and lookup.attempts >= MOST_ATTEMPTS):
        Lookup.objects.fail(lookup.pk, str(error))
        return False
    wait = min(error.retry_after or 2.0 ** (lookup.attempts + 1), LONGEST_WAIT)
    attempts = {} if error.counts else {"attempts": lookup.attempts - 1}
    if Lookup.objects.postpone(lookup.pk, str(error), wait, **attempts):
        raise TryLater(str(error), wait) from error
    return False
