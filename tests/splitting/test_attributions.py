"""Each construct that reports: text, and the source, cue and content that it shows."""

import pytest

from claims.splitting import split
from claims.splitting.spans import Polarity, SpeechKind
from tests.splitting.reading import heard, words

CONSTRUCTS = [
    ("The mayor said that the bridge was safe.", ("The mayor", "said", "that the bridge was safe")),
    ("The mayor said the bridge was safe.", ("The mayor", "said", "the bridge was safe")),
    ("“The bridge is safe,” the mayor said.", ("the mayor", "said", "“The bridge is safe,”")),
    ("“The bridge is safe,” said Anna Lind.", ("Anna Lind", "said", "“The bridge is safe,”")),
    ("Anna Lind said: “The bridge is safe.”", ("Anna Lind", "said", "“The bridge is safe.”")),
    ("The bridge was safe, the mayor said.", ("the mayor", "said", "The bridge was safe")),
    ("This bridge, the mayor says, is safe.", ("the mayor", "says", "This bridge | is safe")),
    (
        "According to the police, three people were hurt.",
        ("the police", "According to", "three people were hurt."),
    ),
    (
        "Three people were hurt, according to the police.",
        ("the police", "according to", "Three people were hurt"),
    ),
    ("The company declined to comment.", ("The company", "declined", "to comment")),
    ("The company denied the accusations.", ("The company", "denied", "the accusations")),
    ("The minister vowed to lower taxes.", ("The minister", "vowed", "to lower taxes")),
    ("The senator called for a new vote.", ("The senator", "called for", "a new vote")),
    ("Critics called the plan a disaster.", ("Critics", "called", "the plan a disaster")),
    (
        "It is understood that the talks have failed.",
        ("", "is understood", "that the talks have failed"),
    ),
    (
        "It is unclear whether the talks will go on.",
        ("", "is unclear", "whether the talks will go on"),
    ),
    (
        "The president's decree banned the sale of oil.",
        ("The president's decree", "banned", "the sale of oil"),
    ),
    (
        "The report made no mention of the accident.",
        ("The report", "made no mention of", "the accident"),
    ),
    (
        "The bank will close ten branches, a person familiar with the matter said.",
        ("a person familiar with the matter", "said", "The bank will close ten branches"),
    ),
    (
        "The bank will close ten branches, a person familiar with the matter.",
        ("a person familiar with the matter", "", "The bank will close ten branches"),
    ),
    ("TAPPER: Do you think the bridge is safe?", ("TAPPER", ":", "Do you think the bridge is safe?")),
    (
        "''The bridge is safe,'' the mayor said.",
        ("the mayor", "said", "''The bridge is safe,''"),
    ),
    ("The mayor said,“The bridge is safe.”", ("The mayor", "said", "“The bridge is safe.”")),
]


@pytest.mark.parametrize(("text", "expected"), CONSTRUCTS)
def test_one_attribution(text: str, expected: tuple[str, str, str]) -> None:
    assert heard(text) == [expected]


TWICE = [
    (
        "The company denied the accusations and stated that it keeps the data at home.",
        [
            ("The company", "denied", "the accusations"),
            ("The company", "stated", "that it keeps the data at home"),
        ],
    ),
    (
        "The mayor said the bridge was safe and added that the tunnel was not.",
        [
            ("The mayor", "said", "the bridge was safe"),
            ("The mayor", "added", "that the tunnel was not"),
        ],
    ),
]


@pytest.mark.parametrize(("text", "expected"), TWICE)
def test_conjoined_verbs_share_their_source(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert heard(text) == expected


POLARITIES = [
    ("The company declined to comment.", Polarity.DECLINES),
    ("The company refused to answer questions.", Polarity.DECLINES),
    ("The company did not comment on the report.", Polarity.DECLINES),
    ("The company denied that it sold the data.", Polarity.DENIES),
    ("The company rejected the accusations.", Polarity.DENIES),
    ("The union did not agree that the offer was fair.", Polarity.DENIES),
    ("The union doubted that the offer was fair.", Polarity.DOUBTS),
    ("It is unclear whether the offer was fair.", Polarity.DOUBTS),
    ("The union said that the offer was fair.", Polarity.ASSERTS),
]


@pytest.mark.parametrize(("text", "expected"), POLARITIES)
def test_polarity(text: str, expected: Polarity) -> None:
    found = split(text)
    assert [a.polarity for a in found.attributions] == [expected]
    assert [c.polarity for c in found.claims] == [expected]


SPEECH = [
    ("“The bridge is safe,” the mayor said.", SpeechKind.DIRECT),
    ("The mayor said that the bridge was “safe and sound” for all.", SpeechKind.MIXED),
    ("The mayor said that the bridge was safe.", SpeechKind.INDIRECT),
]


@pytest.mark.parametrize(("text", "expected"), SPEECH)
def test_kind_of_speech(text: str, expected: SpeechKind) -> None:
    assert [a.speech for a in split(text).attributions] == [expected]


def test_a_chain_keeps_its_hops() -> None:
    text = "A source told the Reporter that the company said it will sell the app."
    found = split(text)
    assert [words(text, a)[0] for a in found.attributions] == ["A source", "the company"]
    assert [a.parent for a in found.attributions] == [None, 0]
    inner = next(c for c in found.claims if c.text == "it will sell the app")
    assert inner.attributions == (1, 0)


def test_a_quotation_goes_on_after_its_speaker() -> None:
    text = "“The bridge is safe,” Anna Lind said. “We looked at it twice.”"
    assert heard(text) == [("Anna Lind", "said", "“The bridge is safe,” | “We looked at it twice.”")]


def test_a_quotation_goes_on_in_the_next_paragraph() -> None:
    text = "Anna Lind said: “The bridge is safe.\n\n“The tunnel is not safe at all.”"
    assert heard(text) == [("Anna Lind", "said:", "“The bridge is safe. | “The tunnel is not safe at all.”")]


def test_what_is_said_inside_a_quotation_stays_with_its_speaker() -> None:
    text = "“I think the bridge is safe, and I want to cross it,” Anna Lind said."
    assert [source for source, _, _ in heard(text)] == ["Anna Lind"]
