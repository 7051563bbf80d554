"""Sentences of the article's own voice: what of them is a claim by itself, and what stays together."""

import pytest

from claims.splitting import split

APART = [
    (
        "TikTok arrived in the U.S. in August 2018 after ByteDance acquired a rival site and merged two apps.",
        [
            "TikTok arrived in the U.S. in August 2018",
            "ByteDance acquired a rival site",
            "ByteDance | merged two apps",
        ],
    ),
    ("Prices rose and wages fell.", ["Prices rose", "wages fell"]),
    (
        "The bridge was closed in May, the tunnel was opened in June and the road was sold in July.",
        ["The bridge was closed in May", "the tunnel was opened in June", "the road was sold in July"],
    ),
    (
        "The firm bought the site in May, sold it in June and closed it in July.",
        ["The firm bought the site in May", "The firm | sold it in June", "The firm | closed it in July"],
    ),
    (
        "The man was arrested on Monday and charged with fraud.",
        ["The man was arrested on Monday", "The man was | charged with fraud"],
    ),
    (
        "The firm has hired 40 people and opened two plants.",
        ["The firm has hired 40 people", "The firm | opened two plants"],
    ),
    ("The firm sells phones; its rival sells cars.", ["The firm sells phones", "its rival sells cars"]),
    (
        "While the firm lost money, its rival gained 4 % of the market.",
        ["the firm lost money", "its rival gained 4 % of the market"],
    ),
    (
        "Even though the firm lost money, it paid a dividend.",
        ["the firm lost money", "it paid a dividend"],
    ),
    ("Before the war began, the town had 4,000 people.", ["the war began", "the town had 4,000 people"]),
    (
        "Interestingly, after the firm lost money, the town paid $3 million.",
        ["the firm lost money", "the town paid $3 million"],
    ),
    ("But the firm sold the bridge, and the town bought it.", ["the firm sold the bridge", "the town bought it"]),
    ("The firm grew and its shares rose by 4 %.", ["The firm grew", "its shares rose by 4 %"]),
]


@pytest.mark.parametrize(("text", "expected"), APART)
def test_each_part_that_can_be_checked_alone_is_a_claim(text: str, expected: list[str]) -> None:
    claims = split(text).claims
    assert [" | ".join(span.of(text) for span in claim.spans) for claim in claims] == expected


TOGETHER = [
    "The architects designed and built the bridge.",  # both need the one object
    "The man came and went.",
    "If the bill passes, taxes rise and wages fall.",
    "The firm lost $3 million because the bridge fell.",  # that one came of the other is the claim
    "The bridge did not close until the storm came.",
    "The bridge closed two years after the tunnel opened.",  # the two years belong to both
    "The decision was made after the firm lost money.",  # the decision alone says too little
    "The alarm rings when smoke rises.",
    "The firm was not sold to a rival or closed by its owner.",
    "The boy who stole the car and burned the house was arrested.",
    "The firm, which closed its plant in May, lost $3 million last year.",
    "The bridge and the tunnel were closed in May.",
    "The workers began to clean the bridge and paint the tunnel.",
    "The town has old bridges and new tunnels.",
    "The police closed the bridge, and that cost $3 million.",  # "that" leans on what was before
    "The police closed the bridge when the storm came, and that was a mistake.",
    "The firm sold the bridge in May, and it was the first sale in years.",
    "The book “Rain fell and the town drowned” was sold in May.",
]


@pytest.mark.parametrize("text", TOGETHER)
def test_what_cannot_stand_alone_stays_in_one_claim(text: str) -> None:
    assert [claim.text for claim in split(text).claims] == [text]


def test_the_parts_of_a_sentence_that_no_source_says_are_the_articles_own() -> None:
    text = "The firm was founded in 1999, and its chairman said that it made a profit."
    found = [(claim.text, bool(claim.attributions)) for claim in split(text).claims]
    assert found == [("The firm was founded in 1999", False), ("it made a profit", True)]


def test_a_few_reported_words_do_not_hide_the_sentence_around_them() -> None:
    text = (
        "The company spent four years and $30 million on a new bridge over the river near the old harbour, "
        "though the town’s engineers had said that it was unsafe."
    )
    found = [(claim.text[:21], bool(claim.attributions)) for claim in split(text).claims]
    assert found == [("The company spent fou", False), ("it was unsafe", True)]


def test_a_reporting_sentence_is_not_claimed_beside_what_it_reports() -> None:
    text = "The mayor, who came to the town in 1999 with two sons and a dog, said that the bridge was safe."
    assert [claim.text for claim in split(text).claims] == ["the bridge was safe"]


def test_a_part_that_foretells_leaves_the_one_that_tells() -> None:
    text = "The firm will close its plant after it lost $3 million last year."
    found = split(text)
    assert [claim.text for claim in found.claims] == ["it lost $3 million last year"]
    assert found.waivers == ()


REPORTED = [
    ("The minister said that taxes fell and that wages rose.", ["taxes fell", "wages rose"]),
    (
        "The minister said taxes fell by 4 % in May and wages rose by 3 %.",
        ["taxes fell by 4 % in May", "wages rose by 3 %"],
    ),
    ("The police say the man stole the car and sold it.", ["the man stole the car", "the man | sold it"]),
    ("The mayor said that the bridge and the tunnel were safe.", ["the bridge and the tunnel were safe"]),
    ("The mayor said that if taxes fall, wages rise.", ["if taxes fall, wages rise"]),
    ("“Taxes fell and wages rose,” the minister said.", ["“Taxes fell and wages rose,”"]),
]


@pytest.mark.parametrize(("text", "expected"), REPORTED)
def test_joined_complements_are_claims_with_one_attribution(text: str, expected: list[str]) -> None:
    claims = split(text).claims
    assert [" | ".join(span.of(text) for span in claim.spans) for claim in claims] == expected
    assert {claim.attributions for claim in claims} == {(0,)}


def test_a_sentence_of_very_many_clauses_is_left_whole() -> None:
    text = "The firm sold a bridge" + " and it bought a house" * 40 + "."
    assert len(split(text).claims) == 1
