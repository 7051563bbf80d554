"""The seed article: every one of its reported statements, with its source."""

from pathlib import Path

import pytest

from claims.splitting import split
from claims.splitting.spans import Polarity, SourceKind, Split, Tie, WaiverReason
from tests.splitting.reading import said_by, words

TEXT = (Path(__file__).parents[2] / "seeds" / "tiktok-oracle.txt").read_bytes().decode("utf-8")


@pytest.fixture(scope="module")
def seed() -> Split:
    return split(TEXT)


REPORTED = [
    ("the company’s statement", "made no mention of", "it"),
    ("Mr. Trump’s management", "did not agree", "that the new agreement would “comfort” their concerns"),
    (
        "a source familiar with confirmed conversations with Hollywood Reporter",
        "",
        "ByteDance chose Oracle as a partner",
    ),
    ("Trump", "arguing", "that ByteDance could give the Chinese government access"),
    ("Trump’s decree", "banned", "TicToc in the US"),
    ("the company", "writes", "“We are convinced that our proposal"),
    ("the source", "According to", "Oracle participates as a technology partner"),
    ("TikTok", "denied", "the accusations"),
    ("TikTok", "stated", "that the company keeps data of American service users"),
    ("TikTok and ByteDance representatives", "declined", "to comment"),
    ("", "’s unclear", "whether Oracle TikTok will be interested in this partnership"),
]


@pytest.mark.parametrize(("source", "cue", "begins"), REPORTED)
def test_a_reported_statement(seed: Split, source: str, cue: str, begins: str) -> None:
    found = [words(TEXT, a) for a in seed.attributions if words(TEXT, a)[:2] == (source, cue)]
    assert any(content.startswith(begins) for _, _, content in found), found


KINDS = [
    ("Trump’s decree", SourceKind.DOCUMENT, "Trump’s decree"),
    ("the company’s statement", SourceKind.DOCUMENT, "the company’s statement"),
    ("Mr. Trump’s management", SourceKind.ORGANISATION, "Mr. Trump’s management"),
    (
        "the source",
        SourceKind.ANONYMOUS,
        "a source familiar with confirmed conversations with Hollywood Reporter",
    ),
    ("TikTok", SourceKind.ORGANISATION, "TikTok"),
    ("Trump", SourceKind.PERSON, "Donald Trump"),
]


@pytest.mark.parametrize(("source", "kind", "name"), KINDS)
def test_the_kind_of_a_source(seed: Split, source: str, kind: SourceKind, name: str) -> None:
    indexes = {a.source_index for a in said_by(TEXT, seed, source)}
    assert {(seed.sources[i].kind, seed.sources[i].name) for i in indexes if i is not None} == {(kind, name)}


def test_the_source_is_the_one_that_was_described(seed: Split) -> None:
    (said,) = said_by(TEXT, seed, "the source")
    (reading,) = said.readings
    assert reading.tie is Tie.NOUN
    assert seed.sources[reading.source].name.startswith("a source familiar")
    assert "the source" in reading.reason


def test_the_company_is_left_open(seed: Split) -> None:
    (said,) = said_by(TEXT, seed, "the company")
    assert said.readings == ()
    assert said.source_index is None
    names = [seed.sources[reading.source].name for reading in said.open_readings]
    assert {"Microsoft", "TikTok"} <= set(names)
    sure = [reading.confidence for reading in said.open_readings]
    assert sure == sorted(sure, reverse=True)


def test_representatives_of_two_are_two_bodies(seed: Split) -> None:
    (said,) = said_by(TEXT, seed, "TikTok and ByteDance representatives")
    who = [seed.sources[reading.source] for reading in said.readings]
    assert [(source.name, source.kind) for source in who] == [
        ("TikTok", SourceKind.ORGANISATION),
        ("ByteDance", SourceKind.ORGANISATION),
    ]


def test_the_decree_is_a_document_of_trumps(seed: Split) -> None:
    (said,) = said_by(TEXT, seed, "Trump’s decree")
    decree = seed.sources[said.readings[0].source]
    assert (decree.kind, decree.role) == (SourceKind.DOCUMENT, "decree of Donald Trump")


def test_both_halves_of_the_denial_have_one_source(seed: Split) -> None:
    halves = said_by(TEXT, seed, "TikTok")
    assert {a.polarity for a in halves} == {Polarity.DENIES, Polarity.ASSERTS}
    assert len({a.source_index for a in halves}) == 1


def test_the_unclosed_quotation_swallows_nothing(seed: Split) -> None:
    declined = TEXT.index("TikTok and ByteDance representatives declined")
    opened = TEXT.index("“It is said")
    quoted = [span for a in seed.attributions for span in a.content if span.start >= opened - 1]
    assert all(span.end <= declined for span in quoted if span.start < declined)
    claim = next(c for c in seed.claims if c.polarity is Polarity.DECLINES)
    assert claim.text == "TikTok and ByteDance representatives declined to comment"


def test_the_title_at_the_end_is_a_headline(seed: Split) -> None:
    waived = {seed.sentences[w.sentence].span.of(TEXT): w.reason for w in seed.waivers}
    assert waived == {"ByteDance Partners Tiktok": WaiverReason.HEADLINE}
