"""Which providers are on, given plain values of configuration.

``SERVICES`` is the one table of outside services. A new one is a class in a file of its own and a line here;
its settings follow from its slug: ``google-factcheck`` reads GOOGLE_FACTCHECK, GOOGLE_FACTCHECK_KEY and
GOOGLE_FACTCHECK_URL. Services of a desk's own come as ``kinds``, after these.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from claims.providers.base import Provider
from claims.providers.brave import Brave
from claims.providers.crossref import Crossref
from claims.providers.edgar import Edgar
from claims.providers.gdelt import Gdelt
from claims.providers.google_factcheck import GoogleFactCheck
from claims.providers.kiwix import Kiwix
from claims.providers.local import FactChecks, Find, Library, Precedents
from claims.providers.mediawiki import MediaWiki
from claims.providers.openalex import OpenAlex
from claims.providers.polite import Client
from claims.providers.searxng import SearXNG
from claims.providers.service import Service
from claims.providers.wayback import Wayback
from claims.providers.wikidata import Wikidata

SERVICES: tuple[type[Service], ...] = (
    GoogleFactCheck,
    MediaWiki,
    Kiwix,
    Wikidata,
    SearXNG,
    Brave,
    Gdelt,
    Wayback,
    Crossref,
    OpenAlex,
    Edgar,
)


@dataclass(frozen=True, slots=True)
class Switch:
    """How one service is set up. ``on`` None: on when its key or its address is there, else off."""

    on: bool | None = None
    key: str = field(default="", repr=False)
    urls: tuple[str, ...] = ()

    @property
    def wanted(self) -> bool:
        """Whether somebody asked for the service; it may yet lack something (see ``Service.health``)."""
        return bool(self.key.strip() or self.urls) if self.on is None else self.on


OFF = Switch()


def services(
    switches: Mapping[str, Switch], client: Client, kinds: Sequence[type[Service]] = SERVICES
) -> Iterator[Service]:
    """Every service that is wanted, once for each of its addresses, whether or not it lacks something."""
    for kind in kinds:
        switch = switches.get(kind.slug, OFF)
        urls = switch.urls or ("",)
        for url in urls if kind.several else urls[:1]:
            if switch.wanted:
                yield kind(client, base_url=url, key=switch.key)


def available(
    *,
    library: Find | None = None,
    precedents: Find | None = None,
    factchecks: Find | None = None,
    switches: Mapping[str, Switch] | None = None,
    client: Client | None = None,
    kinds: Sequence[type[Service]] = SERVICES,
) -> dict[str, Provider]:
    """The providers that can be asked, by slug, local ones first.

    The local ones need a search; an outside one needs to be wanted and to lack nothing.
    """
    providers: list[Provider] = []
    if library is not None:
        providers.append(Library(library))
    if precedents is not None:
        providers.append(Precedents(precedents))
    if factchecks is not None:
        providers.append(FactChecks(factchecks))
    outside = services(switches or {}, client or Client(), kinds)
    providers += [service for service in outside if service.health().ok]
    return {provider.slug: provider for provider in providers}
