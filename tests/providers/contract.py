"""What every provider promises, checked the same way against the local ones, the fake and the real thing."""

import json
from datetime import date

import pytest

from claims.providers.base import Health, Hit, Provider


def check_contract(provider: Provider, *, query: str) -> list[Hit]:
    """Asserts the promises of ``Provider``; ``query`` must find something. Returns the hits."""
    for word in (provider.slug, provider.name, provider.version, provider.terms):
        assert word
        assert isinstance(word, str)
    assert provider.slug == provider.slug.lower()
    assert provider.health() == Health(ok=True)
    hits = provider.search(query, date(2024, 6, 1), "en", 5)
    assert 1 <= len(hits) <= 5
    for hit in hits:
        _check_hit(hit)
    identities = [hit.provider_id for hit in hits]
    assert len(set(identities)) == len(identities)
    assert [hit.provider_id for hit in provider.search(query, date(2024, 6, 1), "en", 5)] == identities
    assert len(provider.search(query, None, "", 1)) == 1
    assert provider.search(query, None, "", 0) == []
    assert provider.search("  ", None, "", 5) == []
    return hits


def _check_hit(hit: Hit) -> None:
    assert hit.provider_id
    assert hit.title
    assert hit.snippet
    assert "\0" not in hit.title + hit.snippet
    assert hit.published_at is None or type(hit.published_at) is date
    assert (hit.start is None) == (hit.end is None)
    json.dumps(hit.raw, allow_nan=False).encode("utf-8")
    with pytest.raises(AttributeError):
        hit.title = "changed"  # type: ignore[misc]
