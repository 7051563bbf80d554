"""Which providers this installation can ask, by its settings."""

from __future__ import annotations

from functools import partial

from django.conf import settings

from claims.models import Claim
from claims.pipeline.look_up import local
from claims.providers.base import Provider
from claims.providers.overview import Seen, overview
from claims.providers.polite import Client, connect, shared_client
from claims.providers.registry import Switch, available


def providers_for(claim: Claim | None = None) -> dict[str, Provider]:
    """The providers that are on; the local ones search the claim's own project."""
    return available(
        library=partial(local.search_library, claim),
        precedents=partial(local.search_rulings, claim),
        factchecks=partial(local.search_fact_checks, claim),
        switches=switches(),
        client=client(),
    )


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


def services() -> tuple[list[Seen], bool]:
    """Every outside service as people see it, on or off, and whether Redis told how those that are on are."""
    return overview(switches(), client(), connect(settings.REDIS_URL))
