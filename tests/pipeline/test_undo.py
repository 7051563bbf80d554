"""What a person did to an article's claims is undone and redone, whatever others do meanwhile."""

from __future__ import annotations

import pytest
from django.utils import timezone

from claims.models import Attribution, Claim, Edit, Event, Verdict, Waiver
from claims.pipeline import edit, settle, undo
from tests import factories
from tests.pipeline import editing


@pytest.fixture
def revision(cast):
    return editing.make_text(cast.project, cast.reviewer)


@pytest.fixture
def claims(revision):
    return list(Claim.objects.filter(revision=revision).order_by("number"))


@pytest.fixture
def article(revision):
    return revision.article


ACTS = {
    "reshape": lambda c, by: edit.reshape(claim=c[0], places=[editing.at("Prices rose")], by=by),
    "nudge": lambda c, by: edit.nudge(claim=c[1], edge="end", by_words=-1, by=by),
    "split": lambda c, by: edit.split_at(claim=c[1], at=editing.at("a quiet")[0], by=by),
    "merge": lambda c, by: edit.merge(claim=c[0], others=c[1:3], by=by),
    "trash": lambda c, by: edit.trash(claims=c, by=by),
    "describe": lambda c, by: edit.describe(claim=c[3], polarity="denies", by=by),
    "cue": lambda c, by: edit.mark_voice(claim=c[0], role="cue", start=0, end=6, by=by),
    "source": lambda c, by: edit.mark_voice(claim=c[4], role="source", start=0, end=6, by=by),
    "tie": lambda c, by: edit.set_source(claims=c, name="Ada Pym", kind="person", by=by),
    "waive": lambda c, by: edit.waive(
        revision=c[0].revision, positions=[0, 3], reason="opinion", by=by, trash_claims=True
    ),
    "unwaive": lambda c, by: edit.unwaive(revision=c[0].revision, positions=[0], by=by),
}


@pytest.mark.parametrize("act", ACTS)
def test_every_act_is_undone_and_redone(act, revision, article, claims, cast):
    before = editing.state(revision)
    ACTS[act](claims, cast.reviewer)
    after = editing.state(revision)
    assert after != before
    for _ in range(2):
        undone = undo.undo(article=article, by=cast.reviewer)
        assert undone.undone_at is not None
        assert _without_made(editing.state(revision), before) == before
        assert Claim.objects.filter(revision=revision).count() >= len(claims)
        editing.whole(revision)
        assert undo.redo(article=article, by=cast.reviewer) == undone
        assert editing.state(revision) == after
    assert Event.objects.filter(verb="edit.undone", article_id=article.pk).count() == 2


def _without_made(rows, before):
    """Without claims that were made since, which must lie in the trash, and what belongs to them."""
    made = {pk for (table, pk), _row in rows.items() if table == "claim" and (table, pk) not in before}
    assert all(rows["claim", pk]["deleted_at"] for pk in made)
    voices = {pk for (table, pk), row in rows.items() if table == "attribution" and row["claim_id"] in made}
    return {
        key: row
        for key, row in rows.items()
        if key[1] not in made and row.get("claim_id") not in made and row.get("attribution_id") not in voices
    }


def test_there_is_nothing_to_undo_at_first(article, claims, cast):
    with pytest.raises(undo.Nothing):
        undo.undo(article=article, by=cast.reviewer)
    with pytest.raises(undo.Nothing):
        undo.redo(article=article, by=cast.reviewer)
    ACTS["trash"](claims, cast.editor)
    with pytest.raises(undo.Nothing):
        undo.undo(article=article, by=cast.reviewer)


