"""Which sentences are waived and why, each beside those that only look like it."""

import pytest

from claims.splitting import split
from claims.splitting.spans import WaiverReason

WAIVED = {
    WaiverReason.QUESTION: [
        "Is the bridge safe?",
        "“Is the bridge safe?”",
        "But who paid for the bridge, and when?",
    ],
    WaiverReason.HEADLINE: [
        "Bridge Closed After Storm",
        "ByteDance Partners Tiktok",
        "Mayor closes bridge after storm",
        "Key events",
    ],
    WaiverReason.BOILERPLATE: [
        "***",
        "Sign up for our newsletter.",
        "Read more: The bridge that fell",
        "Copyright 2020 The Daily",
        "© 2020 The Daily. All rights reserved.",
        "Terms of Use and Privacy Policy",
        "Photo: The bridge in May.",
        "Editor's note: This text was mended.",
        "Anna Lind contributed to this report.",
        "Reporting by Anna Lind; editing by Tom Berg.",
        "This article was originally published in May.",
        "Follow us on social media.",
    ],
    WaiverReason.OPINION: [
        "The town should close the bridge.",
        "The town must not close the bridge.",
        "The decision is shameful.",
        "It was a brilliant speech.",
        "Sadly, the bridge is gone.",
        "In my view the bridge is too old.",
    ],
    WaiverReason.PREDICTION: [
        "The bridge will close in two years.",
        "The bridge won’t close.",
        "The bridge is likely to close in two years.",
        "The town is going to build a bridge.",
        "The bridge is set to close.",
        "Only time will tell.",
    ],
    WaiverReason.EXPERIENCE: [
        "I walked over the bridge that night.",
        "We ran for the bridge.",
    ],
}


@pytest.mark.parametrize(("reason", "text"), [(reason, text) for reason, texts in WAIVED.items() for text in texts])
def test_a_waived_sentence(reason: WaiverReason, text: str) -> None:
    found = split(text)
    assert {waiver.reason for waiver in found.waivers} == {reason}
    assert found.claims == ()


KEPT = [
    # questions that are told of
    "“Is the bridge safe?” the mayor asked.",
    "The mayor asked: “Is the bridge safe?”",
    "The poster on the wall read “Who closed the bridge?”",
    "The mayor asked whether the bridge was safe.",
    # headlines that are sentences or items of a list
    "The company bought a rival in August 2018",
    "• 40 people in the town",
    # boilerplate that is news
    "The firm changed its privacy policy in May.",
    "The court ruled that the terms of service were illegal.",
    "Rising prices contributed to this report of losses in May.",
    "Copyright law was changed in 2020.",
    "More people left the town in May.",
    # opinions that are facts, or somebody else's
    "The terrible storm killed 40 people.",
    "Under the law, firms must file a report.",
    "The best bridge won a prize.",
    "It was a good year for the firm, with sales up 40 %.",
    "The mayor said that the decision is shameful.",
    "The town should have closed the bridge, the police said.",
    # predictions that were made, or are none
    "The rules prevent a firm that would sell its code.",
    "The firm, which will close in May, lost $3 million last year.",
    "We will see, the mayor said.",
    "The mayor said that the bridge will close.",
    "His will was read in May.",
    "The price is set by the town.",
    "The bridge was likely to close.",
    "The hands of the man were bound.",
    # a life that left a record, or the newsroom's own work
    "I voted against the bill.",
    "We asked the firm for its books.",
    "We paid $400 for the bridge.",
    "The mayor walked over the bridge that night.",
]


@pytest.mark.parametrize("text", KEPT)
def test_a_sentence_that_only_looks_like_one_to_waive(text: str) -> None:
    found = split(text)
    assert found.waivers == ()
    assert found.claims
