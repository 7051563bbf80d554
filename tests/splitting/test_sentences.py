"""Paragraphs and sentences: where they part and where they do not."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.splitting import split
from claims.splitting.language import passages
from claims.splitting.paragraphs import paragraphs
from claims.splitting.sentences import sentences, sentences_of
from claims.splitting.spans import Span

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


PIECES = st.sampled_from([*"aB .!?…“”\"')\n1", "U.S. ", "\n\n"])


@given(st.lists(st.lists(PIECES, max_size=60).map("".join), max_size=4))
@settings(max_examples=60, deadline=None)
def test_many_texts_together_part_where_each_does_alone(texts: list[str]) -> None:
    assert sentences_of(texts) == [sentences(text, passages(text)) for text in texts]


def test_what_plainly_is_one_sentence_is_not_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("claims.splitting.language.parser", lambda: pytest.fail("it was parsed"))
    assert sentences_of(["Prices rose by 2 percent.", " Wages fell \n\nRents rose!"]) == [
        [Span(0, 25)],
        [Span(1, 11), Span(14, 25)],
    ]
