"""Every provider keeps the same promises, and the registry knows which are on."""

from datetime import date

import pytest

from claims.providers.base import Hit, Provider
from claims.providers.google_factcheck import GoogleFactCheck
from claims.providers.local import Library, Precedents
from claims.providers.polite import Client
from claims.providers.registry import Switch, available
from tests.providers.contract import check_contract
from tests.providers.loopback import KEY, Loopback


def find(query: str, as_of: date | None, lang: str, limit: int) -> list[Hit]:
    """A search that ignores the limit, so that the provider has to keep it."""
    return [Hit(provider_id=str(at), title=f"{query} {at}", snippet=f"{lang} {as_of}") for at in range(9)]


@pytest.mark.parametrize("kind", [Library, Precedents])
def test_local_providers_keep_the_contract(kind: type[Library | Precedents]) -> None:
    hits = check_contract(kind(find), query="bridge closes")
    assert hits[0].title == "bridge closes 0"
    assert hits[0].snippet == "en 2024-06-01"


def test_google_keeps_the_contract(server: Loopback) -> None:
    provider = GoogleFactCheck(Client(), key=KEY, base_url=server.url("success"))
    check_contract(provider, query="bridge closes")


def test_only_configured_providers_are_on() -> None:
    assert available() == {}
    assert list(available(library=find, precedents=find)) == ["library", "precedents"]
    assert list(available(switches={"google-factcheck": Switch(key=KEY)})) == ["google-factcheck"]
    assert list(available(switches={"google-factcheck": Switch(key="  ")})) == []
    assert list(available(switches={"google-factcheck": Switch(on=True)})) == []
    assert list(available(switches={"google-factcheck": Switch(on=False, key=KEY)})) == []


def test_the_registry_hands_on_what_google_needs(server: Loopback) -> None:
    providers: dict[str, Provider] = available(
        switches={"google-factcheck": Switch(key=KEY, urls=(server.url("success"),))},
        client=Client(contact="desk (mail@desk.example)"),
    )
    assert providers["google-factcheck"].search("bridge", None, "en", 3)
    assert server.seen[0]["headers"]["user-agent"] == "desk (mail@desk.example)"
