"""Splitting again replaces what nobody touched and keeps what people did."""

from __future__ import annotations

import itertools

import pytest

from claims import splitting
from claims.models import (
    Attribution,
    Claim,
    Event,
    Evidence,
    Lookup,
    Mention,
    Reading,
    Source,
    Span,
    Split,
    Verdict,
)
from claims.pipeline import tie
from claims.pipeline.grade import override_grade
from claims.pipeline.ingest import create_article
from claims.pipeline.split import split_again, split_revision
from tests import factories
from tests.pipeline.splitting import Said, Text, mention

WORDS = (
    "The company said prices rose in May. The company denied a plan for June. Ada Pym said all is well now. "
    "It is a fine day."
)
COMPANIES = (mention("Microsoft"), mention("TikTok"), mention("Ada Pym", "person"))
ROSE = Said("prices rose in May", "The company", "said", (0,))
PLAN = Said("a plan for June", "The company", "denied", (0,), polarity="denies")
WELL = Said("all is well now", "Ada Pym", "said", (2,))
FIRST = Text(WORDS, COMPANIES, (ROSE, PLAN, WELL), waived=(3,))


@pytest.fixture
def run(monkeypatch, cast):
    """A function: split the revision as the text says, and answer it."""

    def act(revision, text):
        monkeypatch.setattr(splitting, "split", lambda _words: text.split())
        split = Split.objects.get(revision=revision)
        if split.state == "succeeded":
            assert split_again(split=split, by=cast.reviewer)
        assert split_revision(split_id=split.pk)
        return revision

    return act


@pytest.fixture
def revision(cast, run):
    return run(create_article(project=cast.project, by=cast.reviewer, text=WORDS).latest(), FIRST)


def claim(revision, words):
    return revision.claims.get(text=words)


def voice(revision, words):
    row = claim(revision, words).attributions.select_related("source").get()
    return row.source.name if row.source else None, row.tie, row.set_by_id is not None


def texts(revision):
    return list(revision.claims.order_by("number").values_list("text", flat=True))


def test_asked_for_twice_it_is_queued_once(revision, cast):
    split = revision.split
    assert [split_again(split=split, by=cast.reviewer) for _ in range(2)] == [True, False]
    split.refresh_from_db()
    assert (split.state, split.step, split.attempts) == ("queued", "waiting", 0)
    assert Event.objects.get(verb="split.asked_again").by_name == "reviewer"


def test_the_same_again_changes_no_claim(revision, run):
    before = list(revision.claims.order_by("number").values_list("pk", "number", "text"))
    sentences = list(revision.sentences.values_list("pk", flat=True))
    run(revision, FIRST)
    assert list(revision.claims.order_by("number").values_list("pk", "number", "text")) == before
    assert list(revision.sentences.values_list("pk", flat=True)) == sentences
    assert (Span.objects.count(), Attribution.objects.count(), Mention.objects.count()) == (9, 3, 3)
    assert Event.objects.filter(verb="article.split").latest("created_at").data["found_again"] == 3


def test_a_claim_found_again_is_told_anew_and_keeps_its_look_ups(revision, run):
    row = claim(revision, "prices rose in May")
    lookup = factories.make_lookup(row)
    factories.make_evidence(row, lookup=lookup)
    run(
        revision,
        Text(WORDS, COMPANIES, (Said("prices rose in May", "The company", "said", (1,), polarity="doubts"),)),
    )
    row.refresh_from_db()
    assert (row.number, row.polarity, row.splitter_version) == (1, "doubts", "test-3")
    assert Lookup.objects.get() == lookup
    assert Evidence.objects.count() == 1
    assert voice(revision, "prices rose in May") == ("TikTok", "noun", False)


def test_what_nobody_touched_goes_with_its_sources(revision, run):
    factories.make_lookup(claim(revision, "a plan for June"))
    run(revision, Text(WORDS, COMPANIES[2:], (Said("all is well", "Ada Pym", "said", (0,)),)))
    assert texts(revision) == ["all is well"]
    assert list(Source.objects.values_list("name", flat=True)) == ["Ada Pym"]
    assert not Lookup.objects.exists()


TOUCHES = {
    "judged": lambda row, cast: factories.make_verdict(row, cast.reviewer),
    "weighed": lambda row, cast: factories.make_evidence(row, stance="refutes", stance_by=cast.reviewer),
    "added": lambda row, cast: factories.make_evidence(row, added_by=cast.reviewer),
    "set aside": lambda row, cast: factories.make_evidence(row, dismissed_at="2026-05-01T10:00Z"),
    "tied": lambda row, cast: tie.break_tie(attribution=row.attributions.get(), by=cast.reviewer),
    "graded": lambda row, cast: override_grade(claim=row, grade="B", reason="It is on file.", by=cast.reviewer),
    "asked": lambda row, cast: factories.make_lookup(row, typed=True),
    "made": lambda row, cast: Claim.objects.filter(pk=row.pk).update(created_by=cast.reviewer),
    "thrown away": lambda row, cast: Claim.objects.filter(pk=row.pk).update(deleted_at="2026-05-01T10:00Z"),
}


