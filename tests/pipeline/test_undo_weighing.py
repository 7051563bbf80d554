"""Ties and stances are undone like edits of claims; who says a claim decides which verdicts count."""

from __future__ import annotations

import pytest

from claims.models import Attribution, Claim, Edit, Evidence, Tie
from claims.pipeline import tie, undo, weigh
from tests import factories

TEXT = "The company raised prices. The company said it had to. The company denied a plan."


@pytest.fixture
def said(cast):
    revision = factories.make_article(cast.project, by=cast.reviewer, text=TEXT).latest()
    tiktok = factories.make_source(cast.project, "TikTok")
    rows = []
    for content, cue in (("it had to", "said"), ("a plan", "denied"), ("raised prices", "raised")):
        claim = factories.make_claim(revision, content)
        row = factories.make_attribution(claim, tiktok, cue=cue, source_words="The company")
        Attribution.objects.filter(pk=row.pk).update(tie=Tie.NOUN, tie_reason="“company”", confidence=0.6)
        rows.append(Attribution.objects.get(pk=row.pk))
    return rows


@pytest.fixture
def article(said):
    return said[0].claim.revision.article


def names(said):
    rows = Attribution.objects.filter(pk__in=[row.pk for row in said]).select_related("source").order_by("pk")
    return [(row.source.name if row.source else None, row.tie, row.set_by_id) for row in rows]


SUGGESTED = [("TikTok", "noun", None)] * 3


def test_a_tie_made_everywhere_is_undone_everywhere(said, article, cast):
    microsoft = factories.make_source(cast.project, "Microsoft")
    tie.set_tie(attribution=said[0], by=cast.reviewer, source=microsoft, everywhere=True)
    row = Edit.objects.get()
    assert (row.verb, row.rows, row.claim) == ("tied", 3, None)
    undo.undo(article=article, by=cast.reviewer)
    assert names(said) == SUGGESTED
    undo.redo(article=article, by=cast.reviewer)
    assert names(said) == [("Microsoft", "set", cast.reviewer.pk)] * 3


def test_a_broken_link_and_a_restored_suggestion_are_undone(said, article, cast):
    tie.break_tie(attribution=said[0], by=cast.reviewer)
    tie.restore_suggestion(attribution=said[0], by=cast.reviewer)
    assert names(said) == SUGGESTED
    undo.undo(article=article, by=cast.reviewer)
    assert names(said)[0] == (None, "broken", cast.reviewer.pk)
    undo.undo(article=article, by=cast.reviewer)
    assert names(said) == SUGGESTED


def test_another_source_is_another_question_a_confirmed_one_is_not(said, cast):
    tie.set_tie(attribution=said[0], by=cast.reviewer, source=factories.make_source(cast.project, "TikTok"))
    tie.set_tie(attribution=said[1], by=cast.reviewer, source=factories.make_source(cast.project, "Microsoft"))
    tie.break_tie(attribution=said[2], by=cast.reviewer)
    reshaped = [Claim.objects.get(pk=row.claim_id).reshaped_by for row in said]
    assert reshaped == [None, cast.reviewer, cast.reviewer]


def test_a_tie_that_another_changed_since_is_not_undone(said, article, cast):
    tie.set_tie(attribution=said[0], by=cast.reviewer, source=factories.make_source(cast.project, "Microsoft"))
    tie.break_tie(attribution=said[0], by=cast.editor)
    with pytest.raises(undo.Changed, match="Editor changed claim 1 since"):
        undo.undo(article=article, by=cast.reviewer)


def test_stances_and_what_was_set_aside_are_undone(said, article, cast):
    row = factories.make_evidence(said[0].claim)
    weigh.set_stance(evidence=row, by=cast.reviewer, stance="supports", directness="primary")
    weigh.set_aside(evidence=Evidence.objects.get(pk=row.pk), by=cast.reviewer)
    weigh.restore(evidence=Evidence.objects.get(pk=row.pk), by=cast.reviewer)
    assert [one.verb for one in Edit.objects.all()] == ["weighed"] * 3

    def now():
        found = Evidence.objects.get(pk=row.pk)
        return found.stance, found.directness, found.stance_by, found.dismissed_at is None

    weighed = ("supports", "primary", cast.reviewer, True)
    assert now() == weighed
    undo.undo(article=article, by=cast.reviewer)
    assert now() == (*weighed[:3], False)
    undo.undo(article=article, by=cast.reviewer)
    assert now() == weighed
    undo.undo(article=article, by=cast.reviewer)
    assert now() == ("", "", None, True)
    for _ in range(3):
        undo.redo(article=article, by=cast.reviewer)
    assert now() == weighed


def test_evidence_that_a_look_up_brings_meanwhile_is_no_part_of_an_edit(said, article, cast):
    row = factories.make_evidence(said[0].claim)
    weigh.set_stance(evidence=row, by=cast.reviewer, stance="supports")
    factories.make_evidence(said[0].claim)
    undo.undo(article=article, by=cast.reviewer)
    assert Evidence.objects.filter(claim=said[0].claim).count() == 2
