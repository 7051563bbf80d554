"""Denials are set beside what they answer, with the reason, or said to stand alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.measures.denials import Denial, Statement, pair_denials, stems


def said(key, text, source="", polarity="asserts"):
    return Statement(key, text, polarity, source.casefold(), source)


def denied(key, text, source):
    return said(key, text, source, "denies")


def test_a_denial_without_words_of_its_own_answers_the_nearest_earlier_statement_about_the_denier():
    pairs = pair_denials(
        [
            said("1", "Harbour Lines dumped oil in the bay", "Ada Quill"),
            said("2", "Harbour Lines knew of the leak for a year", "Ada Quill"),
            said("3", "the ferry was late", "Ben Lund"),
            denied("4", "the accusations", "Harbour Lines"),
        ]
    )
    assert pairs == (Denial("4", "2", "The statement is about Harbour Lines."),)


def test_a_denial_of_that_answers_what_another_said_last():
    said_before = [said("1", "the bridge leaked", "Ada Quill"), said("2", "the mayor was told in May", "Ben Lund")]
    own = said("3", "it rained", "Cy Brandt")
    pairs = pair_denials([*said_before, own, denied("4", "Brandt denied that", "Cy Brandt")])
    assert pairs == (Denial("4", "2", "The denial does not say what it denies; this was said last."),)
    far = [said(f"o{number}", "it rained", "Cy Brandt") for number in range(6)]
    assert pair_denials([*said_before, *far, denied("4", "Brandt denied that", "Cy Brandt")])[0].accusation == ""


def test_shared_words_outweigh_nearness():
    pairs = pair_denials(
        [
            said("1", "the mayor took money from the builders", "the audit"),
            said("2", "the mayor missed four meetings", "the audit"),
            denied("3", "that he had taken money from builders", "the mayor"),
        ]
    )
    assert pairs == (Denial("3", "1", "The statement is about the mayor and shares builders, money."),)


def test_an_accusation_may_follow():
    pairs = pair_denials(
        [
            denied("1", "that the dam had been inspected late", "the ministry"),
            said("2", "Nobody inspected the dam before June", "Ada Quill"),
        ]
    )
    assert pairs == (Denial("1", "2", "The statement shares dam, inspected."),)


@pytest.mark.parametrize(
    "statements",
    [
        [denied("1", "the accusations", "Harbour Lines")],
        [said("0", "the harbour opens at six", "Ada Quill"), denied("1", "any wrongdoing", "the ministry")],
        [said("0", "the dam inspected by the ministry leaks", "the ministry"), denied("1", "it", "the ministry")],
        [denied("0", "that the dam leaks", "the ministry"), denied("1", "that the dam leaks", "the union")],
        [said("0", "the dam", "Ada Quill"), denied("1", "that the lock, not the dam, leaked", "the ministry")],
    ],
    ids=["nothing else", "another matter", "own statement", "another denial", "one word of many"],
)
def test_a_denial_may_stand_alone(statements):
    alone = [pair for pair in pair_denials(statements) if pair.denial == "1"]
    assert [(pair.accusation, bool(pair.reason)) for pair in alone] == [("", True)]


def test_words_that_say_nothing_are_no_topic():
    assert stems("He said it was false, and that the 2 claims were untrue") == {"2"}


STATEMENTS = st.lists(
    st.builds(
        Statement,
        key=st.uuids().map(str),
        text=st.sampled_from(["the dam leaks", "Quill lied", "", "🦜 été", "the dam was inspected by Quill"]),
        polarity=st.sampled_from(["asserts", "denies", "declines", "doubts"]),
        source_key=st.sampled_from(["", "a", "b"]),
        source_name=st.sampled_from(["", "Quill", "the dam"]),
    ),
    max_size=12,
)


@given(STATEMENTS)
def test_every_denial_is_answered_for_once_and_by_an_assertion_of_another(statements):
    by_key = {one.key: one for one in statements}
    pairs = pair_denials(statements)
    assert [pair.denial for pair in pairs] == [one.key for one in statements if one.polarity == "denies"]
    for pair in pairs:
        assert pair.reason
        if pair.accusation:
            other = by_key[pair.accusation]
            assert other.polarity == "asserts"
            assert not other.source_key or other.source_key != by_key[pair.denial].source_key
