"""People make, reshape, divide and merge claims; what is stored quotes the text."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from claims.models import Attribution, Claim, Edit, Event, Span, Waiver
from claims.pipeline import edit
from tests import factories
from tests.pipeline import editing


@pytest.fixture
def revision(cast):
    return editing.make_text(cast.project, cast.reviewer)


@pytest.fixture
def claims(revision):
    return list(Claim.objects.filter(revision=revision).order_by("number"))


def last(revision, by):
    return Edit.objects.to_undo(revision.article, by)


def test_a_claim_is_made_of_selected_words(revision, cast):
    start, end = editing.at("the square has")
    made = edit.make_claim(revision=revision, places=[(start - 1, end + 1)], by=cast.reviewer)
    assert (made.number, made.text, made.created_by) == (6, "the square has", cast.reviewer)
    assert made.speech == "narrated"
    assert editing.places(made) == [(start, end)]
    row = last(revision, cast.reviewer)
    assert (row.verb, row.number, row.claim_id, row.rows, row.place) == ("made", 6, made.pk, 1, 1)
    event = Event.objects.get(verb="claim.made")
    assert (event.claim_id, event.article_id, event.by_name) == (made.pk, revision.article_id, "reviewer")


def test_a_claim_in_quotation_marks_is_direct_speech(revision, cast):
    made = edit.make_claim(revision=revision, places=[editing.at("a quiet")], by=cast.reviewer)
    assert made.speech == "direct"


def test_a_claim_may_stand_on_several_places(revision, cast):
    places = [editing.at("has closed"), editing.at("The cafe\u0301 🍵")]
    made = edit.make_claim(revision=revision, places=places, by=cast.reviewer)
    assert made.text == "The cafe\u0301 🍵 has closed"
    assert editing.places(made) == sorted(places)


def test_making_a_claim_of_a_waived_sentence_lifts_the_waiver(revision, cast):
    edit.make_claim(revision=revision, places=[editing.at("Prices rise")], by=cast.reviewer)
    assert not Waiver.objects.filter(sentence__revision=revision).exists()


@pytest.mark.parametrize("places", [[], [(5, 5)], [(-1, 3)], [(0, 10**6)], [(11, 12)]])
def test_places_that_hold_no_words_are_refused(revision, cast, places):
    with pytest.raises(edit.Refused):
        edit.make_claim(revision=revision, places=places, by=cast.reviewer)
    assert not Edit.objects.exists()


def test_the_same_words_are_claimed_once(revision, claims, cast):
    places = editing.places(claims[0])
    with pytest.raises(edit.Refused, match="Claim 1 stands"):
        edit.make_claim(revision=revision, places=places, by=cast.reviewer)
    edit.trash(claims=claims[:1], by=cast.reviewer)
    assert edit.make_claim(revision=revision, places=places, by=cast.reviewer).number == 6


def test_a_reshaped_claim_quotes_its_new_words(revision, claims, cast):
    edit.reshape(claim=claims[0], places=[editing.at("Prices rose")], by=cast.reviewer)
    row = Claim.objects.get(pk=claims[0].pk)
    assert (row.text, editing.quotes(row), row.reshaped_by) == ("Prices rose", ["Prices rose"], cast.reviewer)
    assert row.reshaped_at is not None
    assert "gives a figure" not in row.reasons
    assert claims[0].text == "Prices rose"


def test_the_same_places_again_change_nothing(revision, claims, cast):
    edit.reshape(claim=claims[0], places=editing.places(claims[0]), by=cast.reviewer, basis="")
    assert not Edit.objects.exists()
    assert not Event.objects.filter(verb="claim.reshaped").exists()
    assert Claim.objects.get(pk=claims[0].pk).reshaped_at is None


def test_two_people_who_reshape_one_claim_learn_of_each_other(revision, claims, cast):
    edit.reshape(claim=claims[0], places=[editing.at("Prices rose")], by=cast.editor, basis="")
    with pytest.raises(edit.Changed, match="Editor changed claim 1"):
        edit.reshape(claim=claims[0], places=[editing.at("in May")], by=cast.reviewer, basis="")
    basis = Claim.objects.get(pk=claims[0].pk).as_seen
    edit.reshape(claim=claims[0], places=[editing.at("in May")], by=cast.reviewer, basis=basis)
    assert Claim.objects.get(pk=claims[0].pk).text == "in May"


@pytest.mark.parametrize(
    ("edge", "by_words", "text"),
    [
        ("start", 1, "rose by 4 percent in May"),
        ("start", -1, "rise\nPrices rose by 4 percent in May"),
        ("end", 1, "Prices rose by 4 percent in May, the"),
        ("end", -2, "Prices rose by 4 percent"),
    ],
)
def test_an_edge_moves_by_whole_words(claims, cast, edge, by_words, text):
    edit.nudge(claim=claims[0], edge=edge, by_words=by_words, by=cast.reviewer)
    row = Claim.objects.get(pk=claims[0].pk)
    assert (row.text, editing.quotes(row)) == (text, [text])


def test_an_edge_moves_over_the_gap_between_two_spans(revision, cast):
    places = [editing.at("The cafe\u0301"), editing.at("has closed")]
    made = edit.make_claim(revision=revision, places=places, by=cast.reviewer)
    edit.nudge(claim=made, edge="start", by_words=2, by=cast.reviewer)
    assert editing.quotes(made) == ["has closed"]


def test_an_edge_stops_where_the_words_end(revision, claims, cast):
    with pytest.raises(edit.Refused, match="no more words"):
        edit.nudge(claim=claims[4], edge="end", by_words=1, by=cast.reviewer)
    with pytest.raises(edit.Refused, match="at least one word"):
        edit.nudge(claim=claims[2], edge="start", by_words=4, by=cast.reviewer)


def test_words_of_a_claim_become_a_claim_of_their_own(revision, claims, cast):
    start, end = editing.at("by 4 percent")
    made = edit.split_off(claim=claims[0], start=start, end=end, by=cast.reviewer)
    assert (made.text, made.number, made.created_by) == ("by 4 percent", 6, cast.reviewer)
    assert editing.quotes(claims[0]) == ["Prices rose", "in May"]
    assert claims[0].text == "Prices rose in May"
    copied, own = (Attribution.objects.get(claim=row) for row in (made, claims[0]))
    assert (copied.source_id, copied.cue) == (own.source_id, own.cue)
    assert Span.objects.filter(attribution=copied).count() == Span.objects.filter(attribution=own).count() == 2
    assert last(revision, cast.reviewer).rows == 2


def test_a_claim_is_cut_in_two(claims, cast):
    made = edit.split_at(claim=claims[1], at=editing.at("a quiet")[0], by=cast.reviewer)
    assert (claims[1].text, made.text) == ("We expect", "a quiet 👩‍👩‍👧‍👦 summer")
    assert Attribution.objects.get(claim=made).readings.count() == 1


def test_a_cut_leaves_words_on_both_sides(claims, cast):
    (start, end) = editing.places(claims[0])[0]
    for first, last_ in ((start, end), (0, start), (start, start)):
        with pytest.raises(edit.Refused):
            edit.split_off(claim=claims[0], start=first, end=last_, by=cast.reviewer)


def test_claims_are_merged_into_one(revision, claims, cast):
    edit.merge(claim=claims[0], others=[claims[2]], by=cast.reviewer)
    row, other = (Claim.objects.get(pk=claim.pk) for claim in (claims[0], claims[2]))
    assert row.text == "Prices rose by 4 percent in May the figures were late"
    assert editing.quotes(row) == ["Prices rose by 4 percent in May", "the figures were late"]
    assert row.reshaped_at is not None
    assert other.deleted_at is not None
    assert Attribution.objects.filter(claim=row).count() == 1
    assert last(revision, cast.reviewer).number == 1


def test_a_claim_is_described(claims, cast):
    edit.describe(claim=claims[0], speech="direct", polarity="denies", by=cast.reviewer)
    row = Claim.objects.get(pk=claims[0].pk)
    assert (row.speech, row.polarity) == ("direct", "denies")
    with pytest.raises(edit.Refused):
        edit.describe(claim=claims[0], polarity="perhaps", by=cast.reviewer)


def test_a_settled_claim_is_the_editors(claims, cast):
    Claim.objects.filter(pk=claims[0].pk).update(state="settled")
    with pytest.raises(PermissionDenied, match="Claim 1 is settled"):
        edit.trash(claims=claims, by=cast.reviewer)
    assert not Claim.objects.exclude(deleted_at=None).exists()
    edit.trash(claims=claims, by=cast.editor)
    assert not Claim.objects.kept().exists()


def test_a_claim_in_the_trash_is_not_edited(claims, cast):
    edit.trash(claims=claims[:1], by=cast.reviewer)
    with pytest.raises(edit.Refused, match="in the trash"):
        edit.nudge(claim=claims[0], edge="end", by_words=1, by=cast.reviewer)
    edit.restore(claims=claims[:1], by=cast.reviewer)
    edit.nudge(claim=claims[0], edge="end", by_words=1, by=cast.reviewer)


def test_a_claim_that_a_new_split_dropped_is_not_edited(claims, cast):
    Claim.objects.filter(pk=claims[2].pk).delete()
    with pytest.raises(edit.Refused, match="no longer there"):
        edit.nudge(claim=claims[2], edge="end", by_words=1, by=cast.reviewer)


def test_claims_of_two_texts_are_not_edited_together(claims, cast):
    other = factories.make_claim(factories.make_article(cast.project).latest())
    with pytest.raises(edit.Refused, match="different texts"):
        edit.merge(claim=claims[0], others=[other], by=cast.reviewer)
