"""The queue: who gets which claim next, for how long, and who does not."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from claims.models import Event, Membership, Release, Role, Seat
from claims.pipeline import draft, edit, judge, queue
from claims.pipeline.prepare import set_role
from tests import factories


@pytest.fixture
def claims(revision):
    """Three, the second the most worth checking, then the third."""
    return [
        factories.make_claim(revision, quote, worthiness=rank)
        for quote, rank in zip(factories.SENTENCES[1:4], (0.1, 0.9, 0.5), strict=True)
    ]


@pytest.fixture
def third(cast):
    person = factories.make_user("third")
    set_role(project=cast.project, user=person, role=Role.REVIEWER, by=cast.owner)
    return person


def pull(cast, person, **more):
    seat = queue.take_next(project=cast.project, by=person, **more)
    return seat and seat.claim


def judged(claim, person, rating="true"):
    version = claim.revision.article.project.scale.current()
    row = version.ratings.get(slug=rating)
    return judge.record_verdict(claim=claim, by=person, finding="confirmed", rating=row, rationale="Because.")


def run_out(**which):
    past = timezone.now() - timedelta(minutes=1)
    Seat.objects.filter(**which).update(taken_at=past - timedelta(hours=1), expires_at=past)


def test_claims_come_by_rank_each_to_two_people_and_no_third(cast, claims, third):
    assert pull(cast, cast.reviewer) == claims[1]
    assert pull(cast, cast.second_reviewer) == claims[1]
    assert pull(cast, third) == claims[2], "two are on the best one"


def test_whoever_holds_one_gets_it_again(cast, claims):
    first = queue.take_next(project=cast.project, by=cast.reviewer)
    assert queue.take_next(project=cast.project, by=cast.reviewer) == first
    assert Seat.objects.count() == 1
    assert Event.objects.filter(verb="seat.taken").count() == 1


def test_a_verdict_gives_the_seat_up_and_says_when_it_began(cast, claims):
    seat = queue.take_next(project=cast.project, by=cast.reviewer)
    verdict = judged(claims[1], cast.reviewer)
    seat.refresh_from_db()
    assert seat.released_why == Release.JUDGED
    assert verdict.began_at == seat.taken_at
    assert pull(cast, cast.reviewer) == claims[2]
    assert not judged(claims[0], cast.reviewer).began_at, "never taken, never drafted"


def test_a_verdict_counts_like_a_seat(cast, claims, third):
    for person in (cast.reviewer, cast.second_reviewer):
        judged(claims[1], person)
    assert pull(cast, third) == claims[2]


def test_the_end_of_the_queue_is_an_end_even_with_seats_that_ran_out(cast, claims, third):
    """No sweeper runs here: what ran out counts for nothing by itself."""
    for person in (cast.reviewer, cast.second_reviewer):
        for _ in claims:
            judged(pull(cast, person), person)
    assert pull(cast, cast.reviewer) is None
    assert pull(cast, third) is None
    extra = factories.make_claim(claims[0].revision, factories.SENTENCES[4])
    assert pull(cast, cast.reviewer) == pull(cast, cast.second_reviewer) == extra
    assert pull(cast, third) is None
    run_out(holder=cast.reviewer, claim=extra)
    assert Seat.objects.filter(claim=extra, released_at=None).count() == 2, "nobody released it"
    assert pull(cast, third) == extra
    assert pull(cast, cast.reviewer) is None, "too late"
    assert Seat.objects.get(holder=cast.reviewer, claim=extra).released_why == Release.EXPIRED


def test_one_whose_time_ran_out_may_take_it_again(cast, claims):
    first = queue.take_next(project=cast.project, by=cast.reviewer)
    run_out(pk=first.pk)
    second = queue.take_next(project=cast.project, by=cast.reviewer)
    assert second.claim == first.claim
    assert second != first


def test_the_sweeper_releases_and_tells_once(cast, claims):
    seat = queue.take_next(project=cast.project, by=cast.reviewer)
    assert queue.release_run_out() == 0
    run_out(pk=seat.pk)
    assert queue.release_run_out() == 1
    assert queue.release_run_out() == 0
    event = Event.objects.get(verb="seat.run_out")
    assert (event.claim_id, event.by_id, event.project_id) == (seat.claim_id, None, cast.project.pk)


def test_what_is_skipped_comes_last(cast, claims):
    assert pull(cast, cast.reviewer) == claims[1]
    assert pull(cast, cast.reviewer, skip=claims[1]) == claims[2]
    assert pull(cast, cast.reviewer, skip=claims[2]) == claims[0]
    assert pull(cast, cast.reviewer, skip=claims[0]) == claims[1], "no ping-pong between the best two"
    assert Seat.objects.filter(released_why=Release.GIVEN_BACK).count() == 3


def test_skipping_the_only_one_says_that_nothing_else_waits(cast, claims):
    for claim in claims[1:]:
        judged(claim, cast.reviewer)
    assert pull(cast, cast.reviewer) == claims[0]
    assert pull(cast, cast.reviewer, skip=claims[0]) is None
    assert pull(cast, cast.reviewer) == claims[0]


def test_nobody_gets_an_article_they_wrote(cast, article, claims):
    article.written_by = cast.reviewer
    article.save()
    assert pull(cast, cast.reviewer) is None
    assert pull(cast, cast.second_reviewer) == claims[1]


def test_tags_take_one_of_the_skills(cast, article, claims):
    article.tags = ["law", "finance"]
    article.save()
    assert pull(cast, cast.reviewer) is None
    mine = Membership.objects.filter(project=cast.project, user=cast.reviewer)
    mine.update(skills=["sport"])
    assert pull(cast, cast.reviewer) is None
    mine.update(skills=["sport", "law"])
    assert pull(cast, cast.reviewer) == claims[1]


def test_what_is_gone_is_not_given(cast, article, claims):
    edit.trash(claims=[claims[1]], by=cast.editor)
    claims[2].state = "settled"
    claims[2].save()
    assert pull(cast, cast.reviewer) == claims[0]
    seat = Seat.objects.get()
    edit.trash(claims=[claims[0]], by=cast.editor)
    seat.refresh_from_db()
    assert seat.released_why == Release.GONE
    assert pull(cast, cast.reviewer) is None


def test_a_seat_at_a_settled_claim_is_swept_away(cast, claims):
    seat = queue.take_next(project=cast.project, by=cast.reviewer)
    type(claims[1]).objects.filter(pk=claims[1].pk).update(state="settled")
    assert pull(cast, cast.reviewer) == claims[2], "not held even before the sweeper came"
    queue.release_run_out()
    seat.refresh_from_db()
    assert seat.released_why == Release.GONE


def test_a_seat_of_somebody_who_left_stands_in_nobodys_way(cast, claims, third):
    for person in (cast.reviewer, cast.second_reviewer):
        queue.take_next(project=cast.project, by=person)
    assert pull(cast, third) == claims[2]
    set_role(project=cast.project, user=cast.reviewer, role=Role.VIEWER, by=cast.owner)
    assert pull(cast, cast.editor) == claims[1]
    Membership.objects.filter(user=cast.second_reviewer).delete()
    assert queue.release_run_out() == 1
    assert set(Seat.objects.held(timezone.now()).values_list("holder", flat=True)) == {third.pk, cast.editor.pk}


def test_writing_holds_the_seat_for_longer(cast, claims):
    seat = queue.take_next(project=cast.project, by=cast.reviewer)
    soon = timezone.now() + timedelta(minutes=1)
    Seat.objects.update(expires_at=soon)
    draft.save_draft(claim=seat.claim, by=cast.reviewer, fields={"rationale": "So"}, basis=None)
    seat.refresh_from_db()
    assert seat.expires_at > soon + timedelta(minutes=20)
    run_out(pk=seat.pk)
    draft.save_draft(claim=seat.claim, by=cast.reviewer, fields={"rationale": "So far"}, basis=1)
    seat.refresh_from_db()
    assert seat.expires_at < timezone.now(), "what ran out may be another's by now"


def test_a_draft_says_when_it_began_where_an_editor_gave_the_claim(cast, claims):
    queue.assign(claims=[claims[0]], to=cast.reviewer, by=cast.editor)
    saved = draft.save_draft(claim=claims[0], by=cast.reviewer, fields={"rationale": "So"}, basis=None)
    saved.refresh_from_db()
    first = judged(claims[0], cast.reviewer)
    assert first.began_at == saved.begun_at
    row = first.rating.version.ratings.get(slug="false")
    again = judge.record_verdict(
        claim=claims[0], by=cast.reviewer, finding="confirmed", rating=row, rationale="No.", basis=first.pk
    )
    assert again.began_at is None, "that draft was the first verdict's"


def test_a_viewer_takes_nothing(cast, claims):
    with pytest.raises(PermissionDenied, match="Reviewer"):
        queue.take_next(project=cast.project, by=cast.viewer)


class TestWholeArticles:
    """Projects that share out articles."""

    @pytest.fixture(autouse=True)
    def _by_article(self, cast):
        cast.project.shared_by = "article"
        cast.project.save()

    def test_a_person_gets_all_of_one_article(self, cast, claims, third):
        other = factories.make_claim(factories.make_article(cast.project).latest(), worthiness=0.7)
        assert pull(cast, cast.reviewer) == claims[1]
        mine = set(Seat.objects.filter(holder=cast.reviewer).values_list("claim", flat=True))
        assert mine == {claim.pk for claim in claims}
        assert pull(cast, cast.second_reviewer) == claims[1]
        assert pull(cast, third) == other
        judged(claims[1], cast.reviewer)
        assert pull(cast, cast.reviewer) == claims[2], "on in the same article"

    def test_a_claim_made_meanwhile_brings_no_third_person_while_two_are_at_it(self, cast, claims, third):
        pull(cast, cast.reviewer)
        pull(cast, cast.second_reviewer)
        factories.make_claim(claims[0].revision, factories.SENTENCES[4], worthiness=1)
        assert pull(cast, third) is None

    def test_who_leaves_in_the_middle_blocks_nobody(self, cast, claims, third):
        judged(pull(cast, cast.reviewer), cast.reviewer)
        judged(pull(cast, cast.second_reviewer, skip=claims[1]), cast.second_reviewer)
        run_out(released_at=None)
        assert pull(cast, third) == claims[1]
        assert Seat.objects.held(timezone.now()).filter(holder=third).count() == 3

    def test_no_time_is_told_for_a_claim_taken_with_others(self, cast, claims):
        assert judged(pull(cast, cast.reviewer), cast.reviewer).began_at is None
