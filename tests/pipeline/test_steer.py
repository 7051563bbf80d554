"""Steering background work: asking again and cancelling leave a trace."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from claims.models import Event, Intake, Lookup, Split
from claims.pipeline import read, steer
from claims.providers.base import Quota
from claims.providers.polite import connect, service_states
from claims.providers.polite.gate import keys_of
from tests import factories


@pytest.fixture
def claim(revision):
    return factories.make_claim(revision)


def test_asked_again_it_starts_afresh(cast, claim):
    failed = factories.make_lookup(claim, "factcheck", state="failed", error="No.", attempts=3)
    waiting = factories.make_lookup(
        claim, "factcheck", query="other", state="cancelled", due_at=timezone.now() + timedelta(minutes=9)
    )
    done = factories.make_lookup(claim, "library")
    assert set(steer.ask_again(work=[failed, waiting, done], by=cast.reviewer)) == {failed.pk, waiting.pk}
    failed.refresh_from_db()
    assert (failed.state, failed.error, failed.attempts) == ("queued", "", 0)
    assert Event.objects.filter(verb="lookup.asked_again", by_id=cast.reviewer.pk).count() == 2
    waiting.refresh_from_db()
    assert (waiting.state, waiting.due_at) == ("queued", None), "it is due at once"


def test_what_a_service_put_off_can_be_asked_at_once(cast, claim):
    later = timezone.now() + timedelta(minutes=9)
    put_off = factories.make_lookup(claim, "factcheck", state="queued", error="Quota.", due_at=later)
    assert steer.ask_again(work=[put_off], by=cast.reviewer) == [put_off.pk]
    put_off.refresh_from_db()
    assert (put_off.due_at, put_off.error) == (None, "")


def test_a_service_that_was_left_alone_is_asked_again(cast, claim):
    store = connect(settings.REDIS_URL)
    failed = factories.make_lookup(claim, "factcheck", state="failed", error="The key was refused.")
    other = factories.make_lookup(claim, "library", state="succeeded")
    for slug in ("factcheck", "library"):
        store.hset(keys_of(slug)[0], mapping={"open": "99999999999999", "refused": 1, "why": "No."})
    quotas = {"factcheck": Quota("Any."), "library": Quota("Any.")}
    assert service_states(store, quotas)["factcheck"].breaker == "open"
    steer.ask_again(work=[failed, other], by=cast.reviewer)
    states = service_states(store, quotas)
    assert [states[slug].breaker for slug in quotas] == ["closed", "open"], "only whom somebody wants to ask"
    store.delete(*keys_of("factcheck"), *keys_of("library"))


def test_what_runs_or_waits_for_a_worker_is_left_alone(cast, claim):
    rows = [factories.make_lookup(claim, "library", query=state, state=state) for state in ("queued", "running")]
    assert steer.ask_again(work=rows, by=cast.reviewer) == []
    assert not Event.objects.filter(verb="lookup.asked_again").exists()


def test_cancelling_ends_what_has_not_ended_and_says_who_did_it(cast, claim):
    states = ("queued", "running", "succeeded")
    rows = [factories.make_lookup(claim, "library", query=state, state=state) for state in states]
    assert steer.cancel(work=rows, by=cast.reviewer) == 2
    assert list(Lookup.objects.order_by("query").values_list("state", flat=True)) == [
        "cancelled",
        "cancelled",
        "succeeded",
    ]
    events = Event.objects.filter(verb="lookup.cancelled")
    assert {event.by_name for event in events} == {cast.reviewer.username}
    assert {event.project_id for event in events} == {cast.project.pk}


def test_splits_and_readings_are_steered_alike(cast, revision, project):
    split = Split.objects.get(revision=revision)
    intake = read.open_intake(project=project, by=cast.reviewer, url="https://example.org/")
    Split.objects.filter(pk=split.pk).update(state="queued")
    split.refresh_from_db()
    assert steer.cancel(work=[split, intake], by=cast.reviewer) == 2
    split.refresh_from_db()
    intake = Intake.objects.get(pk=intake.pk)
    assert steer.ask_again(work=[split, intake], by=cast.reviewer) == [split.pk, intake.pk]
