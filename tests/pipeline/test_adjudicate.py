"""An editor settles what verdicts leave open, and takes it back; nothing is lost on the way."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from claims.models import Event, Project, Rating, Ruling, Verdict
from claims.pipeline import adjudicate
from claims.pipeline.settle import settle_claim
from claims.undoing import clock, mark_reshaped
from tests import factories
from tests.filled import retire


@pytest.fixture
def claim(cast, revision):
    """Disputed: the reviewer says true, the second reviewer false."""
    claim = factories.make_claim(revision)
    factories.make_verdict(claim, cast.reviewer, "true", rationale="The release says so.")
    factories.make_verdict(claim, cast.second_reviewer, "false", rationale="The table says otherwise.")
    return _settled(claim)


def _settled(claim):
    settle_claim(claim_id=claim.pk)
    claim.refresh_from_db()
    return claim


def _of(claim, user):
    return Verdict.objects.current().get(claim=claim, by=user)


def _rating(slug):
    return Rating.objects.get(version__scale__slug="truth", slug=slug)


def _rule(claim, by, rating="half-true", why="Both read half of it.", **more):
    given = {"finding": "altered", "rating": rating and _rating(rating), "rationale": why, **more}
    return adjudicate.rule(claim=claim, by=by, **given)


def _dissent(ruling):
    return Ruling.objects.with_dissent().get(pk=ruling.pk).dissent


def test_a_verdict_is_accepted_as_it_is(cast, claim):
    accepted = _of(claim, cast.second_reviewer)
    ruling = adjudicate.rule(claim=claim, by=cast.editor, accepts=accepted)
    claim.refresh_from_db()
    assert (ruling.basis, ruling.by, ruling.finding) == ("editor", cast.editor, "confirmed")
    assert (ruling.rating.slug, ruling.rationale) == ("false", "The table says otherwise.")
    assert list(ruling.verdicts.all()) == [accepted]
    assert (claim.state, claim.verdicts_counted, _dissent(ruling)) == ("settled", 2, 1)
    event = Event.objects.get(verb="claim.editor")
    assert (event.target_id, event.claim_id, event.article_id) == (ruling.pk, claim.pk, claim.revision.article_id)
    assert (event.by_id, event.data["carried_by"], event.data["dissent"]) == (cast.editor.pk, 1, 1)


def test_a_ruling_of_ones_own_may_leave_everybody_in_dissent(cast, claim):
    ruling = _rule(claim, cast.editor)
    assert (ruling.finding, ruling.rating.slug) == ("altered", "half-true")
    assert (ruling.verdicts.count(), _dissent(ruling)) == (0, 2)
    assert Verdict.objects.current().filter(claim=claim).count() == 2, "they stay"


def test_all_verdicts_that_say_the_same_carry_it(cast, claim):
    third = factories.make_verdict(claim, cast.owner, "false")
    ruling = _rule(claim, cast.editor, "false", finding="confirmed", why="The table is the primary source.")
    assert set(ruling.verdicts.all()) == {_of(claim, cast.second_reviewer), third}
    assert _dissent(ruling) == 1


def test_only_verdicts_on_the_claim_as_it_is_are_dissent(cast, claim):
    mark_reshaped([claim.pk], by=cast.editor)
    factories.make_verdict(claim, cast.reviewer, "true", created_at=clock())
    factories.make_verdict(claim, cast.owner, "false", created_at=clock())
    _settled(claim)
    ruling = _rule(claim, cast.editor, "true", finding="confirmed")
    assert [row.by for row in ruling.verdicts.all()] == [cast.reviewer]
    assert Event.objects.get(verb="claim.editor").data["dissent"] == 1


def test_a_later_change_of_mind_changes_nothing_that_was_ruled(cast, claim):
    ruling = adjudicate.rule(claim=claim, by=cast.editor, accepts=_of(claim, cast.reviewer))
    factories.make_verdict(claim, cast.second_reviewer, "true", created_at=clock())
    assert settle_claim(claim_id=claim.pk) is None
    assert _dissent(ruling) == 1, "as it was when it was ruled"
    assert list(Ruling.objects.in_force().filter(claim=claim)) == [ruling]


def test_the_same_twice_is_one(cast, claim):
    first = _rule(claim, cast.editor)
    assert _rule(claim, cast.editor) == first
    assert (Ruling.objects.count(), Event.objects.filter(verb="claim.editor").count()) == (1, 1)


def test_another_ruling_meanwhile_is_a_conflict(cast, claim):
    first = _rule(claim, cast.owner)
    with pytest.raises(adjudicate.Changed) as changed:
        _rule(claim, cast.editor, "false")
    assert changed.value.current == first
    second = _rule(claim, cast.editor, "false", basis=first.pk)
    assert second.supersedes == first
    assert list(Ruling.objects.in_force()) == [second]


def test_a_ruling_that_was_reopened_meanwhile_is_a_conflict(cast, claim):
    first = _rule(claim, cast.owner)
    adjudicate.reopen(claim=claim, by=cast.owner, why="New table.")
    with pytest.raises(adjudicate.Changed):
        _rule(claim, cast.editor, "false", basis=first.pk)


@pytest.mark.parametrize("name", ["reviewer", "viewer", "outsider"])
def test_only_editors_and_owners_settle(cast, claim, name):
    with pytest.raises(PermissionDenied):
        _rule(claim, getattr(cast, name))
    ruling = _rule(claim, cast.owner)
    with pytest.raises(PermissionDenied):
        adjudicate.reopen(claim=claim, by=getattr(cast, name), why="Because.")
    assert list(Ruling.objects.all()) == [ruling]


def test_a_claim_that_waits_for_verdicts_is_not_settled(cast, revision):
    claim = factories.make_claim(revision)
    factories.make_verdict(claim, cast.reviewer)
    _settled(claim)
    with pytest.raises(adjudicate.Refused, match="fully judged"):
        _rule(claim, cast.editor)


def test_nor_is_one_whose_words_have_just_changed(cast, claim):
    mark_reshaped([claim.pk], by=cast.editor)
    with pytest.raises(adjudicate.Refused, match="fully judged"):
        _rule(claim, cast.editor)
    assert not Ruling.objects.exists()


def test_nor_where_the_project_asks_for_more_by_now(cast, claim):
    Project.objects.update(reviewers_per_claim=3)
    with pytest.raises(adjudicate.Refused, match="fully judged"):
        _rule(claim, cast.editor)


def test_a_verdict_that_was_changed_meanwhile_is_not_accepted(cast, claim):
    old = _of(claim, cast.reviewer)
    factories.make_verdict(claim, cast.reviewer, "half-true")
    with pytest.raises(adjudicate.Refused, match="no longer counts"):
        adjudicate.rule(claim=claim, by=cast.editor, accepts=old)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"finding": "maybe"}, "finding"),
        ({"rating": None}, "rating"),
        ({"rationale": " \n"}, "rationale"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(cast, claim, given, field):
    with pytest.raises(ValidationError) as error:
        _rule(claim, cast.editor, **given)
    assert list(error.value.message_dict) == [field]


def test_a_retired_rating_is_ruled_only_by_accepting_a_verdict_that_has_it(cast, claim):
    retire("false")
    with pytest.raises(ValidationError, match="no longer on offer"):
        _rule(claim, cast.editor, "false")
    ruling = adjudicate.rule(claim=claim, by=cast.editor, accepts=_of(claim, cast.second_reviewer))
    assert ruling.rating.slug == "false"


def test_reopening_takes_it_back_and_keeps_it(cast, claim):
    ruling = _rule(claim, cast.editor)
    reopened = adjudicate.reopen(claim=claim, by=cast.owner, why="The office corrected its table.")
    claim.refresh_from_db()
    assert (reopened.basis, reopened.by, reopened.supersedes) == ("reopened", cast.owner, ruling)
    assert (reopened.rationale, claim.state) == ("The office corrected its table.", "disputed")
    assert not Ruling.objects.in_force().exists()
    event = Event.objects.get(verb="claim.unsettled")
    assert (event.claim_id, event.article_id) == (claim.pk, claim.revision.article_id)
    assert event.data["reason"] == "The office corrected its table."
    again = _rule(claim, cast.editor, basis=reopened.pk)
    assert (again.supersedes, again.pk != ruling.pk) == (reopened, True)


def test_reopening_twice_is_once(cast, claim):
    ruling = _rule(claim, cast.editor)
    first, second = (
        adjudicate.reopen(claim=claim, by=cast.editor, why="Too early.", basis=ruling.pk) for _ in range(2)
    )
    assert first == second


def test_reopening_needs_a_reason_a_ruling_and_the_one_that_was_seen(cast, claim):
    with pytest.raises(adjudicate.Refused):
        adjudicate.reopen(claim=claim, by=cast.editor, why="Because.")
    first = _rule(claim, cast.editor)
    with pytest.raises(ValidationError, match="Say why"):
        adjudicate.reopen(claim=claim, by=cast.editor, why=" ")
    _rule(claim, cast.owner, "false", basis=first.pk)
    with pytest.raises(adjudicate.Changed):
        adjudicate.reopen(claim=claim, by=cast.editor, why="Because.", basis=first.pk)


def test_reopened_verdicts_that_agree_by_now_settle_it_and_the_sweeper_would_find_it(cast, claim):
    _rule(claim, cast.editor)
    factories.make_verdict(claim, cast.second_reviewer, "true", created_at=clock())
    adjudicate.reopen(claim=claim, by=cast.editor, why="They agree by now.")
    claim.refresh_from_db()
    assert list(type(claim).objects.uncounted(since=clock())) == [claim]
    assert settle_claim(claim_id=claim.pk).basis == "agreement"
    claim.refresh_from_db()
    assert claim.state == "settled"


def test_an_agreement_is_not_taken_back_but_an_editor_may_rule_over_it(cast, claim):
    factories.make_verdict(claim, cast.second_reviewer, "true")
    _settled(claim)
    agreement = Ruling.objects.get()
    with pytest.raises(adjudicate.Refused):
        adjudicate.reopen(claim=claim, by=cast.editor, why="I doubt it.")
    ruling = _rule(claim, cast.editor, basis=agreement.pk)
    assert (ruling.supersedes, _dissent(ruling)) == (agreement, 2)


def test_a_ruling_falls_with_the_words_and_says_why(cast, claim):
    _rule(claim, cast.editor)
    mark_reshaped([claim.pk], by=cast.editor)
    reopened = settle_claim(claim_id=claim.pk)
    claim.refresh_from_db()
    assert (reopened.basis, reopened.by, claim.state) == ("reopened", None, "open")
    assert "words or voice were changed" in reopened.rationale
    assert Event.objects.get(verb="claim.reopened").data["reason"] == reopened.rationale
    assert settle_claim(claim_id=claim.pk) is None


def test_an_agreement_that_broke_says_so(cast, claim):
    factories.make_verdict(claim, cast.second_reviewer, "true")
    _settled(claim)
    factories.make_verdict(claim, cast.second_reviewer, "half-true")
    assert settle_claim(claim_id=claim.pk).rationale == "Its verdicts no longer agree."


def test_ruling_waits_for_a_settling_that_runs(cast, claim):
    """The claim's row is what both hold."""
    with CaptureQueriesContext(connection) as asked:
        _rule(claim, cast.editor)
    locks = [one["sql"] for one in asked if "FOR NO KEY UPDATE" in one["sql"]]
    assert len(locks) == 1
    assert '"claims_claim"' in locks[0]
