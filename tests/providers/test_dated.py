"""What was known first, what came later after it; and the small readers that services share."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.providers.base import Hit, Question
from claims.providers.dated import earlier_first
from claims.providers.languages import primary, three_letters
from claims.providers.markup import domain, readable

DAY = date(2024, 6, 1)
Bounds = tuple[date | None, date | None]


def asked(as_of: date | None, *, limit: int = 3, found: int = 1) -> list[Bounds]:
    bounds: list[Bounds] = []

    def ask(since: date | None, until: date | None) -> list[Hit]:
        bounds.append((since, until))
        return [Hit(f"{since}{at}", "title", "snippet") for at in range(found)]

    list(earlier_first(Question("bridge", as_of, limit=limit), ask))
    return bounds


def test_later_ones_are_asked_for_where_there_is_room() -> None:
    assert asked(DAY) == [(None, DAY), (date(2024, 6, 2), None)]
    assert asked(DAY, found=3) == [(None, DAY)]
    assert asked(None) == [(None, None)]


def test_nothing_is_later_than_today() -> None:
    today = datetime.now(UTC).date()
    for day in (today, today + timedelta(days=1), date.max):
        assert asked(day) == [(None, day)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain", "plain"),
        ("a < b > c", "a < b > c"),
        ("x<y and z", "x<y and z"),
        ("AT&T; R&D", "AT&T; R&D"),
        ("<b>a</b>&nbsp;&amp;amp; b", "a & b"),
        ("a<script>alert(1)</script>b", "ab"),
        (" a \n b ", "a b"),
    ],
)
def test_text_is_what_a_reader_would_see(text: str, expected: str) -> None:
    assert readable(text) == expected


@given(st.text())
def test_any_text_is_one_line(text: str) -> None:
    assert readable(text) == " ".join(readable(text).split())


@pytest.mark.parametrize(
    ("url", "host"),
    [("https://www.a.example:8443/x", "a.example"), ("http://[::1", ""), ("javascript:alert(1)", ""), ("", "")],
)
def test_domains(url: str, host: str) -> None:
    assert domain(url) == host


@pytest.mark.parametrize(
    ("lang", "code"), [("en", "eng"), ("pt-BR", "por"), ("zh_TW", "zho"), ("deu", "deu"), ("xx", ""), ("", "")]
)
def test_language_codes(lang: str, code: str) -> None:
    assert three_letters(lang) == code


def test_the_primary_language() -> None:
    assert primary(" PT-br ") == "pt"
