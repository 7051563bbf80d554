"""What every provider promises, checked the same way against the local ones, the fake and the real thing."""

import json
import re
from datetime import UTC, date, datetime, timedelta

import pytest

from claims.providers.base import Answer, Health, Hit, Provider, Question

CUT_OFF = date(2024, 6, 1)


def check_contract(provider: Provider, *, query: str) -> list[Hit]:
    """Asserts the promises of ``Provider``; ``query`` must find something. Returns the hits."""
    _check_words(provider)
    assert provider.health() == Health(ok=True)
    answer = provider.ask(Question(query, CUT_OFF, "en", 5))
    hits = answer.hits
    assert 1 <= len(hits) <= 5
    for hit in hits:
        _check_hit(hit)
    identities = [hit.provider_id for hit in hits]
    assert len(set(identities)) == len(identities)
    _check_replay(answer)
    assert [hit.provider_id for hit in provider.search(query, CUT_OFF, "en", 5)] == identities
    assert len(provider.search(query, None, "", 1)) == 1
    assert provider.search(query, None, "", 0) == []
    assert provider.search("  ", None, "", 5) == []
    return hits


def _check_words(provider: Provider) -> None:
    for word in (provider.slug, provider.name, provider.version, provider.terms, provider.quota.words):
        assert word
        assert isinstance(word, str)
    assert re.fullmatch(r"[a-z0-9][a-z0-9.\-]{0,39}", provider.slug)
    assert len(provider.version) <= 20
    assert "\n" not in provider.terms
    assert provider.home == "" or provider.home.startswith("https://")
    assert provider.quota.per_second > 0
    assert provider.quota.burst >= 1
    assert provider.quota.concurrency >= 1
    assert 0 < provider.shape.characters <= 2000
    assert provider.shape.words > 0


def _check_hit(hit: Hit) -> None:
    assert hit.provider_id
    assert hit.title
    assert hit.snippet
    assert "\0" not in hit.title + hit.snippet
    assert hit.url == "" or hit.url.startswith(("https://", "http://", "/"))
    assert hit.published_at is None or type(hit.published_at) is date
    assert (hit.start is None) == (hit.end is None)
    json.dumps(hit.raw, allow_nan=False).encode("utf-8")
    with pytest.raises(AttributeError):
        hit.title = "changed"  # type: ignore[misc]


def _check_replay(answer: Answer) -> None:
    """Where somebody outside was asked, the record says whom, what, when, and what came back."""
    json.dumps(answer.request, allow_nan=False)
    for exchange in answer.exchanges:
        assert exchange.method in {"GET", "POST"}
        assert re.fullmatch(r"https?://[^?#]+", exchange.url)
        assert re.fullmatch(r"[0-9a-f]{64}", exchange.sha256)
        assert exchange.status == 200
        assert datetime.now(UTC) - timedelta(days=1) < exchange.retrieved_at <= datetime.now(UTC)
    assert bool(answer.exchanges) == bool(answer.response_sha256) == bool(answer.retrieved_at)
