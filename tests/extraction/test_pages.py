"""Which page a passage stands on."""

import pytest

from claims.extraction.pages import locator, pages_of

STARTS = (0, 100, 100, 250)


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        (0, 10, "p. 1"),
        (99, 100, "p. 1"),
        (90, 101, "pp. 1–3"),
        (100, 110, "p. 3"),
        (100, 250, "p. 3"),
        (240, 251, "pp. 3–4"),
        (250, 900, "p. 4"),
        (5, 5, ""),
    ],
)
def test_a_passage_is_on_its_pages(start: int, end: int, words: str) -> None:
    assert locator(STARTS, start, end) == words


def test_a_text_without_pages_has_none() -> None:
    assert pages_of((), 0, 10) is None
    assert locator((), 0, 10) == ""


def test_what_stands_before_the_first_page_is_on_it() -> None:
    assert pages_of((4,), 0, 3) == (1, 1)
