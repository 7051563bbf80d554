"""When verdicts settle a claim by themselves: by each rule, whatever their order."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.measures.outcome import DISTANCE, MAJORITY, UNANIMOUS, Said, outcome

VALUES = {"true": 5, "mostly-true": 4, "half-true": 3, "mostly-false": 2, "false": 1}


def _said(*pairs):
    """``confirmed/true`` or ``true`` alone, one verdict each, keyed by place."""
    rows = []
    for place, words in enumerate(pairs):
        finding, _, rating = words.rpartition("/")
        rows.append(Said(str(place), finding or "confirmed", rating, VALUES.get(rating)))
    return rows


@pytest.mark.parametrize(
    ("said", "rule", "rating", "dissent"),
    [
        (["true"], UNANIMOUS, "true", ()),
        (["true", "true"], UNANIMOUS, "true", ()),
        (["true", "false"], UNANIMOUS, None, ()),
        (["true", "altered/true"], UNANIMOUS, None, ()),
        (["true", "true", "false"], UNANIMOUS, None, ()),
        (["true", "true", "false"], MAJORITY, "true", ("2",)),
        (["true", "false"], MAJORITY, None, ()),
        (["true", "true", "false", "half-true"], MAJORITY, None, ()),
        (["true", "altered/true", "true"], MAJORITY, "true", ("1",)),
        (["true", "altered/true", "not_found/true"], MAJORITY, None, ()),
        (["unproven", "true", "unproven"], MAJORITY, "unproven", ("1",)),
        (["true", "mostly-true"], DISTANCE, "mostly-true", ()),
        (["true", "half-true"], DISTANCE, None, ()),
        (["true", "altered/mostly-true"], DISTANCE, None, ()),
        (["true", "true", "mostly-true"], DISTANCE, "true", ()),
        (["true", "true", "mostly-true", "mostly-true"], DISTANCE, "mostly-true", ()),
        (["unproven", "unproven"], DISTANCE, "unproven", ()),
        (["unproven", "true"], DISTANCE, None, ()),
        (["unproven", "opinion"], DISTANCE, None, ()),
    ],
)
def test_each_rule(said, rule, rating, dissent):
    found = outcome(_said(*said), rule)
    assert (found and found.rating) == rating
    if found:
        assert found.dissent == dissent
        assert set(found.carries) | set(found.dissent) == {str(place) for place in range(len(said))}


def test_how_far_apart_is_for_the_project_to_say():
    said = _said("true", "half-true", "mostly-true")
    assert outcome(said, DISTANCE, distance=1) is None
    assert outcome(said, DISTANCE, distance=2).rating == "mostly-true"
    assert outcome(_said("true", "mostly-true"), DISTANCE, distance=0) is None
    assert outcome(_said("true", "true"), DISTANCE, distance=0).rating == "true"


@pytest.mark.parametrize("rule", [UNANIMOUS, MAJORITY, DISTANCE])
def test_nothing_said_settles_nothing(rule):
    assert outcome([], rule) is None


def test_an_unknown_rule_is_an_error():
    with pytest.raises(KeyError):
        outcome(_said("true"), "coin")


FINDINGS = st.sampled_from(["confirmed", "altered"])
RATINGS = st.sampled_from([*VALUES, "unproven", "opinion"])
VERDICTS = st.lists(st.tuples(FINDINGS, RATINGS), min_size=1, max_size=7).map(
    lambda given: [Said(str(n), finding, rating, VALUES.get(rating)) for n, (finding, rating) in enumerate(given)]
)
RULES = st.sampled_from([UNANIMOUS, MAJORITY, DISTANCE])


@given(VERDICTS, RULES, st.integers(0, 4), st.randoms())
def test_the_order_does_not_matter(verdicts, rule, distance, random):
    first = outcome(verdicts, rule, distance=distance)
    mixed = random.sample(verdicts, len(verdicts))
    again = outcome(mixed, rule, distance=distance)
    assert (first is None) == (again is None)
    if first and again:
        assert (first.finding, first.rating) == (again.finding, again.rating)
        assert (set(first.carries), set(first.dissent)) == (set(again.carries), set(again.dissent))


@given(VERDICTS, st.sampled_from([MAJORITY, DISTANCE]), st.integers(0, 4))
def test_what_all_say_settles_by_every_rule(verdicts, rule, distance):
    if alike := outcome(verdicts, UNANIMOUS):
        assert outcome(verdicts, rule, distance=distance) == alike


@given(VERDICTS, RULES, st.integers(0, 4))
def test_what_is_settled_was_said_by_somebody_who_carries_it(verdicts, rule, distance):
    if found := outcome(verdicts, rule, distance=distance):
        carrying = [one for one in verdicts if one.key in found.carries]
        assert (found.finding, found.rating) in {one.both for one in carrying}
        assert len(carrying) + len(found.dissent) == len(verdicts)
        assert 2 * len(carrying) > len(verdicts)


@given(VERDICTS, st.integers(0, 3))
def test_a_wider_distance_settles_all_that_a_narrower_one_does(verdicts, distance):
    if narrow := outcome(verdicts, DISTANCE, distance=distance):
        assert outcome(verdicts, DISTANCE, distance=distance + 1) == narrow
