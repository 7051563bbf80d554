"""What makes a statement worth checking, in the words that a checker reads."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.splitting import split
from claims.splitting.checkworthy import points, score

REASONS = [
    ("The firm lost $3 million.", "a figure"),
    ("The firm lost $3 million.", "an amount of money"),
    ("The firm was founded in August.", "a date or a length of time"),
    ("Two out of three pupils failed.", "a share or a rate"),
    ("The river is longer than the road.", "a comparison"),
    ("It is the oldest bridge in the town.", "a superlative or a first"),
    ("The mayor has never paid the fine.", "always, never, every or no"),
    ("Wages fell in the north.", "a rise or a fall"),
    ("The bridge fell because of the storm.", "a causal claim"),
    ("The mayor vetoed the plan.", "a record or a legal act"),
    ("Trump’s decree banned the app.", "a record or a legal act"),
    ("The firm was accused of fraud.", "an allegation"),
    ("Microsoft bought the firm.", "a named actor"),
    ("Microsoft bought the firm.", "an event"),
    ("Critics say that the firm is small.", "an unnamed source"),
]


@pytest.mark.parametrize(("text", "reason"), REASONS)
def test_a_reason_is_given(text: str, reason: str) -> None:
    (claim,) = split(text).claims
    assert reason in claim.reasons


AGAINST = [
    ("Is the bridge safe?", "a question"),
    ("Thank you for coming.", "a courtesy"),
    ("Let me answer that.", "talk about the talk"),
    ("I believe in this town.", "a feeling or a belief"),
    ("We will build a bridge.", "a promise or a prediction"),
    ("We must build a bridge.", "a call to act"),
    ("Perhaps the bridge could hold.", "a supposition"),
    ("My father loved this bridge.", "the speaker's own life"),
    ("That is what it is.", "nothing named"),
    ("And so the bridge --", "a sentence broken off"),
]


@pytest.mark.parametrize(("text", "reason"), AGAINST)
def test_what_speaks_against_lowers_the_score_and_is_no_reason(text: str, reason: str) -> None:
    weights = {point.reason: point.weight for point in points(text)}
    assert weights[reason] < 0
    assert reason not in score(text)[1]


NOT_FOUND = [
    ("The firm is small.", "a named actor"),  # the first word of a sentence always has a capital
    ("The great depression ended.", "a judgement of worth"),
    ("The questions remained.", "a question"),
    ("Willing helpers came.", "a promise or a prediction"),
    ("The mustard is hot.", "a call to act"),
]


@pytest.mark.parametrize(("text", "reason"), NOT_FOUND)
def test_what_only_looks_like_a_feature(text: str, reason: str) -> None:
    assert reason not in {point.reason for point in points(text)}


def test_the_weightiest_reason_comes_first() -> None:
    found = points("Microsoft lost $3 million in 2019.")
    weights = {point.reason: point.weight for point in found}
    reasons = score("Microsoft lost $3 million in 2019.")[1]
    assert [weights[r] for r in reasons] == sorted((weights[r] for r in reasons), reverse=True)
    assert reasons[0] == "a figure"


RANKED = [
    "Unemployment fell by 4 percent in 2019, the lowest rate in decades.",
    "The senator voted against the bill.",
    "The town has a bridge.",
    "I think that we should all be proud of this town.",
    "Thank you, and good evening.",
]


def test_statements_are_ranked() -> None:
    scores = [score(text)[0] for text in RANKED]
    assert scores == sorted(scores, reverse=True)
    assert len(set(scores)) == len(scores)


def test_more_reasons_rank_higher_in_a_split_too() -> None:
    bare, rich = (
        split(text).claims[0] for text in ("The town has a bridge.", "Microsoft lost $3 million in 2019.")
    )
    assert bare.reasons == ()
    assert 0 < bare.worthiness < rich.worthiness < 1


@settings(deadline=None, max_examples=50)
@given(st.text(st.characters(), max_size=60))
def test_any_text_has_a_score(text: str) -> None:
    value, reasons = score(text)
    assert 0 <= value <= 1
    assert len(set(reasons)) == len(reasons)
    assert all(len(reason) <= 60 for reason in reasons)  # the length that is stored


MONOTONOUS = [
    "a" * 50_000,
    "has been " * 8_000,
    "-- " * 20_000,
    "the most " * 8_000,
    '?"' * 20_000,
    "more and " * 8_000,
]


@pytest.mark.parametrize("text", MONOTONOUS, ids=[repr(text[:9]) for text in MONOTONOUS])
def test_a_score_takes_no_longer_than_the_text_is_long(text: str) -> None:
    began = time.process_time()
    score(text)
    assert time.process_time() - began < 5  # seconds; a square of the length takes minutes
