"""Work that no worker holds any more is put back; what lost its worker three times fails and says so."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from claims.models import Intake, Lookup, Split
from claims.pipeline.settle import settle_claim
from claims.pipeline.sweep import sweep
from tests import factories

KINDS = [Split, Lookup, Intake]


def _ago(**much):
    return timezone.now() - timedelta(**much)


@pytest.fixture(params=KINDS)
def work(request, cast, article):
    """A kind of work, and a function that puts its one row into a state; answers the ids that were swept."""
    kind = request.param
    if kind is Split:
        row = article.latest().split
    elif kind is Lookup:
        row = factories.make_lookup(factories.make_claim(article.latest()))
    else:
        row = Intake.objects.create(project=cast.project, url="https://example.org/", state="succeeded")

    def swept(**fields):
        kind.objects.filter(pk=row.pk).update(**fields)
        ids = sweep(kinds=KINDS).work[kind]
        row.refresh_from_db()
        assert ids in ([], [row.pk])
        return bool(ids), row

    return kind, swept


def test_a_lost_message_is_sent_again(work):
    _kind, swept = work
    queued_at = _ago(minutes=9)
    again, row = swept(state="queued", attempts=1, queued_at=queued_at, touched_at=_ago(seconds=61))
    assert again
    assert (row.state, row.attempts) == ("queued", 1)
    assert row.queued_at == queued_at, "it has waited since then"
    assert swept()[0] is False, "not again at once"


@pytest.mark.parametrize("state", ["queued", "running"])
def test_fresh_work_is_left_alone(work, state):
    again, row = swept_now(work, state=state)
    assert (again, row.state) == (False, state)


def swept_now(work, **fields):
    return work[1](**{"touched_at": _ago(seconds=5), **fields})


def test_a_dead_workers_row_is_put_back(work):
    kind, swept = work
    just = kind.stale_after - timedelta(seconds=20)
    assert swept(state="running", attempts=1, touched_at=timezone.now() - just)[0] is False
    again, row = swept(touched_at=timezone.now() - kind.stale_after - timedelta(seconds=5))
    assert (again, row.state, row.started_at, row.attempts) == (True, "queued", None, 1)


def test_the_third_time_it_fails(work):
    _kind, swept = work
    again, row = swept(state="running", attempts=3, touched_at=_ago(hours=1))
    assert (again, row.state) == (False, "failed")
    assert "lost three times" in row.error
    assert row.finished_at


def test_what_is_put_off_waits_until_it_is_due(work):
    _kind, swept = work
    later = timezone.now() + timedelta(minutes=5)
    assert swept(state="queued", error="Too many.", due_at=later, touched_at=_ago(hours=1))[0] is False
    assert swept(due_at=_ago(seconds=1), touched_at=_ago(hours=1))[0] is True


@pytest.mark.parametrize("state", ["succeeded", "failed", "cancelled"])
def test_what_has_ended_is_left_alone(work, state):
    _kind, swept = work
    error = "No." if state == "failed" else ""
    again, row = swept(state=state, error=error, touched_at=_ago(days=1))
    assert (again, row.state) == (False, state)


def test_uncounted_verdicts_are_settled(cast, revision):
    claim = factories.make_claim(revision)
    assert sweep(kinds=KINDS).claims == []
    factories.make_verdict(claim, cast.reviewer)
    assert sweep(kinds=KINDS).claims == [claim.pk]
    settle_claim(claim_id=claim.pk)
    assert sweep(kinds=KINDS).claims == []


@pytest.mark.django_db
def test_stale_after_is_longer_than_the_tasks_may_take():
    from claims import tasks  # noqa: PLC0415

    limits = {Split: tasks.split_revision_task, Lookup: tasks.run_lookup_task, Intake: tasks.read_intake_task}
    for kind, task in limits.items():
        assert kind.stale_after.total_seconds() > task.time_limit > task.soft_time_limit
