"""The day by which a ruling is to be looked at again, and that it stands once more."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from claims.models import Event, Project, Rating
from claims.pipeline import adjudicate
from claims.pipeline.settle import settle_claim
from claims.undoing import clock
from tests import factories


@pytest.fixture
def claim(cast, revision):
    """Disputed: the reviewer says true, the second reviewer false."""
    claim = factories.make_claim(revision)
    factories.make_verdict(claim, cast.reviewer, "true")
    factories.make_verdict(claim, cast.second_reviewer, "false")
    settle_claim(claim_id=claim.pk)
    claim.refresh_from_db()
    return claim


def _rule(claim, by, rating="half-true", **more):
    rating = Rating.objects.get(version__scale__slug="truth", slug=rating)
    given = {"finding": "altered", "rating": rating, "rationale": "Both read half of it.", **more}
    return adjudicate.rule(claim=claim, by=by, **given)


def test_the_day_to_look_again_is_the_projects_unless_another_is_given(cast, claim):
    Project.objects.update(review_after_days=90)
    today = timezone.localdate()
    first = _rule(claim, cast.editor)
    assert first.review_by == today + timedelta(days=90)
    second = _rule(claim, cast.editor, review_by=today + timedelta(days=7), basis=first.pk)
    assert second.review_by == today + timedelta(days=7)
    assert _rule(claim, cast.editor, review_by=None, basis=second.pk).review_by is None
    with pytest.raises(ValidationError) as error:
        _rule(claim, cast.editor, review_by=today)
    assert list(error.value.message_dict) == ["review_by"]


def test_a_ruling_that_was_looked_at_again_stands_with_a_new_day(cast, claim):
    ruling = _rule(claim, cast.editor, "true", finding="confirmed", review_by=timezone.localdate() + timedelta(1))
    Project.objects.update(review_after_days=30)
    again = adjudicate.confirm(claim=claim, by=cast.owner, basis=ruling.pk)
    assert adjudicate.confirm(claim=claim, by=cast.owner, basis=ruling.pk) == again, "twice is once"
    assert (again.basis, again.by, again.supersedes) == ("editor", cast.owner, ruling)
    assert (again.finding, again.rating, again.rationale) == (ruling.finding, ruling.rating, ruling.rationale)
    assert set(again.verdicts.all()) == set(ruling.verdicts.all())
    assert again.review_by == timezone.localdate() + timedelta(days=30)
    assert Event.objects.get(verb="claim.confirmed").target_id == again.pk
    with pytest.raises(adjudicate.Changed):
        adjudicate.confirm(claim=claim, by=cast.editor, basis=ruling.pk)


def test_one_by_agreement_is_confirmed_as_such_and_follows_its_verdicts_still(cast, claim):
    factories.make_verdict(claim, cast.reviewer, "false", created_at=clock())
    agreed = settle_claim(claim_id=claim.pk)
    again = adjudicate.confirm(claim=claim, by=cast.editor, basis=agreed.pk)
    assert (again.basis, again.by) == ("agreement", cast.editor)
    factories.make_verdict(claim, cast.reviewer, "true", created_at=clock())
    assert settle_claim(claim_id=claim.pk).basis == "reopened"


def test_nothing_is_confirmed_where_nothing_stands(cast, claim):
    with pytest.raises(adjudicate.Refused, match="nothing to confirm"):
        adjudicate.confirm(claim=claim, by=cast.editor, basis=None)
    with pytest.raises(PermissionDenied):
        adjudicate.confirm(claim=claim, by=cast.reviewer, basis=None)
