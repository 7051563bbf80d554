"""What makes a statement worth checking, in the words that a checker reads."""

import pytest

from claims.splitting import split

REASONS = [
    ("The firm lost $3 million.", "a figure"),
    ("The firm was founded in August.", "a date"),
    ("The river is longer than the road.", "a comparison"),
    ("The bridge fell because of the storm.", "a causal claim"),
    ("The firm was accused of fraud.", "an allegation"),
    ("Microsoft bought the firm.", "a named actor"),
    ("Critics say that the firm is small.", "an unnamed source"),
]


@pytest.mark.parametrize(("text", "reason"), REASONS)
def test_a_reason_is_given(text: str, reason: str) -> None:
    (claim,) = split(text).claims
    assert reason in claim.reasons


def test_more_reasons_rank_higher() -> None:
    bare, rich = (
        split(text).claims[0] for text in ("The town has a bridge.", "Microsoft lost $3 million in 2019.")
    )
    assert bare.reasons == ()
    assert 0 < bare.worthiness < rich.worthiness <= 1
