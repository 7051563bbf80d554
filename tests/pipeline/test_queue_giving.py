"""Assignment: what an editor gives and takes, what is refused, and its undo."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from claims.models import Draft, Event, Notice, Release, Seat, Verdict
from claims.pipeline import draft, queue
from tests import factories


@pytest.fixture
def claims(revision):
    return [
        factories.make_claim(revision, quote, worthiness=rank)
        for quote, rank in zip(factories.SENTENCES[1:4], (0.1, 0.9, 0.5), strict=True)
    ]


def give(cast, claims, to=None, **more):
    return queue.assign(claims=claims, to=to or cast.reviewer, by=cast.editor, **more)


def refusal(cast, claims, to=None, **more):
    before = Seat.objects.count()
    with pytest.raises(queue.Refused) as error:
        give(cast, claims, to, **more)
    assert Seat.objects.count() == before, "all or none"
    return " ".join(error.value.messages), error.value.claims


def test_what_is_assigned_comes_first(cast, claims):
    queue.take_next(project=cast.project, by=cast.reviewer)
    given = give(cast, [claims[0]], hours=5)
    seat = queue.take_next(project=cast.project, by=cast.reviewer)
    assert seat == given.seats[0]
    assert seat.assigned_by == cast.editor
    assert timedelta(hours=4.9) < seat.expires_at - timezone.now() <= timedelta(hours=5)
    assert queue.take_next(project=cast.project, by=cast.reviewer, skip=claims[0]).claim == claims[1]
    assert Seat.objects.get(pk=seat.pk).released_at is None, "skipped, and still theirs"


def test_many_at_once_are_one_notice_and_an_event_each(cast, claims):
    given = give(cast, claims)
    assert {seat.claim for seat in given.seats} == set(claims)
    assert given.seats[0].expires_at - given.seats[0].taken_at == timedelta(hours=cast.project.assignment_hours)
    assert Event.objects.filter(verb="seat.assigned").count() == 3
    notice = Notice.objects.get()
    assert (notice.to, notice.kind, notice.by, notice.data["count"]) == (cast.reviewer, "assigned", cast.editor, 3)


def test_twice_is_once(cast, claims):
    first = give(cast, claims)
    again = give(cast, claims)
    assert {seat.pk for seat in again.seats} == {seat.pk for seat in first.seats}
    assert again.batch is None
    assert Seat.objects.count() == 3
    assert Event.objects.filter(verb="seat.assigned").count() == 3


def test_blind_review_gives_one_reason_for_three(cast, article, claims):
    """Neither the editor's question nor its answer may tell who has judged."""
    factories.make_verdict(claims[0], cast.reviewer)
    judged, refused = refusal(cast, claims)
    assert refused == {claims[0].pk}
    assert "claim 1 of “Prices rise”" in judged
    assert "claim 2" not in judged
    article.written_by = cast.second_reviewer
    article.save()
    wrote, _ = refusal(cast, [claims[0]], cast.second_reviewer)
    queue.give_back(seat=give(cast, [claims[0]], cast.owner).seats[0], by=cast.owner)
    back, _ = refusal(cast, [claims[0]], cast.owner)
    words = {
        text.replace(person.label, "X")
        for text, person in ((judged, cast.reviewer), (wrote, cast.second_reviewer), (back, cast.owner))
    }
    assert len(words) == 1


def test_open_review_says_which_reason(cast, article, claims):
    cast.project.blind = False
    cast.project.save()
    factories.make_verdict(claims[0], cast.reviewer)
    assert "has judged" in refusal(cast, claims)[0]
    article.written_by = cast.reviewer
    article.save()
    assert "wrote the article" in refusal(cast, claims)[0]


def test_a_role_that_is_not_enough_and_a_stranger_are_refused(cast, claims):
    for person in (cast.viewer, cast.outsider):
        message, refused = refusal(cast, claims, person)
        assert person.label in message
        assert "Reviewer" in message
        assert refused == {claim.pk for claim in claims}


