"""The queue in two rounds: who gathered does not judge, and may gather again when the claim comes back."""

from __future__ import annotations

import pytest

from claims.models import Project, Seat
from claims.pipeline import gather, queue
from tests import factories
from tests.pipeline.gathering import again, closed


@pytest.fixture
def claim(cast, revision):
    Project.objects.filter(pk=cast.project.pk).update(two_rounds=True)
    cast.project.refresh_from_db()
    row = factories.make_claim(revision)
    factories.make_evidence(row)
    return again(row)


def test_round_one_is_handed_out_and_round_two_goes_to_somebody_else(cast, claim):
    assert queue.take_next(project=cast.project, by=cast.reviewer).claim == claim
    closed(cast, claim)
    assert queue.take_next(project=cast.project, by=cast.reviewer) is None
    assert queue.take_next(project=cast.project, by=cast.second_reviewer).claim == claim


def test_who_gathered_is_refused_in_round_two_and_welcome_when_it_comes_back(cast, claim):
    queue.take_next(project=cast.project, by=cast.reviewer)
    claim = closed(cast, claim)
    with pytest.raises(queue.Refused, match="took part in round one"):
        queue.assign(claims=[claim], to=cast.reviewer, by=cast.editor)
    gather.return_to_round_one(claim=claim, by=cast.editor, because="Which month?")
    (seat,) = queue.assign(claims=[again(claim)], to=cast.reviewer, by=cast.editor).seats
    assert Seat.objects.get(pk=seat.pk).holder == cast.reviewer
