"""What holds a statement back, and whether it says that something is not so."""

import pytest

from claims.splitting import split
from claims.splitting.hedging import hedges

HEDGES = [
    ("The bridge may fall.", ("may",)),
    ("The bridge fell in May.", ()),
    ("May was wet.", ()),
    ("The firm reportedly lost about 40 people.", ("reportedly", "about")),
    ("The firm spoke about the bridge.", ()),
    ("Some 40 people left, and some stayed.", ("some",)),
    ("The firm allegedly paid, possibly twice, possibly more.", ("allegedly", "possibly")),
    ("The bridge appears to be closed.", ("appears to",)),
    ("The sentence was overturned.", ()),
]


@pytest.mark.parametrize(("text", "expected"), HEDGES)
def test_hedges(text: str, expected: tuple[str, ...]) -> None:
    assert hedges(text) == expected


NEGATED = [
    ("The firm did not pay the tax.", True),
    ("The firm never paid the tax.", True),
    ("The firm has no plans for a bridge.", True),
    ("Nobody paid the tax.", True),
    ("The firm no longer pays the tax.", True),
    ("The company’s statement made no mention of it.", True),
    ("The firm paid the tax that it did not owe.", False),
    ("The firm bought a site that nobody wanted.", False),
    ("The firm denied the accusations.", False),  # that is polarity
    ("The police said that the man did not steal the car.", True),
    ("The mayor did not say that the bridge was safe.", True),  # claimed whole: what is checked is that she did not
]


@pytest.mark.parametrize(("text", "expected"), NEGATED)
def test_negation_is_that_of_the_main_verb(text: str, expected: bool) -> None:
    assert [claim.negated for claim in split(text).claims] == [expected]


def test_a_hedge_stands_with_its_own_claim_only() -> None:
    text = "The minister said that taxes may fall and that wages rose."
    assert [(claim.text, claim.hedges) for claim in split(text).claims] == [
        ("taxes may fall", ("may",)),
        ("wages rose", ()),
    ]