def test_settled_and_trashed_claims_and_nothing_are_refused(cast, claims):
    type(claims[0]).objects.filter(pk=claims[0].pk).update(state="settled")
    type(claims[0]).objects.filter(pk=claims[1].pk).update(deleted_at=timezone.now())
    message, refused = refusal(cast, claims)
    assert refused == {claims[0].pk, claims[1].pk}
    assert "claim 3" not in message
    assert "Choose" in refusal(cast, [])[0]
    assert "hours" in refusal(cast, [claims[2]], hours=0)[0]


def test_only_editors_assign_and_take_away(cast, claims):
    with pytest.raises(PermissionDenied):
        queue.assign(claims=claims, to=cast.second_reviewer, by=cast.reviewer)
    seat = give(cast, [claims[0]]).seats[0]
    for act in (queue.take_away, queue.give_back):
        with pytest.raises(PermissionDenied):
            act(seat=seat, by=cast.second_reviewer)
    with pytest.raises(PermissionDenied):
        queue.undo_assignment(project=cast.project, batch=give(cast, [claims[1]]).batch, by=cast.reviewer)


def test_a_seat_is_given_back_or_taken_away_once(cast, claims):
    mine, theirs = give(cast, claims[:2]).seats
    for _ in range(2):
        queue.give_back(seat=mine, by=cast.reviewer)
        queue.take_away(seat=theirs, by=cast.editor)
    mine.refresh_from_db()
    theirs.refresh_from_db()
    assert (mine.released_why, theirs.released_why) == (Release.GIVEN_BACK, Release.TAKEN_AWAY)
    assert Event.objects.filter(verb__in=["seat.released", "seat.taken_away"]).count() == 2


def test_assigned_beyond_the_number_asked_for_nobody_else_is_called_in(cast, claims):
    for person in (cast.reviewer, cast.second_reviewer, cast.owner):
        give(cast, [claims[1]], person)
    assert Seat.objects.filter(claim=claims[1]).count() == 3
    assert queue.take_next(project=cast.project, by=cast.editor).claim == claims[2]


class TestUndo:
    """Nothing is lost."""

    def test_it_takes_back_what_is_unused_and_keeps_verdicts_and_drafts(self, cast, claims):
        batch = give(cast, claims).batch
        verdict = factories.make_verdict(claims[0], cast.reviewer)
        Seat.objects.leave_for_verdict(claims[0], cast.reviewer)
        draft.save_draft(claim=claims[1], by=cast.reviewer, fields={"rationale": "So"}, basis=None)
        assert queue.undo_assignment(project=cast.project, batch=batch, by=cast.editor) == 2
        assert queue.undo_assignment(project=cast.project, batch=batch, by=cast.editor) == 0
        assert Verdict.objects.get() == verdict
        assert Draft.objects.get().fields == {"rationale": "So"}
        assert not Seat.objects.held(timezone.now()).exists()
        assert Event.objects.filter(verb="seat.taken_away").count() == 2

    def test_what_was_taken_from_the_queue_is_theirs_again_as_it_was(self, cast, claims):
        seat = queue.take_next(project=cast.project, by=cast.reviewer)
        given = give(cast, claims)
        assert Seat.objects.get(pk=seat.pk).assigned_by == cast.editor
        queue.undo_assignment(project=cast.project, batch=given.batch, by=cast.editor)
        back = Seat.objects.held(timezone.now()).get()
        assert (back.pk, back.assigned_by, back.expires_at) == (seat.pk, None, seat.expires_at)

    def test_another_project_s_batch_is_not_touched(self, cast, claims):
        batch = give(cast, claims).batch
        elsewhere = factories.make_project(by=cast.editor)
        assert queue.undo_assignment(project=elsewhere, batch=batch, by=cast.editor) == 0
        assert Seat.objects.held(timezone.now()).count() == 3
