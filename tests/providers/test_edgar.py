"""Company filings in the USA."""

from datetime import date
from typing import Any

import pytest

from claims.providers.base import ProviderError
from claims.providers.edgar import Edgar, address
from claims.providers.errors import RefusedError, SlowDownError
from claims.providers.http import Response
from claims.providers.polite import Client
from tests.providers.asking import Asking
from tests.providers.loopback import Loopback
from tests.providers.spoken.edgar import SPOKEN, answer, filing


@pytest.fixture
def edgar(server: Loopback) -> Asking:
    return Asking(server, Edgar)


def test_filings_become_hits(edgar: Asking) -> None:
    first, second = edgar.hits(SPOKEN.success)
    assert first.title == "Example Corp (EXM): 10-K"
    assert first.snippet == (
        "Example Corp (EXM): 10-K, EX-21.1 SUBSIDIARIES OF THE REGISTRANT, for the period to 2023-09-30, "
        "filed 2023-11-03"
    )
    assert first.url == ("https://www.sec.gov/Archives/edgar/data/320193/000032019323000106/a10-kexhibit211.htm")
    assert (first.publisher, first.published_at) == ("SEC EDGAR", date(2023, 11, 3))
    assert second.snippet == "Example Corp (EXM): 8-K, for the period to 2023-09-30, filed 2023-11-03"


def test_the_cut_off_is_asked_for_and_later_filings_fill_up(edgar: Asking) -> None:
    def reply(asked: dict[str, Any]) -> Any:
        known = asked["query"]["startdt"] == "2001-01-01"
        return answer(filing("0000320193-23-000106", "a.htm", file_date="2023-11-03" if known else "2024-02-02"))

    hits = edgar.hits(reply, as_of=date(2024, 1, 1))
    known, later = edgar.sent
    assert (known["dateRange"], known["startdt"], known["enddt"]) == ("custom", "2001-01-01", "2024-01-01")
    assert later["startdt"] == "2024-01-02"
    assert len(hits) == 1, "the same document is one hit"


def test_without_a_cut_off_all_years_are_searched(edgar: Asking) -> None:
    edgar.hits(SPOKEN.success)
    assert edgar.sent == [{"q": "bridge closes"}]


def test_it_needs_somebody_to_write_to(server: Loopback) -> None:
    nameless = Edgar(Client(contact="desk"), base_url=server.url("reply"))
    with pytest.raises(ProviderError, match="CONTACT"):
        nameless.search("bridge", None, "", 3)
    assert server.seen == []


def test_too_many_requests_are_told_from_a_refused_agent() -> None:
    edgar = Edgar(Client(contact="mail@desk.example"))
    body = b"<html><title>SEC.gov | Request Rate Threshold Exceeded</title></html>"
    with pytest.raises(SlowDownError) as caught:
        edgar.accept(Response(403, {}, body, "", 0.1))
    assert caught.value.retry_after == 600.0
    with pytest.raises(RefusedError, match="mail address"):
        edgar.accept(Response(403, {}, b"Your Request Originates from an Undeclared Automated Tool", "", 0.1))


@pytest.mark.parametrize(
    ("identity", "ciks"),
    [
        ("0000320193-23-000106:../../etc/passwd", ["0000320193"]),
        ("0000320193-23-000106:a b.htm", ["0000320193"]),
        ("0000320193-23-000106", ["0000320193"]),
        ("odd:a.htm", ["0000320193"]),
        ("0000320193-23-000106:a.htm", ["x"]),
        ("0000320193-23-000106:a.htm", []),
        ("0000320193-23-000106:a.htm", None),
    ],
)
def test_odd_parts_make_no_address(identity: str, ciks: Any) -> None:
    assert address(identity, {"ciks": ciks}) == ""
