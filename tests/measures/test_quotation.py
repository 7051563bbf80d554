"""The quotation check: outcomes, what it shows, whom it names, and offsets that hold in any script."""

from __future__ import annotations

import time
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.measures.quotation import Outcome, check_quotation

PAIRS = tomllib.loads((Path(__file__).parent / "quotation_pairs.toml").read_text(encoding="utf-8"))["pair"]
BRIDGE = 'Marta Quill told reporters: "We will not sell the bridge, and the toll stays." She left.'


def shown(claim, evidence, stretch):
    """The differences as words: (kind, in the claim, in the evidence)."""
    return [
        (
            step.kind,
            claim[slice(*step.claim)] if step.claim else "",
            evidence[slice(*step.evidence)] if step.evidence else "",
        )
        for step in stretch.differences
    ]


def test_there_are_enough_pairs_of_every_class():
    assert len(PAIRS) >= 80
    assert min(sum(pair["class"] == one for pair in PAIRS) for one in {pair["class"] for pair in PAIRS}) >= 10


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: f"{pair['class']}: {pair['claim'][:50]}")
def test_a_pair_is_told_for_what_it_is(pair):
    check = check_quotation(pair["claim"], pair["evidence"], by=[pair["by"]] if "by" in pair else [])
    if pair["class"] == "misattributed":
        assert check.misattributed
        assert any(pair["speaker"] in one.said_by.name for one in check.stretches if one.said_by)
        return
    assert not check.misattributed
    assert check.outcome == {"unrelated": "not-found"}.get(pair["class"], pair["class"])
    if "stake" in pair:
        assert pair["stake"] in {stake.words.casefold() for one in check.stretches for stake in one.stakes}
    if "differs" in pair:
        mine, theirs = pair["differs"]
        told = [
            step for one in check.stretches for step in shown(pair["claim"], pair["evidence"][one.evidence], one)
        ]
        assert any(mine in ours and theirs in other and bool(mine) == bool(ours) for _, ours, other in told)


def test_the_alignment_is_shown_and_not_only_a_score():
    claim = "“We will sell the tower, and the toll stays,” Quill said."
    (stretch,) = check_quotation(claim, [BRIDGE], by=["Marta Quill"]).stretches
    assert stretch.outcome is Outcome.ALTERED
    assert shown(claim, BRIDGE, stretch) == [("left-out", "", "not"), ("changed", "tower", "bridge")]
    assert [(one.kind, one.words) for one in stretch.stakes] == [("negation", "not")]
    assert "".join(claim[slice(*step.claim)] for step in stretch.steps if step.claim).startswith("We willsell")
    assert (stretch.said_by.name, stretch.said_by.cue, stretch.misattributed) == ("Marta Quill", "told", False)
    assert BRIDGE[slice(*stretch.passage)] == "We will not sell the bridge, and the toll stays"


def test_several_stretches_are_checked_each():
    claim = "“We will not sell the bridge,” she said, and “the toll doubles”, and “so help me God”."
    check = check_quotation(claim, [BRIDGE])
    assert [one.outcome for one in check.stretches] == [Outcome.EXACT, Outcome.ALTERED, Outcome.NOT_FOUND]
    assert [claim[slice(*one.place)] for one in check.stretches] == [
        "We will not sell the bridge,",
        "the toll doubles",
        "so help me God",
    ]
    assert check.outcome is Outcome.NOT_FOUND


def test_the_right_voice_is_preferred_where_two_say_the_same():
    by_other = '"The toll stays," said Dirk Pohl.'
    for evidence in ([by_other, BRIDGE], [BRIDGE, by_other], [by_other + " " + BRIDGE]):
        (stretch,) = check_quotation("“The toll stays”", evidence, by=["Quill"]).stretches
        assert (stretch.said_by.name, stretch.misattributed) == ("Marta Quill", False)


def test_a_turning_word_that_the_claim_keeps_is_not_at_stake():
    claim = "She would not “sell the bridge”."
    assert check_quotation(claim, [BRIDGE]).outcome is Outcome.EXACT
    assert check_quotation("She would “sell the bridge”.", [BRIDGE]).outcome is Outcome.TRUNCATED


def test_brackets_are_the_editors_but_hide_no_negation():
    assert check_quotation("“We will not sell [it]”", [BRIDGE]).outcome is Outcome.EXACT
    hidden = check_quotation("“We [shall] sell the bridge”", [BRIDGE]).stretches[0]
    assert (hidden.outcome, [one.words for one in hidden.stakes]) == (Outcome.TRUNCATED, ["not"])


