"""The real Fact Check Tools service keeps the contract that the fake is built on."""

import os

import pytest

from claims.providers.google_factcheck import GoogleFactCheck
from claims.providers.polite import Client
from tests.providers.contract import check_contract


def test_google_keeps_the_contract() -> None:
    key = os.environ.get("GOOGLE_FACTCHECK_KEY", "")
    if not key:
        pytest.skip("GOOGLE_FACTCHECK_KEY is not set.")
    hits = check_contract(GoogleFactCheck(Client(), key=key), query="5G causes COVID-19")
    assert all(hit.url.startswith("http") for hit in hits)
    assert any(hit.rating for hit in hits)
    assert any(hit.publisher for hit in hits)
    assert any(hit.published_at for hit in hits)
