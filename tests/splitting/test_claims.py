"""Claims and waivers: what of a text is to be checked, and why the rest is not."""

import pytest

from claims.splitting import split
from claims.splitting.spans import SpeechKind, WaiverReason


def test_a_long_quotation_is_one_claim_a_sentence() -> None:
    text = "“The bridge is safe. The tunnel is not,” the mayor said. “It was closed in May.”"
    found = split(text)
    assert [claim.text for claim in found.claims] == [
        "“The bridge is safe.",
        "The tunnel is not,”",
        "“It was closed in May.”",
    ]
    assert {claim.attributions for claim in found.claims} == {(0,)}


def test_a_statement_in_two_pieces_is_one_claim() -> None:
    found = split("This bridge, the mayor says, is safe.")
    assert [(claim.text, len(claim.spans)) for claim in found.claims] == [("This bridge is safe", 2)]


def test_a_narrated_sentence_is_a_claim_of_the_article() -> None:
    found = split("The company bought a rival in August 2018.")
    (claim,) = found.claims
    assert claim.speech is SpeechKind.NARRATED
    assert claim.attributions == ()
    assert claim.text == "The company bought a rival in August 2018."


WHOLE = [
    "The company declined to comment",
    "The senator called for a new vote",
    "The minister vowed to lower taxes",
]


@pytest.mark.parametrize("clause", WHOLE)
def test_what_is_no_statement_alone_is_claimed_with_its_source(clause: str) -> None:
    assert [claim.text for claim in split(clause + ".").claims] == [clause]


def test_what_the_article_says_around_a_small_clause_is_claimed_too() -> None:
    text = (
        "The decision was made in the spring of 2020, when the board met in London and the chairman left, "
        "after the firm rejected an offer."
    )
    assert [claim.speech for claim in split(text).claims] == [SpeechKind.NARRATED, SpeechKind.INDIRECT]


WAIVERS = [
    ("Is the bridge safe?", WaiverReason.QUESTION),
    ("Bridge Closed After Storm", WaiverReason.HEADLINE),
    ("Sign up for our newsletter.", WaiverReason.BOILERPLATE),
    ("Copyright 2020 The Daily", WaiverReason.BOILERPLATE),
    ("***", WaiverReason.BOILERPLATE),
    ("The town should close the bridge.", WaiverReason.OPINION),
    ("The bridge will close in two years.", WaiverReason.PREDICTION),
    ("The bridge is likely to close in two years.", WaiverReason.PREDICTION),
    ("I walked over the bridge that night.", WaiverReason.EXPERIENCE),
]


@pytest.mark.parametrize(("text", "reason"), WAIVERS)
def test_a_waived_sentence(text: str, reason: WaiverReason) -> None:
    found = split(text)
    assert [(waiver.sentence, waiver.reason) for waiver in found.waivers] == [(0, reason)]
    assert found.claims == ()


KEPT = [
    "The rules prevent a firm that would sell its code.",
    "The firm, which will close in May, lost $3 million last year.",
    "We will see, the mayor said.",
]


@pytest.mark.parametrize("text", KEPT)
def test_a_sentence_that_only_looks_like_one_to_waive(text: str) -> None:
    found = split(text)
    assert found.waivers == ()
    assert found.claims
