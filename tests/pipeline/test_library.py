"""Documents come in once and are cut into passages that can be quoted."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.extraction.passages import PASSAGE_LENGTH, passages
from claims.models import Document, Event, Passage
from claims.pipeline import library

WORDS = st.sampled_from(
    ["Prices", "rose", "by 4 percent.", "“We wait,”", "x" * 90, "x" * 700, "🍵", "e\u0301", "?", "!”", " ", "\n"]
)
SPACES = st.sampled_from([" ", "  ", "\n", "\n\n", "\n \t\n", "\t", "\u00a0", "\u2028", ". "])


@given(parts=st.lists(st.tuples(WORDS, SPACES), max_size=120))
def test_passages_quote_exactly_and_cover_every_word(parts):
    text = "".join(word + space for word, space in parts)
    places = passages(text)
    last, rest = 0, []
    for start, end in places:
        assert last <= start < end <= len(text), "in order, not overlapping, not empty"
        quote = text[start:end]
        assert quote == quote.strip(), "begins and ends with a word"
        assert len(quote) <= PASSAGE_LENGTH
        rest.append(text[last:start])
        last = end
    assert not "".join([*rest, text[last:]]).strip(), "no word is left out"


@pytest.mark.parametrize(
    ("text", "quotes"),
    [
        ("One.\n\nTwo.\nStill two.", ["One.", "Two.\nStill two."]),
        ("\n\n  One.  \n \n", ["One."]),
        ("", []),
        ("A " * 299 + "end. " + "B " * 100, ["A " * 299, "end. " + "B " * 100]),
    ],
)
def test_paragraphs_are_passages(text, quotes):
    assert [text[start:end] for start, end in passages(text)] == [quote.strip() for quote in quotes]


def test_a_long_paragraph_is_cut_at_a_sentence_end():
    text = "Prices rose by 4 percent in May. " * 40
    quotes = [text[start:end] for start, end in passages(text)]
    assert len(quotes) == 3
    assert all(quote.endswith("May.") and quote.startswith("Prices") for quote in quotes)


def test_a_wide_gap_at_the_cut_belongs_to_no_passage():
    text = "a" * 597 + ". " + "   b" * 50
    quotes = [text[start:end] for start, end in passages(text)]
    assert [quote[:1] for quote in quotes] == ["a", "b"]


def test_a_document_is_kept_with_its_passages(cast):
    document = library.add_document(
        project=cast.project, by=cast.reviewer, title=" Prices ", text="One.\r\n\r\nTwo.", publisher="p" * 250
    )
    assert (document.title, document.text, document.kind) == ("Prices", "One.\n\nTwo.", "library")
    assert len(document.publisher) == 200
    rows = Passage.objects.filter(document=document)
    assert [(row.text, document.text[row.start : row.end]) for row in rows] == [("One.", "One."), ("Two.", "Two.")]
    assert Event.objects.filter(verb="document.added", target_id=document.pk).exists()


def test_the_same_text_again_is_the_document_there_is(cast):
    first = library.add_document(project=cast.project, by=cast.reviewer, title="A", text="One.\nTwo.")
    again = library.add_document(project=cast.project, by=cast.editor, title="B", text="One.\r\nTwo.")
    assert again == first
    assert [model.objects.count() for model in (Document, Passage)] == [1, 1]
    assert Event.objects.filter(verb="document.added").count() == 1


@pytest.mark.parametrize(("text", "words"), [(" \n", "no text"), ("x" * 1_048_577, "1 MB"), ("\ud83d", "half")])
def test_what_cannot_be_kept_is_refused(cast, settings, text, words):
    settings.ARTICLE_MAX_BYTES = 1024 * 1024
    with pytest.raises(library.Refused, match=words):
        library.add_document(project=cast.project, by=None, title="", text=text)


def test_a_document_without_a_title_takes_its_first_words(cast):
    document = library.add_document(project=cast.project, by=None, title=" ", text="  Indented first line\nMore.")
    assert document.title == "Indented first line"
