"""Words for values and for lengths of time."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone, translation

from claims.models import Finding
from claims.templatetags.words import (
    FINDING_MEANS,
    age,
    ago,
    as_date,
    as_text,
    finding_means,
    label,
    seconds_between,
    span_words,
)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "0.0 s"), (0.24, "0.2 s"), (9.94, "9.9 s"), (10, "10 s"), (59.9, "59 s"), (60, "1 min"),
        (3599, "59 min"), (3600, "1 h"), (86399, "23 h"), (86400, "1 day"), (200000, "2 days"),
    ],
)  # fmt: skip
def test_span_words(seconds: float, words: str) -> None:
    assert span_words(seconds) == words


def test_ago() -> None:
    assert ago(0.4) == "now"
    assert ago(-3) == "now"
    assert ago(61) == "1 min ago"


def test_age_carries_the_full_time() -> None:
    when = timezone.now() - timedelta(hours=2)
    html = age(when)
    assert f'datetime="{when.isoformat()}"' in html
    assert ">2 h ago</time>" in html
    assert age(None) == ""


def test_seconds_between_needs_both_ends() -> None:
    start = datetime(2026, 1, 2, tzinfo=UTC)
    assert seconds_between(start + timedelta(seconds=3), start) == "3.0 s"
    assert seconds_between(None, start) == ""
    assert seconds_between(start, None) == ""


def test_label_in_two_languages() -> None:
    assert label("out_of_context", "finding") == "Out of context"
    assert label("unheard of", "finding") == "unheard of"
    with translation.override("de"):
        assert label("out_of_context", "finding") == str(Finding.OUT_OF_CONTEXT.label)


def test_label_of_an_unknown_vocabulary_fails() -> None:
    with pytest.raises(KeyError):
        label("x", "no such vocabulary")


def test_every_finding_has_a_meaning() -> None:
    assert set(FINDING_MEANS) == set(Finding.values)
    assert all(finding_means(value).endswith(".") for value in Finding.values)


def test_values_of_fields() -> None:
    assert as_text(None) == ""
    assert as_text(7) == "7"
    assert as_date(date(2026, 11, 2)) == "2026-11-02"
    assert as_date("2 November") == "2 November"
    assert as_date(None) == ""
