"""Keeping what was found: in as few statements for many hits as for one, and by one worker alone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from claims.models import Document, Evidence, Lookup, LookupRun
from claims.pipeline import look_up
from claims.pipeline.look_up import run
from claims.providers.base import Hit, ProviderError
from tests import factories
from tests.pipeline.test_look_up import HIT, Fake


@pytest.fixture
def provider(monkeypatch):
    """The only provider that is on."""
    fake = Fake()
    monkeypatch.setattr(run, "providers_for", lambda claim=None: {fake.slug: fake})
    return fake


@pytest.fixture
def claim(revision):
    return factories.make_claim(revision)


def _queued(claim, **fields):
    fresh = {"state": "queued", "attempts": 0, "started_at": None, "finished_at": None}
    return factories.make_lookup(claim, "factcheck", **fresh | fields)


def test_fifty_hits_take_as_many_statements_as_one(claim, provider, django_assert_num_queries):
    first, second = _queued(claim), _queued(claim, query="more")
    with django_assert_num_queries(9):
        look_up.run_lookup(lookup_id=first.pk)
    provider.answer = [Hit(provider_id=f"{n}", title="Hit", snippet=f"Passage {n}.") for n in range(50)]
    with django_assert_num_queries(9):
        look_up.run_lookup(lookup_id=second.pk)
    assert Evidence.objects.filter(claim=claim).count() == 51


def test_one_thing_told_twice_is_kept_once_as_told_first(claim, provider):
    provider.answer = [HIT, replace(HIT, title="The same", snippet="In other words.")]
    assert look_up.run_lookup(lookup_id=_queued(claim).pk) is True
    assert Evidence.objects.get(claim=claim).quote == HIT.snippet
    assert Document.objects.get().title == HIT.title


def test_a_worker_that_was_taken_for_lost_leaves_the_row_to_the_next(claim, provider):
    lookup = _queued(claim)

    def slow():
        Lookup.objects.filter(pk=lookup.pk).revive()
        provider.answer = [HIT]
        assert look_up.run_lookup(lookup_id=lookup.pk) is True
        return [HIT]

    provider.answer = slow
    assert look_up.run_lookup(lookup_id=lookup.pk) is False
    lookup.refresh_from_db()
    assert (lookup.state, lookup.attempts, lookup.hit_count) == ("succeeded", 2, 1)
    assert (LookupRun.objects.count(), Evidence.objects.count()) == (1, 1)


def test_its_late_error_does_not_fail_what_another_found(claim, provider):
    lookup = _queued(claim)

    def slow():
        Lookup.objects.filter(pk=lookup.pk).revive()
        Lookup.objects.claim(lookup.pk)
        raise ProviderError("Too late.", retryable=False)

    provider.answer = slow
    assert look_up.run_lookup(lookup_id=lookup.pk) is False
    lookup.refresh_from_db()
    assert (lookup.state, lookup.attempts, lookup.error) == ("running", 2, "")
