"""Look-ups: opened once, run once, their hits kept once; what goes wrong is on the row in words."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from claims.models import Document, Event, Evidence, Lookup, LookupRun
from claims.pipeline import look_up
from claims.pipeline.look_up import ask, run
from claims.providers.base import Answer, Exchange, Hit, ProviderError, Question, Shape
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

AT = datetime(2026, 6, 2, 12, tzinfo=UTC)


class Fake:
    """A provider that answers or raises as told and remembers what it was asked."""

    slug, name, version, terms = "factcheck", "Fact checks", "7", ""
    asks, shape = frozenset({"claim"}), Shape(words=4)

    def __init__(self):
        self.answer, self.asked, self.note = [HIT], [], ""

    def ask(self, question):
        self.asked.append(question)
        if isinstance(self.answer, Exception):
            raise self.answer
        hits = self.answer() if callable(self.answer) else self.answer
        sent = Exchange("GET", "https://example.org/api", {"q": question.query}, 200, "f" * 64, 9, AT)
        return Answer(hits, (sent,), self.note)


@pytest.fixture
def provider(monkeypatch):
    """The only provider that is on."""
    fake = Fake()
    for module in (ask, run):
        monkeypatch.setattr(module, "providers_for", lambda claim=None: {fake.slug: fake})
    monkeypatch.setattr(ask, "for_questions", lambda: {fake.slug: fake})
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
    assert len(first) == 6
    assert look_up.open_lookups(revision=revision, by=cast.editor) == []
    row = Lookup.objects.get(claim=claim, provider="library")
    assert (row.state, row.as_of, row.asked_by, row.provider_version) == (
        "queued", date(2026, 5, 4), cast.reviewer, "2",
    )  # fmt: skip
    assert "4 percent" in row.query


def test_only_services_for_claims_are_asked_of_themselves(provider, revision, claim):
    provider.asks = frozenset({"source"})
    assert look_up.open_lookups(revision=revision) == []
    provider.asks = frozenset({"claim", "source"})
    assert len(look_up.open_lookups(revision=revision)) == 1


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
    assert provider.asked == [Question(lookup.query, date(2026, 6, 1), "en", 5)]
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


def test_waiting_for_our_own_turn_is_no_attempt(claim, provider):
    provider.answer = ProviderError("Its turn comes.", retryable=True, retry_after=1, counts=False)
    lookup = _queued(claim, attempts=2)
    with pytest.raises(look_up.TryLater):
        _run(lookup)
    assert (lookup.state, lookup.attempts) == ("queued", 2)


def test_what_nobody_foresaw_is_written_down_and_raised(claim, provider):
    provider.answer = KeyError("a field")
    lookup = _queued(claim)
    with pytest.raises(KeyError):
        _run(lookup)
    assert lookup.state == "failed"
    assert "KeyError" in lookup.error
    assert not Evidence.objects.exists()


def test_a_hit_that_the_database_cannot_hold_is_made_to_fit(claim, provider):
    provider.answer = [Hit(provider_id="1\x00", title="\ud800", snippet="a\x00b")]
    assert _run(_queued(claim)) is True
    assert Evidence.objects.get(claim=claim).quote == "a b"


def test_a_run_tells_what_was_sent_and_what_came_back(claim, provider):
    provider.note = "Cut at a word."
    lookup = _queued(claim)
    _run(lookup)
    row = LookupRun.objects.get(lookup=lookup)
    assert row.request == [{"method": "GET", "url": "https://example.org/api", "params": {"q": lookup.query}}]
    assert (row.number, row.query, row.response_sha256, row.retrieved_at, row.note) == (
        1, lookup.query, "f" * 64, AT, "Cut at a word.",
    )  # fmt: skip
    assert row.hits == [{"key": HIT.provider_id, "title": HIT.title, "url": HIT.url, "published_at": "2026-05-04"}]


def test_asked_again_it_is_fresh_and_what_changed_shows(cast, claim, provider):
    first = look_up.ask_anew(claim=claim, provider="factcheck", query="  Prices   rose ", by=cast.reviewer)
    assert (first.query, first.typed, first.asked_by) == ("Prices rose", True, cast.reviewer)
    _run(first)
    provider.answer = [HIT, Hit(provider_id="2", title="New", snippet="Something new.")]
    again = look_up.ask_anew(claim=claim, provider="factcheck", query="Prices rose", by=cast.editor)
    assert (again.pk, again.state, again.asked_by) == (first.pk, "queued", cast.editor)
    _run(again)
    assert [question.fresh for question in provider.asked] == [False, True]
    after, before = LookupRun.objects.filter(lookup=first)
    seen = look_up.change(before, after)
    assert ([hit["key"] for hit in seen.new], seen.gone) == (["2"], [])
    assert [hit["key"] for hit in look_up.change(after, before).gone] == ["2"]
    assert Event.objects.filter(verb="lookup.asked").count() == 2


def test_a_look_up_that_waits_is_not_asked_twice(cast, claim, provider):
    one, two = (
        look_up.ask_anew(claim=claim, provider="factcheck", query="Prices", by=cast.reviewer) for _ in range(2)
    )
    assert one.pk == two.pk
    assert two.queued_at == Lookup.objects.get(pk=one.pk).queued_at


@pytest.mark.parametrize(
    ("field", "asked"),
    [
        ("provider", {"provider": "gone"}),
        ("query", {"query": " \n "}),
        ("query", {"query": "x" * 2001}),
        ("query", {"query": "a\x00b"}),
    ],
)
def test_what_cannot_be_asked_says_which_field(cast, claim, provider, field, asked):
    with pytest.raises(ValidationError) as error:
        look_up.ask_anew(**{"claim": claim, "provider": "factcheck", "query": "x", "by": cast.reviewer} | asked)
    assert list(error.value.message_dict) == [field]


def test_a_provider_that_was_switched_off_says_so(claim, provider):
    lookup = factories.make_lookup(claim, "gone", state="queued")
    look_up.run_lookup(lookup_id=lookup.pk)
    lookup.refresh_from_db()
    assert lookup.state == "failed"
    assert "no longer switched on" in lookup.error
