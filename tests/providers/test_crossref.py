"""Scholarly works by Crossref's metadata."""

from datetime import date
from typing import Any

import pytest

from claims.providers.crossref import Crossref, abstract, issued
from claims.providers.polite import Client
from tests.providers.asking import KEY, Asking, days
from tests.providers.loopback import Loopback
from tests.providers.spoken.crossref import SPOKEN, WORKS, answer


@pytest.fixture
def crossref(server: Loopback) -> Asking:
    return Asking(server, Crossref)


def test_works_become_hits(crossref: Asking) -> None:
    first, second = crossref.hits(SPOKEN.success)
    assert first.title == "Bearings of harbour bridges & tunnels: A survey"
    assert first.snippet == "Bearings last forty years. Toll fell by 12 < 15 percent."
    assert (first.provider_id, first.url) == ("doi:10.5555/bridge.1", "https://doi.org/10.5555/bridge.1")
    assert (first.publisher, first.published_at) == ("Journal of Bridges", date(2018, 5, 3))
    assert second.snippet == "One, Two, Three et al. (2019), Bridge Press"
    assert second.published_at is None, "a year is no day"


def test_the_cut_off_is_asked_for_and_later_works_fill_up(crossref: Asking) -> None:
    def reply(asked: dict[str, Any]) -> Any:
        return answer(WORKS[1 if asked["query"]["filter"].startswith("from") else 0])

    hits = crossref.hits(reply, as_of=date(2018, 12, 31), limit=300)
    known, later = crossref.sent
    assert known["filter"] == "until-pub-date:2018-12-31"
    assert later["filter"] == "from-pub-date:2019-01-01"
    assert (known["query.bibliographic"], known["rows"]) == ("bridge closes", "100")
    assert "abstract" in known["select"].split(",")
    assert days(hits) == [date(2018, 5, 3), None]


def test_a_mail_address_is_named_and_not_recorded(crossref: Asking, server: Loopback) -> None:
    recorded = crossref.ask(SPOKEN.success).request
    assert crossref.sent[0]["mailto"] == "mail@desk.example"
    assert "mailto" not in recorded[0]["params"]
    Crossref(Client(contact="desk"), base_url=server.url("reply")).search("bridge", None, "", 3)
    assert "mailto" not in server.seen[-1]["query"]


def test_a_key_is_sent_where_there_is_one(crossref: Asking, server: Loopback) -> None:
    crossref.hits(SPOKEN.success)
    assert server.seen[0]["headers"]["crossref-plus-api-token"] == f"Bearer {KEY}"
    Crossref(Client(), base_url=server.url("reply")).search("bridge", None, "", 3)
    assert "crossref-plus-api-token" not in server.seen[1]["headers"]


def test_a_work_without_a_doi_cannot_be_cited(crossref: Asking) -> None:
    assert crossref.hits(answer({"title": ["Untold"]})) == []


@pytest.mark.parametrize(
    ("parts", "day"),
    [
        ([[2018, 5, 3]], date(2018, 5, 3)),
        ([[2018, 5]], None),
        ([[None]], None),
        ([[2018, 13, 1]], None),
        ([[2018, 5, 10**30]], None),
        ([[True, True, True]], None),
        ([["2018", 5, 3]], None),
        ([], None),
        (None, None),
    ],
)
def test_dates_are_days_or_nothing(parts: Any, day: date | None) -> None:
    assert issued({"issued": {"date-parts": parts}}) == day


@pytest.mark.parametrize(
    ("jats", "text"),
    [
        ("<jats:title>Summary</jats:title>\n <jats:p>It holds.</jats:p>", "It holds."),
        ("Abstract: It holds.", "It holds."),
        ("Abstract", "Abstract"),
        ("&lt;p&gt;It holds, 5 &amp;lt; 6.&lt;/p&gt;", "<p>It holds, 5 < 6.</p>"),
        ("", ""),
    ],
)
def test_abstracts(jats: str, text: str) -> None:
    assert abstract(jats) == text
