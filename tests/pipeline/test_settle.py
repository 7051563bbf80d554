"""Equal verdicts settle a claim, unequal ones leave it to an editor, a changed mind reopens it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from claims.models import Article, Claim, Event, Project, Ruling
from claims.pipeline.settle import settle_claim
from claims.undoing import clock, mark_reshaped
from tests import factories, filled


@pytest.fixture
def claim(revision):
    return factories.make_claim(revision)


def _settle(claim):
    ruling = settle_claim(claim_id=claim.pk)
    claim.refresh_from_db()
    return ruling


def test_too_few_verdicts_leave_it_open(cast, claim):
    assert _settle(claim) is None
    factories.make_verdict(claim, cast.reviewer)
    assert _settle(claim) is None
    assert (claim.state, claim.verdicts_counted) == ("open", 1)


def test_agreement_settles(cast, claim):
    verdicts = [factories.make_verdict(claim, by, "false") for by in (cast.reviewer, cast.second_reviewer)]
    ruling = _settle(claim)
    assert (ruling.basis, ruling.by) == ("agreement", None)
    assert (ruling.finding, ruling.rating.slug) == ("confirmed", "false")
    assert set(ruling.verdicts.all()) == set(verdicts)
    assert (claim.state, claim.verdicts_counted) == ("settled", 2)
    assert Event.objects.get(verb="claim.agreement").target_id == ruling.pk


@pytest.mark.parametrize(("rating", "finding"), [("false", "confirmed"), ("true", "altered")])
def test_a_difference_in_either_question_is_a_dispute(cast, claim, rating, finding):
    factories.make_verdict(claim, cast.reviewer, "true")
    factories.make_verdict(claim, cast.second_reviewer, rating, finding=finding)
    assert _settle(claim) is None
    assert (claim.state, Ruling.objects.count()) == ("disputed", 0)


def test_only_the_latest_word_counts(cast, claim):
    factories.make_verdict(claim, cast.reviewer, "true")
    factories.make_verdict(claim, cast.reviewer, "false")
    assert _settle(claim) is None
    assert (claim.state, claim.verdicts_counted) == ("open", 2)
    factories.make_verdict(claim, cast.second_reviewer, "false")
    assert _settle(claim).rating.slug == "false"


def test_twice_is_once(cast, claim):
    for by in (cast.reviewer, cast.second_reviewer):
        factories.make_verdict(claim, by)
    assert _settle(claim)
    assert _settle(claim) is None
    assert (Ruling.objects.count(), claim.state) == (1, "settled")


def test_a_changed_mind_reopens_and_agreement_settles_again(cast, claim):
    for by in (cast.reviewer, cast.second_reviewer):
        factories.make_verdict(claim, by)
    first = _settle(claim)
    factories.make_verdict(claim, cast.reviewer, "false")
    reopened = _settle(claim)
    assert (reopened.basis, reopened.supersedes, claim.state) == ("reopened", first, "disputed")
    assert _settle(claim) is None, "reopened once"
    assert not Ruling.objects.in_force().filter(claim=claim).exists()
    factories.make_verdict(claim, cast.second_reviewer, "false")
    last = _settle(claim)
    assert (last.supersedes, last.rating.slug, claim.state) == (reopened, "false", "settled")
    assert list(Ruling.objects.in_force().filter(claim=claim)) == [last]


def test_agreement_on_something_else_replaces_the_ruling(cast, claim):
    Project.objects.update(reviewers_per_claim=1)
    factories.make_verdict(claim, cast.reviewer)
    first = _settle(claim)
    factories.make_verdict(claim, cast.reviewer, "false")
    second = _settle(claim)
    assert (second.supersedes, second.basis, second.rating.slug) == (first, "agreement", "false")


def test_a_third_opinion_can_break_an_agreement(cast, claim):
    for by in (cast.reviewer, cast.second_reviewer):
        factories.make_verdict(claim, by)
    _settle(claim)
    factories.make_verdict(claim, cast.editor, "false")
    assert _settle(claim).basis == "reopened"
    assert claim.state == "disputed"


def test_an_editors_ruling_stands(cast, claim):
    ratings = {cast.reviewer: "true", cast.second_reviewer: "false"}
    verdicts = [factories.make_verdict(claim, *given) for given in ratings.items()]
    ruling = filled.settle(claim, verdicts, cast)
    factories.make_verdict(claim, cast.second_reviewer, "true")
    assert _settle(claim) is None
    assert (claim.state, claim.verdicts_counted) == ("settled", 3)
    assert list(Ruling.objects.in_force()) == [ruling]


def test_uncounted_verdicts_are_found_until_they_are_counted(cast, claim):
    since = timezone.now() - timedelta(hours=1)
    assert not Claim.objects.uncounted(since=since).exists()
    factories.make_verdict(claim, cast.reviewer)
    assert list(Claim.objects.uncounted(since=since)) == [claim]
    _settle(claim)
    assert not Claim.objects.uncounted(since=since).exists()


def test_verdicts_on_earlier_words_do_not_count(cast, claim):
    for by in (cast.reviewer, cast.second_reviewer):
        factories.make_verdict(claim, by)
    first = _settle(claim)
    assert not Claim.objects.unjudged_by(cast.reviewer).filter(pk=claim.pk).exists()
    mark_reshaped([claim.pk], by=cast.editor)
    assert list(Claim.objects.uncounted(since=timezone.now() + timedelta(hours=1))) == [claim]
    assert Claim.objects.unjudged_by(cast.reviewer).filter(pk=claim.pk).exists()
    assert (_settle(claim).basis, claim.state) == ("reopened", "open")
    assert not Claim.objects.uncounted(since=timezone.now() - timedelta(hours=1)).exists()
    for by in (cast.reviewer, cast.second_reviewer):
        factories.make_verdict(claim, by, created_at=timezone.now())
    second = _settle(claim)
    assert (second.basis, second.verdicts.count(), claim.state) == ("agreement", 2, "settled")
    assert second.supersedes.supersedes == first


def test_a_new_agreement_replaces_one_on_earlier_words_that_nobody_reopened(cast, claim):
    for by in (cast.reviewer, cast.second_reviewer):
        factories.make_verdict(claim, by)
    first = _settle(claim)
    mark_reshaped([claim.pk], by=cast.editor)
    verdicts = [
        factories.make_verdict(claim, by, created_at=timezone.now()) for by in (cast.reviewer, cast.second_reviewer)
    ]
    second = _settle(claim)
    assert (second.supersedes, set(second.verdicts.all())) == (first, set(verdicts))


def test_an_editors_ruling_falls_with_the_words_it_was_made_on(cast, claim):
    ratings = {cast.reviewer: "true", cast.second_reviewer: "false"}
    ruling = filled.settle(claim, [factories.make_verdict(claim, *given) for given in ratings.items()], cast)
    mark_reshaped([claim.pk], by=cast.editor)
    reopened = _settle(claim)
    assert (reopened.basis, reopened.supersedes, claim.state) == ("reopened", ruling, "open")


def test_progress_counts_a_claim_as_open_again_when_its_words_changed(cast, claim):
    def open_for(user):
        return Article.objects.with_progress(user).get(pk=claim.revision.article_id).open_for_me

    before = open_for(cast.reviewer)
    factories.make_verdict(claim, cast.reviewer)
    assert open_for(cast.reviewer) == before - 1
    mark_reshaped([claim.pk], by=cast.editor)
    assert open_for(cast.reviewer) == before
    factories.make_verdict(claim, cast.reviewer, created_at=timezone.now())
    assert open_for(cast.reviewer) == before - 1


class TestByTheProjectsRule:
    """What the project asks for settles; what it asked for earlier is not undone."""

    def _judge(self, cast, claim, *ratings):
        people = (cast.reviewer, cast.second_reviewer, cast.editor, cast.owner)
        return [
            factories.make_verdict(claim, *given, created_at=clock())
            for given in zip(people, ratings, strict=False)
        ]

    def test_more_than_half(self, cast, claim):
        Project.objects.update(settle_rule="majority", reviewers_per_claim=3)
        verdicts = self._judge(cast, claim, "true", "false", "false")
        ruling = _settle(claim)
        assert (ruling.basis, ruling.rating.slug, claim.state) == ("agreement", "false", "settled")
        assert set(ruling.verdicts.all()) == set(verdicts[1:])
        assert _settle(claim) is None

    def test_close_on_the_scale(self, cast, claim):
        Project.objects.update(settle_rule="distance", settle_distance=1)
        verdicts = self._judge(cast, claim, "true", "mostly-true")
        ruling = _settle(claim)
        assert ruling.rating.slug == "mostly-true", "the lower of two"
        assert set(ruling.verdicts.all()) == set(verdicts)

    def test_too_far_apart_for_the_project(self, cast, claim):
        Project.objects.update(settle_rule="distance", settle_distance=1)
        self._judge(cast, claim, "true", "half-true")
        assert _settle(claim) is None
        assert claim.state == "disputed"

    def test_another_rule_undoes_no_ruling_but_new_ones_follow_it(self, cast, claim):
        Project.objects.update(settle_rule="majority", reviewers_per_claim=3)
        self._judge(cast, claim, "true", "false", "false")
        first = _settle(claim)
        Project.objects.update(settle_rule="unanimous")
        assert _settle(claim) is None
        Claim.objects.filter(pk=claim.pk).count_again()
        assert _settle(claim) is None
        assert (list(Ruling.objects.in_force()), claim.state) == ([first], "settled")
        factories.make_verdict(claim, cast.reviewer, "half-true", created_at=clock())
        assert _settle(claim).basis == "reopened", "a new verdict is counted by the rule of now"

    def test_more_reviewers_asked_for_later_undo_no_ruling(self, cast, claim):
        self._judge(cast, claim, "true", "true")
        first = _settle(claim)
        Project.objects.update(reviewers_per_claim=3)
        assert _settle(claim) is None
        assert (list(Ruling.objects.in_force()), claim.state) == ([first], "settled")

    def test_it_is_to_be_looked_at_again_where_the_project_says_so(self, cast, claim):
        Project.objects.update(review_after_days=30)
        self._judge(cast, claim, "true", "true")
        ruling = _settle(claim)
        today = timezone.localdate()
        assert ruling.review_by == today + timedelta(days=30)
        assert not Ruling.objects.stale(today + timedelta(days=30)).exists()
        assert list(Ruling.objects.stale(today + timedelta(days=31))) == [ruling]
