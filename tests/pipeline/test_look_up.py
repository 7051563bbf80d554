"""Look-ups: opened once, run once, their hits kept once; what goes wrong is on the row in words."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import DataError
from django.utils import timezone

from claims.models import Document, Evidence, Lookup
from claims.pipeline import look_up
from claims.pipeline.look_up import run
from claims.providers.base import Hit, ProviderError
from tests import factories

HIT = Hit(
    provider_id="https://example.org/check",
    title="Did prices rise?",
    snippet="Prices rose by 3.9 percent.",
    url="https://example.org/check",
    publisher="Checkers",
    published_at=date(2026, 5, 4),
    rating="Mostly true",
)


class Fake:
    """A provider that answers or raises as told and remembers what it was asked."""

    slug, name, version, terms = "factcheck", "Fact checks", "7", ""

    def __init__(self):
        self.answer, self.asked = [HIT], []

    def search(self, query, as_of, lang, limit):
        self.asked.append((query, as_of, lang, limit))
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer() if callable(self.answer) else self.answer


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


def _run(lookup):
    try:
        return look_up.run_lookup(lookup_id=lookup.pk)
    finally:
        lookup.refresh_from_db()


def test_opened_once_per_claim_and_provider(cast, revision, claim):
    factories.make_claim(revision, "The mayor denied that the figures were late")
    revision.article.published_at = date(2026, 5, 4)
    revision.article.save()
    first = look_up.open_lookups(revision=revision, by=cast.reviewer)
    assert len(first) == 4
    assert look_up.open_lookups(revision=revision, by=cast.editor) == []
    row = Lookup.objects.get(claim=claim, provider="library")
    assert (row.state, row.as_of, row.asked_by, row.provider_version) == (
        "queued", date(2026, 5, 4), cast.reviewer, "1",
    )  # fmt: skip
    assert "4 percent" in row.query


def test_a_claim_in_the_trash_is_not_looked_up(revision, claim):
    claim.deleted_at = timezone.now()
    claim.save()
    assert look_up.open_lookups(revision=revision) == []


def test_the_question_names_who_said_it_unless_nobody_is_named(revision, claim):
    named = factories.make_claim(revision, "The mayor denied that the figures were late")
    factories.make_attribution(claim, factories.make_source(revision.article.project, "the statistics office"))
    voice = factories.make_source(
        revision.article.project, "an insider", kind="anonymous", article=revision.article
    )
    factories.make_attribution(named, voice, cue="denied")
    look_up.open_lookups(revision=revision)
    questions = dict(Lookup.objects.filter(provider="library").values_list("claim__number", "query"))
    assert "statistics office" in questions[claim.number]
    assert "insider" not in questions[named.number]


def test_hits_become_evidence(claim, provider):
    lookup = _queued(claim, as_of=date(2026, 6, 1))
    assert _run(lookup) is True
    assert provider.asked == [(lookup.query, date(2026, 6, 1), "en", 5)]
    assert (lookup.state, lookup.hit_count, lookup.attempts, lookup.error) == ("succeeded", 1, 1, "")
    row = Evidence.objects.get(claim=claim)
    assert (row.quote, row.stance, row.lookup, row.added_by) == (HIT.snippet, "", lookup, None)
    document = row.document
    assert (document.kind, document.title, document.publisher) == ("outside", HIT.title, "Checkers")
    assert (document.rating_as_given, document.published_at) == ("Mostly true", date(2026, 5, 4))


def test_the_same_hit_again_is_kept_once(revision, claim, provider):
    other = factories.make_claim(revision, "The mayor denied that the figures were late")
    provider.answer = [HIT, HIT]
    for one in (claim, other):
        _run(_queued(one))
    _run(_queued(claim, query="asked in other words"))
    assert Document.objects.count() == 1
    assert [Evidence.objects.filter(claim=one).count() for one in (claim, other)] == [1, 1]


def test_run_twice_asks_once(claim, provider):
    lookup = _queued(claim)
    assert _run(lookup) is True
    assert _run(lookup) is False
    assert len(provider.asked) == 1


@pytest.mark.parametrize("state", ["running", "succeeded", "failed", "cancelled"])
def test_only_a_queued_row_is_taken(claim, provider, state):
    lookup = _queued(claim, state=state, error="No." if state == "failed" else "")
    assert _run(lookup) is False
    assert (lookup.state, provider.asked) == (state, [])


def test_a_row_that_is_not_due_is_left(claim, provider):
    lookup = _queued(claim, due_at=timezone.now() + timedelta(minutes=1))
    assert _run(lookup) is False
    assert lookup.state == "queued"


def test_an_error_that_will_not_pass_fails_with_its_reason(claim, provider):
    provider.answer = ProviderError("The key is not known.", retryable=False)
    lookup = _queued(claim)
    assert _run(lookup) is False
    assert (lookup.state, lookup.error) == ("failed", "The key is not known.")
    assert lookup.finished_at


@pytest.mark.parametrize(
    ("attempts", "retry_after", "wait"), [(0, None, 4), (1, None, 8), (0, 17, 17), (0, 5000, 600), (1, 0.5, 0.5)]
)
def test_an_error_that_may_pass_is_put_off(claim, provider, attempts, retry_after, wait):
    provider.answer = ProviderError("Too many questions.", retryable=True, retry_after=retry_after)
    lookup = _queued(claim, attempts=attempts)
    before = timezone.now()
    with pytest.raises(look_up.TryLater, match="Too many questions") as later:
        _run(lookup)
    assert later.value.after == wait
    assert (lookup.state, lookup.error, lookup.attempts) == ("queued", "Too many questions.", attempts + 1)
    assert abs(lookup.due_at - before - timedelta(seconds=wait)) < timedelta(seconds=2)


def test_the_third_time_it_fails(claim, provider):
    provider.answer = ProviderError("Too many questions.", retryable=True)
    lookup = _queued(claim, attempts=2)
    assert _run(lookup) is False
    assert (lookup.state, lookup.error) == ("failed", "Too many questions.")


def test_cancelled_while_it_runs_it_stays_cancelled(claim, provider):
    lookup = _queued(claim)

    def cancelling():
        Lookup.objects.filter(pk=lookup.pk).cancel()
        return [HIT]

    provider.answer = cancelling
    assert _run(lookup) is False
    assert lookup.state == "cancelled"
    assert not Evidence.objects.exists()


def test_cancelled_while_it_fails_it_stays_cancelled(claim, provider):
    lookup = _queued(claim)

    def cancelling():
        Lookup.objects.filter(pk=lookup.pk).cancel()
        raise ProviderError("Too many questions.", retryable=True)

    provider.answer = cancelling
    assert _run(lookup) is False
    assert lookup.state == "cancelled"


@pytest.mark.parametrize(
    "answer", [KeyError("a field"), [Hit(provider_id="1", title="", snippet="a\x00b")]], ids=["search", "keep"]
)
def test_what_nobody_foresaw_is_written_down_and_raised(claim, provider, answer):
    provider.answer = answer
    lookup = _queued(claim)
    with pytest.raises((KeyError, DataError)) as error:
        _run(lookup)
    assert lookup.state == "failed"
    assert error.type.__name__ in lookup.error
    assert not Evidence.objects.exists()


def test_a_provider_that_was_switched_off_says_so(claim, provider):
    lookup = factories.make_lookup(claim, "gone", state="queued")
    look_up.run_lookup(lookup_id=lookup.pk)
    lookup.refresh_from_db()
    assert lookup.state == "failed"
    assert "no longer switched on" in lookup.error
