"""Claims: what of a text is to be checked."""

import pytest

from claims.splitting import split
from claims.splitting.spans import SpeechKind


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
