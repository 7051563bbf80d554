"""The real services keep the contract that their fakes are built on: each where it is set up as in production.

A service is asked when its settings are in the environment: NAME_KEY, NAME_URL, or NAME=on for those that need
neither. CONTACT must hold a mail address, which most of them want to see.
"""

import os

import pytest

from claims.providers.polite import Client
from claims.providers.service import Service
from claims.providers.wayback import Wayback
from tests.providers.contract import check_contract
from tests.providers.spoken import SPOKEN

QUERIES = {
    "mediawiki": "Golden Gate Bridge",
    "kiwix": "bridge",
    "wikidata": "Ada Lovelace",
    "searxng": "Golden Gate Bridge opened 1937",
    "brave": "Golden Gate Bridge opened 1937",
    "gdelt": "climate summit",
    "wayback": "https://example.com/",
    "crossref": "fatigue of suspension bridge cables",
    "openalex": "suspension bridge cables fatigue",
    "edgar": "toll bridge revenue",
}
KINDS = [spoken.kind for spoken in SPOKEN if spoken.kind.slug in QUERIES]


def real(kind: type[Service]) -> Service:
    """The service as the environment sets it up; skips the test where it does not."""
    name = kind.variable()
    key, url = os.environ.get(f"{name}_KEY", ""), os.environ.get(f"{name}_URL", "")
    if not (key or url or os.environ.get(name) == "on"):
        wanted = f"{name}_KEY" if kind.needs_key else f"{name}=on" if kind.default_url else f"{name}_URL"
        pytest.skip(f"{kind.name} is not set up: set {wanted}.")
    client = Client(contact=os.environ.get("CONTACT", "claim-workbench"))
    return kind(client, base_url=url.split(",")[0], key=key)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.slug)
def test_the_service_keeps_the_contract(kind: type[Service]) -> None:
    hits = check_contract(real(kind), query=QUERIES[kind.slug])
    assert all(hit.url.startswith("http") for hit in hits)


def test_the_archive_knows_the_nearest_copy() -> None:
    wayback = real(Wayback)
    assert isinstance(wayback, Wayback)
    assert wayback.available("https://example.com/") is not None