@pytest.mark.parametrize("touch", TOUCHES)
def test_what_people_touched_stays(revision, run, cast, touch):
    row = claim(revision, "a plan for June")
    TOUCHES[touch](row, cast)
    run(revision, Text(WORDS, COMPANIES, (ROSE, WELL)))
    kept = Claim.objects.get(pk=row.pk)
    assert kept.attributions.count() == 1
    order = ["prices rose in May", "a plan for June", "all is well now"]
    assert texts(revision) == (order if touch != "thrown away" else [order[0], order[2], order[1]])


def test_a_kept_claim_is_not_said_twice(revision, run, cast):
    TOUCHES["judged"](claim(revision, "a plan for June"), cast)
    run(revision, Text(WORDS, COMPANIES, (Said("a plan for", "The company", "denied", (0,)), WELL)))
    assert texts(revision) == ["a plan for June", "all is well now"]


def test_a_claim_in_the_trash_does_not_hide_a_new_one(revision, run, cast):
    TOUCHES["thrown away"](claim(revision, "a plan for June"), cast)
    run(revision, Text(WORDS, COMPANIES, (Said("a plan for", "The company", "denied", (0,)),)))
    assert texts(revision) == ["a plan for", "a plan for June"]
    run(revision, FIRST)
    assert claim(revision, "a plan for June").deleted_at is not None


def test_a_judged_claim_stays_as_it_was_judged(revision, run, cast):
    row = claim(revision, "a plan for June")
    verdict = factories.make_verdict(row, cast.reviewer)
    again = Said("a plan for June", "The company", "denied", (1,))
    run(
        revision,
        Text(WORDS, COMPANIES, (Said("said prices", "The company", "said", (0,)), ROSE, again), version="4"),
    )
    row.refresh_from_db()
    assert (row.polarity, row.splitter_version, row.number) == ("denies", "test-3", 3)
    assert voice(revision, "a plan for June") == ("Microsoft", "noun", False)
    assert Verdict.objects.get() == verdict


def test_ties_that_people_set_or_broke_stick(revision, run, cast):
    tiktok = Source.objects.get(name="TikTok")
    set_row = claim(revision, "prices rose in May").attributions.get()
    tie.set_tie(attribution=set_row, by=cast.reviewer, source=tiktok)
    tie.break_tie(attribution=claim(revision, "a plan for June").attributions.get(), by=cast.editor)
    newer = Text(WORDS, COMPANIES, (Said(ROSE.content, "The company", "said", (2,)), PLAN, WELL))
    run(revision, newer)
    assert voice(revision, "prices rose in May") == ("TikTok", "set", True)
    assert voice(revision, "a plan for June") == (None, "broken", True)
    assert claim(revision, "prices rose in May").attributions.get() == set_row
    tie.restore_suggestion(attribution=set_row, by=cast.reviewer)
    assert voice(revision, "prices rose in May") == ("Ada Pym", "noun", False), "the newest suggestion"


def test_a_tie_on_words_that_are_found_no_more_stays(revision, run, cast):
    row = claim(revision, "prices rose in May").attributions.get()
    tie.break_tie(attribution=row, by=cast.reviewer)
    run(revision, Text(WORDS, COMPANIES, (Said(ROSE.content, "company", "said", (0,)), PLAN)))
    both = claim(revision, "prices rose in May").attributions.order_by("hop", "place")
    assert [(one.hop, one.place, one.tie) for one in both] == [(1, 1, "noun"), (1, 2, "broken")]
    assert list(both)[1] == row


def test_several_who_speak_together_and_open_ones(revision, run):
    both = Said(ROSE.content, "The company", "said", (0, 1))
    left_open = Said(PLAN.content, "The company", "denied", open_to=(1, 0))
    run(revision, Text(WORDS, COMPANIES, (both, left_open)))
    rows = claim(revision, ROSE.content).attributions.order_by("place")
    assert [(row.source.name, row.hop, row.place, row.confidence) for row in rows] == [
        ("Microsoft", 1, 1, 0.8), ("TikTok", 1, 2, 0.8),
    ]  # fmt: skip
    one = claim(revision, PLAN.content).attributions.get()
    assert (one.source, one.tie, one.confidence) == (None, "", 0.4)
    assert {reading.source.name for reading in one.readings.all()} == {"Microsoft", "TikTok"}


