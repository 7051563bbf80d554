"""Namesake: ask a knowledge base for entries about a source; a person confirms which is it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from claims.models import Event, Namesake, NamesakeSearch, Source, WorkState
from claims.models.work import MOST_ATTEMPTS
from claims.providers.base import Hit, Provider, ProviderError, Question
from claims.providers.polite import shared_client
from claims.providers.registry import Switch, services

if TYPE_CHECKING:
    from claims.models import User

PROVIDER = "wikidata"
ENTRIES = 5
LONGEST_WAIT = 600.0
LONGEST_ADDRESS = 200  # as long as a source's ``same_as`` may be


class Refused(ValidationError):
    """There is nothing to search for, or nobody to ask; the message says why."""


class TryLater(Exception):
    """The row was put back into the queue, to be asked again ``after`` so many seconds."""

    def __init__(self, message: str, after: float) -> None:
        super().__init__(message)
        self.after = after


def knowledge_base() -> Provider | None:
    """Whom to ask; None where it is off."""
    if not (switch := Switch(**settings.SERVICES.get(PROVIDER, {}))).wanted:
        return None
    private = frozenset(settings.FETCH_ALLOW_PRIVATE)
    client = shared_client(settings.REDIS_URL, contact=settings.CONTACT, allow_private=private)
    return next((one for one in services({PROVIDER: switch}, client) if one.health().ok), None)


@transaction.atomic
def open_search(*, source: Source, by: User) -> NamesakeSearch:
    """Queue a search for entries of the source's name; one that failed is queued again, another answers as it is.

    Raises Refused for a source without a name, and where the knowledge base is off.
    """
    if not source.is_named:
        raise Refused(_("An unnamed source has no entry to look for."))
    if knowledge_base() is None:
        raise Refused(_("Wikidata is switched off in this installation: set WIKIDATA to on."))
    query = source.name[:300]
    search, made = NamesakeSearch.objects.get_or_create(
        source=source, provider=PROVIDER, query=query, defaults={"asked_by": by}
    )
    again = search.state in (WorkState.FAILED, WorkState.CANCELLED)
    if again:
        NamesakeSearch.objects.filter(pk=search.pk).requeue()
        search.refresh_from_db()
    if made or again:
        Event.objects.record("namesakes.asked", source, project_id=source.project_id, by=by, query=query)
    return search


def run_search(*, search_id: Any) -> bool:
    """Ask, and keep what was found; False where another worker has the row or it was cancelled.

    A failure is recorded on the row in words. Raises TryLater where it will be asked again.
    """
    if not NamesakeSearch.objects.claim(search_id):
        return False
    search = NamesakeSearch.objects.get(pk=search_id)
    provider = knowledge_base()
    if provider is None:
        return NamesakeSearch.objects.fail(search_id, _("Wikidata is switched off in this installation."))
    try:
        return _keep(search, provider.ask(Question(search.query, limit=ENTRIES)).hits)
    except ProviderError as error:
        return _put_off(search, error)
    except Exception as error:
        NamesakeSearch.objects.stumble(search_id, error)
        raise


def _put_off(search: NamesakeSearch, error: ProviderError) -> bool:
    """Fail, or wait and ask again where the trouble may pass: twice as long each time, or as the service says.

    Waiting for our own turn is no attempt.
    """
    if not error.retryable or (error.counts and search.attempts >= MOST_ATTEMPTS):
        NamesakeSearch.objects.fail(search.pk, str(error))
        return False
    wait = min(error.retry_after or 2.0 ** (search.attempts + 1), LONGEST_WAIT)
    attempts = {} if error.counts else {"attempts": search.attempts - 1}
    if NamesakeSearch.objects.postpone(search.pk, str(error), wait, **attempts):
        raise TryLater(str(error), wait) from error
    return False


@transaction.atomic
def _keep(search: NamesakeSearch, hits: list[Hit]) -> bool:
    ours = NamesakeSearch.objects.select_for_update().filter(pk=search.pk, state=WorkState.RUNNING).exists()
    if not ours:
        return False
    found = [hit for hit in hits if 0 < len(hit.url) <= LONGEST_ADDRESS]
    Namesake.objects.bulk_create(
        (
            Namesake(
                source_id=search.source_id,
                url=hit.url,
                label=(hit.title or hit.url)[:300],
                description=hit.snippet[:500],
                rank=rank,
            )
            for rank, hit in enumerate(found)
        ),
        update_conflicts=True,
        unique_fields=["source", "url"],
        update_fields=["label", "description", "rank"],
    )
    return NamesakeSearch.objects.succeed(search.pk, hit_count=len(found))


@transaction.atomic
def confirm(*, namesake: Namesake, by: User) -> Namesake:
    """This entry is the source: it becomes the source's ``same_as``, in place of another. Safe to call twice."""
    namesake = _alone(namesake)
    if namesake.confirmed and namesake.source.same_as == namesake.url:
        return namesake
    others = Namesake.objects.filter(source=namesake.source, confirmed=True).exclude(pk=namesake.pk)
    others.update(confirmed=None, decided_by=None, decided_at=None)
    return _decide(namesake, by, confirmed=True, same_as=namesake.url)


@transaction.atomic
def refuse(*, namesake: Namesake, by: User) -> Namesake:
    """This entry is not the source, or no longer thought to be. Safe to call twice."""
    namesake = _alone(namesake)
    if namesake.confirmed is False:
        return namesake
    same_as = "" if namesake.source.same_as == namesake.url else namesake.source.same_as
    return _decide(namesake, by, confirmed=False, same_as=same_as)


def _alone(namesake: Namesake) -> Namesake:
    Source.objects.one_at_a_time(namesake.source.project_id)
    return Namesake.objects.select_related("source").defer("source__search").get(pk=namesake.pk)


def _decide(namesake: Namesake, by: User, *, confirmed: bool, same_as: str) -> Namesake:
    namesake.confirmed, namesake.decided_by, namesake.decided_at = confirmed, by, timezone.now()
    namesake.save(update_fields=["confirmed", "decided_by", "decided_at"])
    source = namesake.source
    if source.same_as != same_as:
        source.same_as = same_as
        source.save(update_fields=["same_as"])
    verb = "namesake.confirmed" if confirmed else "namesake.refused"
    Event.objects.record(verb, source, project_id=source.project_id, by=by, url=namesake.url)
    return namesake