def test_places_can_be_given():
    text = "We will not sell the bridge"
    assert check_quotation(text, [BRIDGE], quoted=[(0, len(text))]).outcome is Outcome.EXACT
    assert check_quotation(text, [BRIDGE]).stretches == ()
    with pytest.raises(ValueError, match="outside the claim"):
        check_quotation(text, [BRIDGE], quoted=[(3, 99)])


@pytest.mark.parametrize("claim", ["nothing quoted", "“”", "“…”", "“🦜!”", ""])
def test_a_claim_without_quoted_words_has_no_outcome(claim):
    check = check_quotation(claim, [BRIDGE])
    assert (check.stretches, check.outcome, check.misattributed) == ((), None, False)


def test_without_evidence_nothing_is_found():
    assert check_quotation("“the toll stays”", []).outcome is Outcome.NOT_FOUND
    assert check_quotation("“the toll stays”", ["", "🦜"]).outcome is Outcome.NOT_FOUND


def test_a_long_text_is_searched_quickly():
    filler = "The ferry leaves at six and the toll is paid at the gate, as it was in spring. " * 6000
    text = filler + BRIDGE + " " + filler
    assert len(text.split()) > 100_000
    began = time.process_time()
    check = check_quotation("“We will not sell the bridge”", [text])
    assert time.process_time() - began < 5
    assert check.outcome is Outcome.EXACT
    assert text[slice(*check.stretches[0].passage)] == "We will not sell the bridge"


def test_words_that_are_all_common_are_found_where_they_stand_together():
    filler = "it is not what they said of the way to it and that was all we had in there for them so " * 2000
    text = filler + "and so it was that they had it all for what it is. " + filler
    began = time.process_time()
    (stretch,) = check_quotation("“so it was that they had it all for what it is”", [text]).stretches
    assert time.process_time() - began < 5  # no full stop for 40,000 words, and a "said" in every line
    assert (stretch.outcome, stretch.share) == (Outcome.EXACT, 1)


WORDS = st.lists(
    st.sampled_from(
        [
            "bridge",
            "not",
            "cafe\u0301",
            "🦜",
            "don't",
            "twenty-five",
            "שָׁלוֹם",
            "مرحبا",
            "if",
            "[we]",
            "…",
            "东京",
            "the",
            "$5m",
        ]
    ),
    min_size=1,
    max_size=14,
)


@given(WORDS, WORDS, st.sampled_from(['He said: "{}."', "{}", "QUILL: {}\n", "🦜 “{}” said Quill"]))
def test_every_place_shown_is_a_place_of_the_texts(quoted, other, frame):
    claim = f"🦜 “{' '.join(quoted)}”"
    evidence = frame.format(" ".join([*other, *quoted[: len(quoted) // 2 + 1], *other]))
    for stretch in check_quotation(claim, [evidence], by=["Quill"]).stretches:
        start, end = stretch.place
        assert claim[start:end] == " ".join(quoted)
        assert all(start <= step.claim[0] < step.claim[1] <= end for step in stretch.steps if step.claim)
        for stake in stretch.stakes:
            assert evidence[stake.start : stake.end] == stake.words
        if stretch.passage:
            first, last = stretch.passage
            assert 0 <= first < last <= len(evidence)
            theirs = [step.evidence for step in stretch.steps if step.evidence]
            assert all(0 <= one < two <= len(evidence) for one, two in theirs)
        if stretch.said_by:
            assert evidence[stretch.said_by.start : stretch.said_by.end] == stretch.said_by.name


@given(
    st.lists(
        st.sampled_from(["bridge", "toll", "harbour", "ferry", "gate", "six", "spring", "🦜", "été"]),
        min_size=3,
        max_size=12,
    )
)
def test_words_quoted_as_they_stand_are_exact(words):
    text = " ".join(words)
    check = check_quotation(f"“{text}”", [f"Before it. {text}. After it."])
    assert check.outcome in (Outcome.EXACT, None)
    for stretch in check.stretches:
        assert stretch.differences == ()
        assert stretch.share == 1


@given(st.text(max_size=80), st.text(max_size=120))
def test_no_text_breaks_it(claim, evidence):
    check = check_quotation(claim, [evidence], by=[claim[:9]], quoted=[(0, len(claim))] if claim else [])
    assert all(one.outcome in Outcome for one in check.stretches)