def test_a_reading_that_was_chosen_sticks(revision, run, cast):
    left_open = Text(WORDS, COMPANIES, (Said(PLAN.content, "The company", "denied", open_to=(0, 1)),))
    run(revision, left_open)
    row = claim(revision, PLAN.content).attributions.get()
    tie.choose_reading(attribution=row, source=Source.objects.get(name="TikTok"), by=cast.reviewer)
    run(revision, left_open)
    assert voice(revision, PLAN.content) == ("TikTok", "set", True)
    assert Reading.objects.filter(attribution=row).count() == 2
    tie.restore_suggestion(attribution=row, by=cast.reviewer)
    assert voice(revision, PLAN.content)[0] is None


def test_what_a_person_waived_stays_waived(revision, run, cast):
    headline = revision.sentences.get(position=2)
    factories.make_waiver(headline, reason="opinion", by=cast.editor)
    run(revision, Text(WORDS.replace(". It", ", It"), COMPANIES, (ROSE,), waived=(0, 1)))
    waived = dict(revision.sentences.filter(waiver__isnull=False).values_list("position", "waiver__waived_by"))
    assert waived == {0: None, 1: None, 2: cast.editor.pk}


def test_a_sentence_of_a_kept_claim_is_not_waived(revision, run, cast):
    TOUCHES["judged"](claim(revision, "a plan for June"), cast)
    run(revision, Text(WORDS, COMPANIES, (ROSE,), waived=(1, 3)))
    assert list(revision.sentences.filter(waiver__isnull=False).values_list("position", flat=True)) == [3]


def test_a_source_that_a_person_touched_is_not_dropped(revision, run, cast):
    override = Source.objects.get(name="Microsoft")
    Event.objects.record("source.renamed", override, project_id=cast.project.pk, by=cast.reviewer)
    run(revision, Text(WORDS, COMPANIES[2:], (Said(WELL.content, "Ada Pym", "said", (0,)),)))
    assert set(Source.objects.values_list("name", flat=True)) == {"Ada Pym", "Microsoft"}


# --- A new text of the article -------------------------------------------------------------------


def test_ties_stick_on_a_new_text(revision, run, cast):
    tiktok = Source.objects.get(name="TikTok")
    tie.set_tie(attribution=claim(revision, ROSE.content).attributions.get(), by=cast.reviewer, source=tiktok)
    tie.break_tie(attribution=claim(revision, WELL.content).attributions.get(), by=cast.editor)
    words = "A new beginning was made. " + WORDS.replace("prices rose", "prices  rose")
    newer = factories.make_revision(revision.article, text=words)
    Split.objects.create(revision=newer)
    rose = Said("prices  rose in May", "The company", "said", (0,))
    run(newer, Text(words, COMPANIES, (rose, PLAN, WELL)))
    assert voice(newer, rose.content) == ("TikTok", "set", True)
    assert voice(newer, PLAN.content) == ("Microsoft", "noun", False)
    assert voice(newer, WELL.content) == (None, "broken", True)
    tie.restore_suggestion(attribution=claim(newer, rose.content).attributions.get(), by=cast.reviewer)
    assert voice(newer, rose.content) == ("Microsoft", "noun", False)


def test_of_two_places_alike_the_context_tells(cast, run):
    words = "At dawn he said it rains now. At dusk he said it rains now. The end came."
    twice = tuple(Said("it rains now", "he", "said", (0,), nth=nth) for nth in range(2))
    text = Text(words, (mention("Bo", "person"),), twice)
    revision = run(create_article(project=cast.project, by=None, text=words).latest(), text)
    second = revision.claims.order_by("number").last().attributions.get()
    tie.break_tie(attribution=second, by=cast.reviewer)
    newer_words = "Before that, " + words
    newer = factories.make_revision(revision.article, text=newer_words)
    Split.objects.create(revision=newer)
    run(newer, Text(newer_words, text.sources, twice))
    ties = newer.claims.order_by("number").values_list("attributions__tie", flat=True)
    assert list(ties) == ["noun", "broken"]


def test_numbers_stay_in_order_whatever_comes_and_goes(revision, run, cast):
    TOUCHES["judged"](claim(revision, PLAN.content), cast)
    for said in itertools.permutations((ROSE, PLAN, WELL), 2):
        ordered = sorted(said, key=lambda one: WORDS.index(one.content))
        run(revision, Text(WORDS, COMPANIES, tuple(ordered)))
        rows = revision.claims.order_by("number")
        assert [row.number for row in rows] == list(range(1, len(rows) + 1))
        starts = [WORDS.index(row.text) for row in rows]
        assert starts == sorted(starts)
