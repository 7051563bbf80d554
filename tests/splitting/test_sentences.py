"""Paragraphs and sentences: where they part and where they do not."""

import pytest

from claims.splitting import split
from claims.splitting.paragraphs import paragraphs

PARAGRAPHS = [
    ("One.\n\nTwo.", ["One.", "Two."]),
    ("One.\r\n\r\nTwo.", ["One.", "Two."]),
    ("A headline\nThe first line of text.", ["A headline", "The first line of text."]),
    ("One.\u2029Two.", ["One.", "Two."]),
    ("  One.  \n \t \n  Two.", ["One.", "Two."]),
    ("", []),
    (" \n\n ", []),
]


@pytest.mark.parametrize(("text", "expected"), PARAGRAPHS)
def test_paragraphs(text: str, expected: list[str]) -> None:
    assert [span.of(text) for span in paragraphs(text)] == expected


def test_wrapped_lines_are_one_paragraph() -> None:
    text = (
        "The mayor of the town said on Monday that the old bridge over\n"
        "the river was safe and that the tunnel under the hill would be\n"
        "closed for two more years while workers look for the cracks in\n"
        "its walls."
    )
    assert len(paragraphs(text)) == 1
    assert [s.span.of(text) for s in split(text).sentences] == [text]


SENTENCES = [
    ("The bridge is safe. The tunnel is not.", ["The bridge is safe.", "The tunnel is not."]),
    ("“The bridge is safe.” The mayor left.", ["“The bridge is safe.”", "The mayor left."]),
    ("Mr. Lind met Sen. Smith in the U.S. on Monday.", ["Mr. Lind met Sen. Smith in the U.S. on Monday."]),
    ("No end\n\nThe bridge is safe.", ["No end", "The bridge is safe."]),
]


@pytest.mark.parametrize(("text", "expected"), SENTENCES)
def test_sentences(text: str, expected: list[str]) -> None:
    assert [s.span.of(text) for s in split(text).sentences] == expected
