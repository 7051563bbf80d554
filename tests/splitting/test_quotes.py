"""Quotation marks in every state: text, and the stretches that stand in quotation marks."""

import itertools

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from claims.splitting.paragraphs import paragraphs, trimmed
from claims.splitting.quotes import quotations
from claims.splitting.spans import Span

CASES = [
    ("He said “yes” twice.", ["“yes”"]),
    ('He said "yes" twice.', ['"yes"']),
    ("He said «yes» twice.", ["«yes»"]),
    ("Er sagte „ja“ und ging.", ["„ja“"]),
    ("He said ''yes'' twice.", ["''yes''"]),
    ("He said ‘yes, of course,’ twice.", ["‘yes, of course,’"]),
    ("The users’ data and the dogs’ food.", []),
    ("It's the '90s and rock ’n’ roll.", []),
    ("She said “he told me ‘go away’ and left.”", ["“he told me ‘go away’ and left.”"]),
    ("A closing mark” with nothing open.", []),
    ('A 6" pipe is 6" wide.', []),
    ('It opens "and never closes. The next is free.', ['"and never closes.']),
    ("It opens “here. Then “again” comes.", ["“here.", "“again”"]),
    ('Mixed “marks" are paired.', ['“marks"']),
    ("", []),
]


def _sentences(text: str) -> list[Span]:
    """Sentences by full stops, good enough for these cases."""
    cuts = [0, *(i + 2 for i in range(len(text) - 1) if text[i : i + 2] == ". "), len(text)]
    spans = (trimmed(text, b, e) for b, e in itertools.pairwise(cuts))
    return [span for span in spans if span]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_marks(text: str, expected: list[str]) -> None:
    found = quotations(text, paragraphs(text), _sentences(text))
    assert [quotation.span.of(text) for quotation in found] == expected


def test_a_paragraph_that_opens_again_goes_on() -> None:
    text = "“First part. Second part.\n\n“Third part.”"
    found = quotations(text, paragraphs(text), _sentences(text))
    assert [(q.span.of(text), q.closed, q.goes_on) for q in found] == [
        ("“First part. Second part.", False, True),
        ("“Third part.”", True, False),
    ]


@settings(max_examples=300, deadline=None)
@example("``````")
@given(st.text(alphabet="ab .\n\"'“”‘’«»„`,", max_size=60))
def test_quotations_never_overlap_and_stay_in_their_paragraph(text: str) -> None:
    parts = paragraphs(text)
    spans = [q.span for q in quotations(text, parts, _sentences(text))]
    assert all(one.end <= other.start for one, other in itertools.pairwise(spans))
    assert all(any(p.start <= s.start and s.end <= p.end for p in parts) for s in spans)
