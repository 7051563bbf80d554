"""All outside services as people see them on the jobs page: what they are, whether they are on, how they are."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import redis

from claims.providers.base import Quota
from claims.providers.polite import Client, ServiceState, service_states
from claims.providers.registry import OFF, SERVICES, Switch
from claims.providers.service import Service


@dataclass(frozen=True, slots=True)
class Seen:
    """One service. ``why_off`` is empty where it is on; ``state`` is None where nothing is known of it.

    ``wanted``: somebody set it up, though it may lack something.

    ``quota`` has words for people and the figures that ``state.tokens`` and ``state.under_way`` belong to.
    """

    slug: str
    name: str
    terms: str
    home: str
    version: str
    quota: Quota
    on: bool
    wanted: bool = False
    why_off: str = ""
    state: ServiceState | None = None


def overview(
    switches: Mapping[str, Switch],
    client: Client,
    store: redis.Redis | None = None,
    kinds: Sequence[type[Service]] = SERVICES,
) -> tuple[list[Seen], bool]:
    """Every service there is, in the registry's order, and whether Redis told how those that are on are.

    Asks no service anything.
    """
    seen = list(_all(switches, client, kinds))
    states: dict[str, ServiceState] = {}
    told = store is not None
    if store is not None:
        try:
            states = service_states(store, {one.slug: one.quota for one in seen if one.on})
        except (redis.RedisError, OSError):
            told = False
    return [replace(one, state=states.get(one.slug)) for one in seen], told


def _all(switches: Mapping[str, Switch], client: Client, kinds: Sequence[type[Service]]) -> Iterator[Seen]:
    for kind in kinds:
        switch = switches.get(kind.slug, OFF)
        urls = switch.urls or ("",)
        for url in urls if kind.several else urls[:1]:
            service = kind(client, base_url=url, key=switch.key)
            health = service.health()
            why = _why_off(kind, switch) or health.message
            yield _seen(service, why, wanted=switch.wanted)


def _why_off(kind: type[Service], switch: Switch) -> str:
    """What somebody has to set who wants it, where nobody did; empty where it is wanted."""
    name = kind.variable()
    if switch.wanted:
        return ""
    if switch.on is False:
        return f"Switched off ({name}=off)."
    if kind.needs_key:
        return f"Not set up: set {name}_KEY."
    return f"Not set up: set {name}_URL." if not kind.default_url else f"Not set up: set {name}=on."


def _seen(service: Service, why_off: str, *, wanted: bool) -> Seen:
    return Seen(
        slug=service.slug,
        name=service.name,
        terms=service.terms,
        home=service.home,
        version=service.version,
        quota=service.quota,
        on=not why_off,
        wanted=wanted,
        why_off=why_off,
    )
