"""Sourcing policies as data: the shipped presets, bad files, what is missing, what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import claims
from claims.measures.grade import GRADES
from claims.measures.policy import (
    BadPolicy,
    Outcome,
    asked,
    missing,
    parse_policy,
    read_policy,
    reading,
    verdict,
)

FOLDER = Path(claims.__path__[0]) / "presets" / "policies"
PRESETS = {path.stem: read_policy(path) for path in sorted(FOLDER.glob("*.toml"))}

GOOD = {
    "vital": True,
    "content-kind": "Yes",
    "on-record-attempted": "yes",
    "basis-of-knowledge": "Sat in the meeting.",
    "identity-known-by": "M. Okafor",
    "approved-by": "M. Okafor",
    "descriptor": True,
    "independent-sources": 2,
    "no-attack": True,
    "not-trivial": True,
    "direct-knowledge": True,
    "reason-for-anonymity": "Fears for the licence.",
    "one-side-facts-only": "yes",
    "motive": "Wants the sale stopped.",
    "count-told-truly": True,
}


def test_three_policies_are_shipped():
    assert set(PRESETS) == {"ap", "nyt", "reuters"}
    for policy in PRESETS.values():
        assert all(one.read_in for one in policy.questions)
        assert {letter for letter in GRADES if policy.standing[letter] == "ask"} == {
            letter for letter in GRADES if asked(policy, letter)
        }


@pytest.mark.parametrize("name", sorted(PRESETS))
@pytest.mark.parametrize("letter", ["A", "B", "N"])
def test_named_and_narrated_claims_need_no_answers(name, letter):
    found = verdict(PRESETS[name], letter, {})
    assert (found.outcome, found.missing) == (Outcome.ACCEPTED, ())


@pytest.mark.parametrize("name", sorted(PRESETS))
@pytest.mark.parametrize("letter", ["C", "D"])
def test_an_unnamed_claim_is_printed_when_all_is_answered(name, letter):
    policy = PRESETS[name]
    assert verdict(policy, letter, {}).outcome is Outcome.NEEDS_ANSWERS
    assert verdict(policy, letter, {}).missing == asked(policy, letter) == missing(policy, letter, {})
    found = verdict(policy, letter, GOOD)
    assert (found.outcome, found.missing, found.wishes) == (Outcome.ACCEPTED, (), ())


@pytest.mark.parametrize(
    ("name", "outcome"),
    [("ap", Outcome.REFUSED), ("nyt", Outcome.ACCEPTED), ("reuters", Outcome.ACCEPTED)],
)
def test_a_bare_source_is_refused_by_ap_whatever_is_answered(name, outcome):
    assert verdict(PRESETS[name], "E", GOOD).outcome is outcome


def test_an_answer_that_breaks_a_rule_refuses_and_says_which():
    found = verdict(PRESETS["ap"], "D", GOOD | {"content-kind": "no"})
    assert found.outcome is Outcome.REFUSED
    (reason,) = found.reasons
    assert reason.startswith("Does the source give information, rather than an opinion or a guess? Answered no. ")
    assert reason.endswith("AP news values: information only, neither opinion nor speculation.")


def test_a_single_source_is_wished_away_but_not_refused():
    found = verdict(PRESETS["reuters"], "D", GOOD | {"independent-sources": "1"})
    assert found.outcome is Outcome.ACCEPTED
    assert found.wishes == (
        "How many independent sources say the same? 1. Reuters handbook: two or more sources are better than one.",
    )


def test_what_is_missing_is_listed_in_the_files_order():
    answers = GOOD | {"vital": None, "identity-known-by": "  ", "independent-sources": "a few"}
    assert [one.slug for one in missing(PRESETS["ap"], "D", answers)] == [
        "vital",
        "identity-known-by",
        "independent-sources",
    ]


@pytest.mark.parametrize(
    ("slug", "answer", "plain"),
    [
        ("vital", "YES ", "yes"),
        ("vital", False, "no"),
        ("vital", "perhaps", ""),
        ("vital", 1, ""),
        ("independent-sources", 0, "0"),
        ("independent-sources", "-1", ""),
        ("independent-sources", "9" * 5000, ""),
        ("independent-sources", "²", ""),
        ("independent-sources", True, ""),
        ("basis-of-knowledge", "sat\nin", "sat in"),
        ("identity-known-by", True, ""),
    ],
)
def test_only_an_answer_of_the_right_kind_is_one(slug, answer, plain):
    question = next(one for one in PRESETS["ap"].questions if one.slug == slug)
    assert reading(question, answer) == plain


def test_a_letter_that_is_no_grade_is_an_error():
    with pytest.raises(KeyError):
        verdict(PRESETS["ap"], "F", {})


PLAIN = """
name = "Ours"
description = "What we print."
read_in = "Our own handbook."
[grades]
accept = ["A", "B"]
ask = ["C", "D"]
refuse = ["E"]
silent = ["N"]
[[questions]]
slug = "why"
wording = "Why unnamed?"
kind = "text"
grades = ["C", "D"]
read_in = "Page 3."
"""


def test_a_desk_can_write_its_own():
    assert [one.slug for one in missing(parse_policy(PLAIN), "C", {})] == ["why"]


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('name = "Ours"', "", "ours.toml: “name” must be a text"),
        ('name = "Ours"', 'name = " "', "“name” must be a text"),
        ('name = "Ours"', "name = Ours", "no TOML"),
        ("[grades]", "[marks]", "“grades” must be a table"),
        ('refuse = ["E"]', "", "“refuse” must be a list"),
        ('refuse = ["E"]', "refuse = []", "every grade of A B C D E N must stand once, found A B C D N"),
        ('refuse = ["E"]', 'refuse = ["E", "A"]', "found A A B C D E N"),
        ('refuse = ["E"]', 'refuse = ["F"]', "no such grade in “refuse”: F"),
        ('refuse = ["E"]', 'refuse = ["E"]\nburn = []', "not burn"),
        ('slug = "why"', 'slug = "Why so"', "question 1: “Why so” is no slug"),
        ('kind = "text"', 'kind = "colour"', "kind “colour” is none of text, yes-no, number, person"),
        ('kind = "text"', 'kind = "text"\nmust = "yes"', "“must” is yes or no"),
        ('kind = "text"', 'kind = "number"\nwish = "two"', "“wish” is a number"),
        ('kind = "text"', 'kind = "text"\ncolor = 1', "unknown: color"),
        ('grades = ["C", "D"]\n', "grades = []\n", "asked of no grade"),
        ("[[questions]]", "[questions]", "“questions” must be a list"),
    ],
)
def test_a_bad_file_says_where_and_what(old, new, says):
    assert old in PLAIN
    with pytest.raises(BadPolicy) as caught:
        parse_policy(PLAIN.replace(old, new), "ours.toml")
    assert says in str(caught.value)
    assert str(caught.value).startswith("ours.toml: ")


def test_a_question_asked_twice_is_refused():
    with pytest.raises(BadPolicy, match="asked twice: why"):
        parse_policy(PLAIN + PLAIN[PLAIN.index("[[questions]]") :])


@pytest.mark.parametrize("data", [None, b"\xff\xfe\x00"])
def test_a_file_that_cannot_be_read_says_so(tmp_path, data):
    path = tmp_path / "ours.toml"
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(BadPolicy, match=r"ours\.toml: cannot be read"):
        read_policy(path)


ANSWERS = st.dictionaries(
    st.sampled_from(sorted(GOOD)), st.none() | st.booleans() | st.integers() | st.text(max_size=5), max_size=8
)


@given(st.sampled_from(sorted(PRESETS)), st.sampled_from(GRADES), ANSWERS)
def test_a_claim_is_accepted_only_with_nothing_missing(name, letter, answers):
    found = verdict(PRESETS[name], letter, answers)
    assert found.reasons
    if found.outcome is Outcome.ACCEPTED:
        assert missing(PRESETS[name], letter, answers) == ()
    if found.outcome is Outcome.NEEDS_ANSWERS:
        assert found.missing == missing(PRESETS[name], letter, answers) != ()
