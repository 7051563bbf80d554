"""The sourcing profile: shares add up, the one unnamed voice stands out, places are where they are."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.measures.grade import GRADES
from claims.measures.sourcing import UNNAMED, Sourced, profile

SENTENCES = [(0, 30), (30, 60), (60, 90)]


def claim(key, grade="A", words=10, places=((0, 10),), **fields):
    return Sourced(key=key, text=f"statement {key}", grade=grade, words=words, places=places, **fields)


ARTICLE = [
    claim("1", "A", 10, ((0, 10),), kind="person", source_key="quill", source_name="Ada Quill"),
    claim("2", "E", 20, ((30, 45), (50, 60)), kind="anonymous", source_key="s1", source_name="a source familiar"),
    claim("3", "E", 10, ((61, 70),), kind="anonymous", source_key="s1", source_name="a source familiar"),
    claim("4", "C", 5, ((80, 90),), kind="unnamed_group", source_key="s2", source_name="two aides", independent=2),
    claim("5", "N", 5, ((12, 20),), kind="article"),
]


def test_shares_by_grade_and_kind():
    found = profile(ARTICLE, 90, SENTENCES)
    assert (found.claims, found.words) == (5, 50)
    assert [(one.key, one.claims, one.word_share) for one in found.by_grade] == [
        ("A", 1, 0.2),
        ("B", 0, 0.0),
        ("C", 1, 0.1),
        ("D", 0, 0.0),
        ("E", 2, 0.6),
        ("N", 1, 0.1),
    ]
    assert [(one.key, one.claim_share) for one in found.by_kind] == [
        ("anonymous", 0.4),
        ("article", 0.2),
        ("person", 0.2),
        ("unnamed_group", 0.2),
    ]


def test_what_rests_on_a_single_unnamed_source():
    found = profile(ARTICLE, 90, SENTENCES)
    assert (found.unnamed.claims, found.unnamed.word_share) == (3, 0.7)
    assert (found.single_unnamed.claims, found.single_unnamed.word_share) == (2, 0.6)
    assert found.largest_unnamed.name == "a source familiar"
    assert found.largest_unnamed.share.word_share == 0.6


def test_voices_come_by_words():
    voices = profile(ARTICLE, 90, SENTENCES).voices
    assert [(one.name, one.share.claims, one.share.words) for one in voices] == [
        ("a source familiar", 2, 30),
        ("Ada Quill", 1, 10),
        ("two aides", 1, 5),
    ]


def test_where_the_unnamed_voices_stand():
    found = profile(ARTICLE, 90, SENTENCES)
    assert [(one.claim, round(one.start, 3), round(one.end, 3)) for one in found.standings] == [
        ("2", 0.333, 0.5),
        ("2", 0.556, 0.667),
        ("3", 0.678, 0.778),
        ("4", 0.889, 1.0),
    ]
    assert found.thirds == (0, 1, 2)
    assert (found.unnamed_sentences, found.sentences) == (2, 3)


def test_denials_are_counted_and_paired():
    denial = claim("6", places=((70, 75),), kind="organisation", source_key="h", source_name="2", polarity="denies")
    found = profile([denial, *ARTICLE], 90, SENTENCES)
    assert [one.denials for one in found.voices if one.share.key == "h"] == [1]
    assert [pair.denial for pair in found.denials] == ["6"]


def test_an_article_without_claims_has_a_profile():
    found = profile([], 0, [])
    assert (found.claims, found.voices, found.largest_unnamed, found.unnamed.claim_share) == (0, (), None, 0.0)


@pytest.mark.parametrize(
    ("wrong", "says"),
    [(claim("9", places=((85, 91),)), "9: a place outside"), (claim("9", grade="F"), "9: no such grade: 'F'")],
)
def test_what_cannot_be_is_refused(wrong, says):
    with pytest.raises(ValueError, match=says):
        profile([wrong], 90, SENTENCES)


CLAIMS = st.lists(
    st.builds(
        lambda key, grade, words, place, kind, source: Sourced(
            key=key,
            text="",
            grade=grade,
            words=words,
            places=(place,),
            kind=kind,
            source_key=source,
            source_name=source,
        ),
        key=st.uuids().map(str),
        grade=st.sampled_from(GRADES),
        words=st.integers(0, 50),
        place=st.tuples(st.integers(0, 88), st.integers(1, 12)).map(lambda one: (one[0], min(90, sum(one)))),
        kind=st.sampled_from(["", "person", "article", *sorted(UNNAMED)]),
        source=st.sampled_from(["", "x", "y", "z"]),
    ),
    max_size=20,
)


@given(CLAIMS)
def test_shares_add_up_and_sentences_are_those_counted_place_by_place(claims):
    found = profile(claims, 90, SENTENCES)
    for shares in (found.by_grade, found.by_kind):
        assert sum(one.claims for one in shares) == found.claims == len(claims)
        assert sum(one.words for one in shares) == found.words
    if found.words:
        assert sum(one.word_share for one in found.by_grade) == pytest.approx(1)
    assert sum(found.thirds) == found.unnamed.claims
    taken = {
        place for one in claims if one.kind in UNNAMED for start, end in one.places for place in range(start, end)
    }
    touched = [place for place in SENTENCES if taken & set(range(*place))]
    assert found.unnamed_sentences == len(touched)
    assert all(0 <= one.start < one.end <= 1 for one in found.standings)


def test_500_claims_of_300_sources_take_no_time_to_speak_of():
    topics = ["the dam leaks again", "money from builders", "harbour master lied", "the ferry was late twice"]
    claims = [
        Sourced(
            key=str(i),
            text=f"{topics[i % 4]} in month {i % 12} said {i % 50}",
            grade=GRADES[i % 6],
            words=12,
            places=((i * 20, i * 20 + 15),),
            polarity="denies" if i % 3 == 0 else "asserts",
            kind="anonymous" if i % 2 else "person",
            source_key=str(i % 300),
            source_name=f"Voice {i % 300}",
        )
        for i in range(500)
    ]
    began = time.process_time()
    found = profile(claims, 10_000, [(i * 50, i * 50 + 50) for i in range(200)])
    assert time.process_time() - began < 1
    assert (len(found.voices), len(found.denials)) == (300, 167)
