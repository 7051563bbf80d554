"""Any text at all: no exception, offsets that hold, every sentence accounted for."""

import itertools
import json
import subprocess
import sys
import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from claims.splitting import split
from claims.splitting.spans import Attribution, Span, Split

PIECES = st.sampled_from(
    [
        *"“”\"'’‘«»:,.?…\n\t \x00\ud800\u202e\u200f\ufeff\u2028é",
        *["''", "``", "\n\n", "\r\n", "e\u0301", "👩‍👩‍👧", "שלום", "中文。", "42 %"],
        *[
            "Mr. Lind",
            "she",
            "they",
            "The company",
            "the source",
            "Владимир Путин",
            "習近平",
            "de la Cruz",
            "WHO",
            "we",
        ],
        *["the mayor", "Anna Lind", "TAPPER", "a source familiar with", "who", "I think", "that", "and", "not"],
        *["said", "denied", "according to", "declined to comment", "is understood", "will", "the bridge is safe"],
    ]
)
WRITTEN = st.lists(st.tuples(PIECES, st.sampled_from(["", " "])), max_size=25).map(
    lambda pairs: "".join(piece + gap for piece, gap in pairs)
)
ANY = st.text(st.characters(), max_size=80)


def check(text: str, found: Split) -> None:
    """What holds for the split of every text."""
    _covers(text, found)
    size = len(text)
    for attribution in found.attributions:
        spans = [*attribution.source, *attribution.cue, *attribution.content]
        assert attribution.content
        assert all(0 <= span.start < span.end <= size for span in spans)
        for role in (attribution.source, attribution.cue, attribution.content):
            assert all(a.end <= b.start for a, b in itertools.pairwise(role))
        _reads(attribution, len(found.sources))
        assert attribution.parent is None or 0 <= attribution.parent < len(found.attributions)
    for claim in found.claims:
        assert claim.spans
        assert claim.text == " ".join(span.of(text) for span in claim.spans)
        assert all(span.end <= size for span in claim.spans)
        assert all(0 <= index < len(found.attributions) for index in claim.attributions)
        assert len(set(claim.attributions)) == len(claim.attributions)
        assert 0 <= claim.worthiness <= 1
    assert all(source.name.strip() and len(source.name) <= 300 and source.reason for source in found.sources)
    assert all(alias and alias != source.name for source in found.sources for alias in source.aliases)
    for statement in found.statements:
        assert statement.spans
        assert 0 <= statement.source < len(found.sources)
        assert all(0 <= span.start < span.end <= size for span in statement.spans)
    assert all(_ends(found, index) for index in range(len(found.attributions)))


def _reads(attribution: Attribution, sources: int) -> None:
    """One or more who speak together, or two or more between which nothing decides, never both."""
    readings, opened = attribution.readings, attribution.open_readings
    assert not (readings and opened)
    assert len(opened) != 1
    assert attribution.source_index == (readings[0].source if readings else None)
    for some in (readings, opened):
        assert len({reading.source for reading in some}) == len(some)
        assert all(0 <= reading.source < sources and 0 <= reading.confidence <= 1 for reading in some)
        assert all(reading.reason for reading in some)
    sure = [reading.confidence for reading in opened]
    assert sure == sorted(sure, reverse=True)


def _covers(text: str, found: Split) -> None:
    spans = [sentence.span for sentence in found.sentences]
    assert all(a.end <= b.start for a, b in itertools.pairwise(spans))
    held = {i for span in spans for i in range(span.start, span.end)}
    assert {i for i, c in enumerate(text) if not c.isspace()} <= held
    assert all(span.of(text) == span.of(text).strip() for span in spans)
    touched = {n for n, span in enumerate(spans) for c in found.claims if any(_meet(span, s) for s in c.spans)}
    waived = [waiver.sentence for waiver in found.waivers]
    assert len(set(waived)) == len(waived)
    assert touched | set(waived) == set(range(len(spans)))
    assert not touched & set(waived)


def _meet(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def _ends(found: Split, index: int) -> bool:
    """Whether the parents of an attribution come to an end."""
    seen: set[int] = set()
    current: int | None = index
    while current is not None and current not in seen:
        seen.add(current)
        current = found.attributions[current].parent
    return current is None


@settings(max_examples=150, deadline=None)
@given(WRITTEN)
@example("")
@example(" \n\t ")
@example("\ud800\udc00 said that \udfff.")
@example("“")
@example("''")
@example(":: : said: “: ”")
def test_written_text(text: str) -> None:
    check(text, split(text))


@settings(max_examples=100, deadline=None)
@given(ANY)
def test_any_text(text: str) -> None:
    check(text, split(text))


LONG = [
    "word " * 5000,
    "a" * 20000,
    "“" * 3000,
    "'" * 3000,
    "the mayor said that " * 400,
    "and " * 3000,
    "\n" * 5000 + "x",
    "He said: “" * 500,
    "x\r\n" * 2000,
    "Anna Lind and " * 400 + "Peter Berg said that it was safe.",
    "“He said, ‘she said, “they said it was safe,”’” Anna Lind said. " * 40,
    "The company said that it was safe. Microsoft and Google met. " * 150,
    "A" + "nna" * 200 + " Lind said that it was safe.",
]


@pytest.mark.parametrize("text", LONG, ids=[repr(text[:12]) for text in LONG])
def test_long_and_monotonous_text(text: str) -> None:
    check(text, split(text))


def test_a_split_is_the_same_twice() -> None:
    text = "“The bridge is safe,” the mayor said. The tunnel, according to the police, is not."
    assert split(text) == split(text)


def test_line_ends_move_no_offset() -> None:
    text = "The mayor said that the bridge was safe.\r\n\r\nThe police denied it."
    assert [s.span.of(text) for s in split(text).sentences] == [
        "The mayor said that the bridge was safe.",
        "The police denied it.",
    ]


def test_time_grows_with_length_and_no_faster() -> None:
    paragraph = "The mayor said that the bridge was safe, “and the tunnel too,” but the police denied it.\n\n"
    small, large = (_seconds(paragraph * n) for n in (40, 400))
    assert large < 30 * small + 1, (small, large)


def _seconds(text: str) -> float:
    began = time.process_time()
    split(text)
    return time.process_time() - began


def test_importing_the_package_loads_no_parser() -> None:
    code = "import json, sys, claims.splitting; print(json.dumps([m for m in sys.modules if 'spacy' in m]))"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert json.loads(ran.stdout) == []
