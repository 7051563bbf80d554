"""GDELT's list of news articles."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.providers.base import ProviderError
from claims.providers.errors import SlowDownError
from claims.providers.gdelt import Gdelt, query, read
from tests.providers.asking import Asking
from tests.providers.loopback import Loopback
from tests.providers.spoken.gdelt import SPOKEN, article


@pytest.fixture
def gdelt(server: Loopback) -> Asking:
    return Asking(server, Gdelt)


def test_articles_become_hits(gdelt: Asking) -> None:
    first, _ = gdelt.hits(SPOKEN.success)
    assert first.title == first.snippet == "Bridge closes for two months , city says (1)"
    assert (first.publisher, first.published_at) == ("news1.example", date(2024, 5, 3))
    assert first.raw["sourcecountry"] == "United States"


def test_the_cut_off_ends_the_period(gdelt: Asking) -> None:
    gdelt.hits(SPOKEN.success, as_of=date(2024, 6, 1), lang="de", limit=900)
    gdelt.hits(SPOKEN.success)
    dated, open_ = gdelt.sent
    assert (dated["startdatetime"], dated["enddatetime"]) == ("20240303000000", "20240601235959")
    assert (dated["query"], dated["maxrecords"]) == ("bridge closes sourcelang:deu", "250")
    assert (open_["timespan"], open_["query"]) == ("3months", "bridge closes")
    assert (open_["mode"], open_["format"]) == ("artlist", "json")


def test_articles_after_the_cut_off_stay(gdelt: Asking) -> None:
    (hit,) = gdelt.hits({"articles": [article(1)]}, as_of=date(2024, 1, 1))
    assert hit.is_after(date(2024, 1, 1))


@pytest.mark.parametrize(
    ("typed", "sent"),
    [
        ("Oracle won bid", "Oracle won bid"),
        ("US EU go to war", "war"),
        ("U.S. bridge 5%", "bridge"),
        ("COVID-19 U.S.A. O’Brien 1,200", '"COVID-19" "U.S.A" "O’Brien" "1,200"'),
        ("bridge, (closed)", "bridge, (closed)"),
        ('"two months" bridge', '"two months" bridge'),
        ("near10:bridge", "near10:bridge"),
        ("a to", ""),
    ],
)
def test_words_as_gdelt_takes_them(typed: str, sent: str) -> None:
    assert query(typed) == sent


def test_short_words_alone_are_not_sent(gdelt: Asking) -> None:
    with pytest.raises(ProviderError, match="three letters"):
        gdelt.hits(SPOKEN.success, "go to")
    assert gdelt.sent == []


@pytest.mark.parametrize(
    "complaint",
    [
        b"Your query was too short or too long.",
        b"One or more of your keywords were too short, too long or too common: (the)",
    ],
)
def test_complaints_are_plain_text_with_status_200(gdelt: Asking, complaint: bytes) -> None:
    with pytest.raises(ProviderError, match=r"did not accept the question: .* too short") as caught:
        gdelt.hits(complaint)
    assert not caught.value.retryable


def test_the_limit_is_told_in_plain_text(gdelt: Asking) -> None:
    with pytest.raises(SlowDownError, match="every five seconds") as caught:
        gdelt.hits(b"Please limit requests to one every 5 seconds or contact somebody for larger queries.\n")
    assert caught.value.retry_after == 10.0


def test_broken_json_is_mended(gdelt: Asking) -> None:
    title = rb"C:\path \"x\" \u00e9" + bytes([32, 1, 9])
    body = b'{"articles": [{"url": "https://a.example/1", "title": "%s", "domain": "a"}]}' % title
    assert gdelt.hits(body)[0].title == 'C:\\path "x" é'


def test_an_empty_body_is_an_empty_list(gdelt: Asking) -> None:
    assert gdelt.hits(b"\n") == []


@given(st.binary() | st.from_regex(r'\{"articles": \[.*\]\}').map(str.encode))
def test_any_body_is_an_object_or_an_error(body: bytes) -> None:
    try:
        answer, words = read(body, service="GDELT"), "GDELT "
    except ProviderError as error:
        answer, words = {}, str(error)
    assert isinstance(answer, dict)
    assert words.startswith("GDELT ")