def test_a_double_click_undoes_once(article, claims, cast):
    ACTS["trash"](claims[:1], cast.reviewer)
    ACTS["trash"](claims[1:2], cast.reviewer)
    seen = Edit.objects.to_undo(article, cast.reviewer).pk
    for _ in range(2):
        assert undo.undo(article=article, by=cast.reviewer, edit_id=seen).pk == seen
    assert Claim.objects.kept().filter(pk__in=[claims[0].pk, claims[1].pk]).get() == claims[1]
    for _ in range(2):
        assert undo.redo(article=article, by=cast.reviewer, edit_id=seen).undone_at is None
    assert Event.objects.filter(verb="edit.undone").count() == 1


def test_what_was_undone_before_a_new_act_stays_undone(article, claims, cast):
    ACTS["trash"](claims, cast.reviewer)
    old = undo.undo(article=article, by=cast.reviewer)
    ACTS["describe"](claims, cast.reviewer)
    with pytest.raises(undo.Nothing):
        undo.redo(article=article, by=cast.reviewer)
    with pytest.raises(undo.Nothing):
        undo.redo(article=article, by=cast.reviewer, edit_id=old.pk)


def test_an_edit_that_is_not_the_newest_any_more_is_not_undone(article, claims, cast):
    ACTS["trash"](claims[:1], cast.reviewer)
    seen = Edit.objects.to_undo(article, cast.reviewer)
    ACTS["describe"](claims, cast.reviewer)
    with pytest.raises(undo.Changed, match="in another window"):
        undo.undo(article=article, by=cast.reviewer, edit_id=seen.pk)
    assert Claim.objects.get(pk=claims[0].pk).deleted_at is not None


def test_each_undoes_their_own(revision, article, claims, cast):
    ACTS["reshape"](claims, cast.editor)
    ACTS["describe"](claims, cast.reviewer)
    undo.undo(article=article, by=cast.editor)
    assert Claim.objects.get(pk=claims[0].pk).text == editing.CLAIMS[0]
    assert Claim.objects.get(pk=claims[3].pk).polarity == "denies"


def test_undoing_what_another_changed_since_names_who_and_what(revision, article, claims, cast):
    edit.nudge(claim=claims[0], edge="end", by_words=-1, by=cast.reviewer)
    edit.nudge(claim=claims[0], edge="end", by_words=-1, by=cast.editor)
    before = editing.state(revision)
    with pytest.raises(undo.Changed, match="Editor changed claim 1 since") as told:
        undo.undo(article=article, by=cast.reviewer)
    assert (told.value.who, told.value.number) == ("Editor", 1)
    assert editing.state(revision) == before
    undo.undo(article=article, by=cast.editor)
    undo.undo(article=article, by=cast.reviewer)
    assert Claim.objects.get(pk=claims[0].pk).text == editing.CLAIMS[0]


def test_what_another_changed_elsewhere_in_the_row_stays(article, claims, cast):
    edit.describe(claim=claims[0], polarity="denies", by=cast.reviewer)
    edit.describe(claim=claims[0], speech="direct", by=cast.editor)
    undo.undo(article=article, by=cast.reviewer)
    row = Claim.objects.get(pk=claims[0].pk)
    assert (row.polarity, row.speech) == ("asserts", "direct")


def test_what_another_undid_already_is_fine(article, claims, cast):
    ACTS["trash"](claims, cast.reviewer)
    edit.restore(claims=claims, by=cast.editor)
    undo.undo(article=article, by=cast.reviewer)
    assert Claim.objects.kept().filter(revision__article=article).count() == 5


def test_a_made_claim_that_another_reshaped_is_not_undone(revision, article, cast):
    made = edit.make_claim(revision=revision, places=[editing.at("the square")], by=cast.reviewer)
    edit.mark_voice(claim=made, role="cue", start=0, end=6, by=cast.editor)
    with pytest.raises(undo.Changed, match="Editor changed claim 6"):
        undo.undo(article=article, by=cast.reviewer)


