"""Names and descriptions."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.measures.names import called, is_acronym, is_name

NAMES = ["Maria Ortega", "the White House", "The New York Times", "eBay", "東京都", "Росстат", "الأمم المتحدة",
         "AT&T", "Trump's decree", "Mx. O’Neil"]  # fmt: skip
DESCRIPTIONS = ["the company", "The company", "a source", "An official", "officials", "his lawyer", "", "  ", "the",
                "42", "“it”", "the 2024 report"]  # fmt: skip


@pytest.mark.parametrize("words", NAMES)
def test_names(words):
    assert is_name(words)


@pytest.mark.parametrize("words", DESCRIPTIONS)
def test_descriptions(words):
    assert not is_name(words)


INITIALS = [("ECB", True), ("U.N.", True), ("AT&T", True), ("Ada", False), ("X", False), ("THE END", False),
            ("G7", False), ("", False)]  # fmt: skip


@pytest.mark.parametrize(("words", "short"), INITIALS)
def test_initials(words, short):
    assert is_acronym(words) is short


@given(st.text())
def test_any_words_are_one_or_the_other(words):
    assert is_name(words) in (True, False)
    if is_acronym(words):
        assert len(words.split()) == 1


CALLED = [("Maria Ortega, 71,", "Maria Ortega"), ("“Maria Ortega”", "Maria Ortega"), ("Ortega (71)", "Ortega"),
          ("Maria\n Ortega", "Maria Ortega"), ("Group of 7", "Group of 7"), ("Al-Jazeera", "Al-Jazeera"),
          ("J. Smith Jr.", "J. Smith Jr."), ("Channel 4 News", "Channel 4 News"), ("42", "42"),
          ("—", "—")]  # fmt: skip


@pytest.mark.parametrize(("words", "name"), CALLED)
def test_what_somebody_is_called(words, name):
    assert called(words) == name
