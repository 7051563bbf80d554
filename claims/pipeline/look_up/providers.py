"""Which providers this installation can ask, by its settings."""

from __future__ import annotations

from functools import lru_cache, partial

from django.conf import settings

from claims import plugins
from claims.models import Claim
from claims.pipeline.look_up import local
from claims.providers.base import Provider
from claims.providers.overview import Seen, overview
from claims.providers.polite import Client, connect, shared_client
from claims.providers.registry import SERVICES, Switch, available
from claims.providers.service import Service, service_of

LOCAL = frozenset({"library", "precedents", "factchecks"})
"""The searches of this installation itself."""


def providers_for(claim: Claim | None = None) -> dict[str, Provider]:
    """The providers that are on; the local ones search the claim's own project."""
    local_ones = available(
        library=partial(local.search_library, claim),
        precedents=partial(local.search_rulings, claim),
        factchecks=partial(local.search_fact_checks, claim),
    )
    return local_ones | _outside(tuple(switches().items()), client(), kinds())


@lru_cache(maxsize=4)
def _outside(
    switched: tuple[tuple[str, Switch], ...], asked_by: Client, known: tuple[type[Service], ...]
) -> dict[str, Provider]:
    """The services that are on, made once a process."""
    return available(switches=dict(switched), client=asked_by, kinds=known)


def kinds() -> tuple[type[Service], ...]:
    """Every outside service there is: ours, those that the desk added, those of installed packages."""
    there = (*SERVICES, *settings.OWN_PROVIDERS)
    return (*there, *plugins.plugged(plugins.PROVIDERS, service_of, [kind.slug for kind in there]).values.values())


def switches() -> dict[str, Switch]:
    """How the settings set up each outside service."""
    return {slug: Switch(**how) for slug, how in settings.SERVICES.items()}


def client() -> Client:
    """The client of this process, which shares rates, breakers and answers with all workers."""
    return shared_client(
        settings.REDIS_URL, contact=settings.CONTACT, allow_private=frozenset(settings.FETCH_ALLOW_PRIVATE)
    )


def provider_names() -> dict[str, str]:
    """What people call the providers that are on, by slug."""
    return {slug: provider.name for slug, provider in providers_for().items()}


def for_questions(claim: Claim | None = None) -> dict[str, Provider]:
    """Those that a person may ask about a claim in words of their own: not who only knows names of sources."""
    found = providers_for(claim)
    return {slug: provider for slug, provider in found.items() if provider.asks & {"claim", "address"}}


def services() -> tuple[list[Seen], bool]:
    """Every outside service as people see it, on or off, and whether Redis told how those that are on are."""
    return overview(switches(), client(), connect(settings.REDIS_URL), kinds())