def test_a_made_claim_in_the_trash_keeps_its_place(revision, article, cast):
    made = edit.make_claim(revision=revision, places=[editing.at("the square")], by=cast.reviewer)
    undo.undo(article=article, by=cast.reviewer)
    assert Claim.objects.get(pk=made.pk).deleted_at is not None
    assert editing.quotes(made) == ["the square"]
    edit.restore(claims=[made], by=cast.editor)
    undo.redo(article=article, by=cast.reviewer)
    assert Claim.objects.get(pk=made.pk).deleted_at is None


def test_a_voice_does_not_take_along_what_another_gave_it(article, claims, cast):
    edit.mark_voice(claim=claims[4], role="source", start=0, end=6, by=cast.reviewer)
    edit.mark_voice(claim=claims[4], role="cue", start=6, end=11, by=cast.editor)
    with pytest.raises(undo.Changed, match="Editor"):
        undo.undo(article=article, by=cast.reviewer)
    assert Attribution.objects.get(claim=claims[4]).spans.count() == 2


def test_a_waiver_that_another_gave_meanwhile_is_not_given_twice(revision, article, cast):
    edit.unwaive(revision=revision, positions=[0], by=cast.reviewer)
    edit.waive(revision=revision, positions=[0], reason="opinion", by=cast.editor)
    with pytest.raises(undo.Changed):
        undo.undo(article=article, by=cast.reviewer)
    assert Waiver.objects.get(sentence__revision=revision).reason == "opinion"


def test_a_claim_that_a_new_split_dropped_cannot_come_back(article, claims, cast):
    ACTS["trash"](claims[2:3], cast.reviewer)
    undo.undo(article=article, by=cast.reviewer)
    Claim.objects.filter(pk=claims[2].pk).delete()
    with pytest.raises(undo.Changed, match="new split"):
        undo.redo(article=article, by=cast.reviewer)


def test_a_claim_settled_since_is_the_editors_to_change(article, claims, cast):
    ACTS["reshape"](claims, cast.reviewer)
    Claim.objects.filter(pk=claims[0].pk).update(state="settled")
    with pytest.raises(undo.Changed, match="settled by now"):
        undo.undo(article=article, by=cast.reviewer)


def test_verdicts_on_the_words_that_come_back_count_again(article, claims, cast):
    for person in (cast.reviewer, cast.second_reviewer):
        factories.make_verdict(claims[0], person)
    settle.settle_claim(claim_id=claims[0].pk)
    assert Claim.objects.get(pk=claims[0].pk).state == "settled"
    ACTS["reshape"](claims, cast.editor)
    settle.settle_claim(claim_id=claims[0].pk)
    assert Claim.objects.get(pk=claims[0].pk).state == "open"
    undo.undo(article=article, by=cast.editor)
    settle.settle_claim(claim_id=claims[0].pk)
    row = Claim.objects.get(pk=claims[0].pk)
    assert (row.state, row.reshaped_at) == ("settled", None)


def test_a_verdict_on_the_words_that_go_does_not_count_for_those_that_come(article, claims, cast):
    factories.make_verdict(claims[0], cast.second_reviewer)
    ACTS["reshape"](claims, cast.reviewer)
    second = factories.make_verdict(claims[0], cast.second_reviewer, created_at=timezone.now())
    undo.undo(article=article, by=cast.reviewer)
    assert not Verdict.objects.counting().filter(claim=claims[0]).exists()
    assert list(Claim.objects.filter(pk=claims[0].pk).unjudged_by(cast.second_reviewer)) == [claims[0]]
    undo.redo(article=article, by=cast.reviewer)
    assert Verdict.objects.counting().get(claim=claims[0]) == second


def test_a_verdict_on_the_words_before_does_not_count_when_they_go_again(article, claims, cast):
    ACTS["reshape"](claims, cast.reviewer)
    undo.undo(article=article, by=cast.reviewer)
    factories.make_verdict(claims[0], cast.second_reviewer, created_at=timezone.now())
    undo.redo(article=article, by=cast.reviewer)
    assert not Verdict.objects.counting().filter(claim=claims[0]).exists()
