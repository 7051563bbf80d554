"""Entries of a knowledge base that may be a source: asked for, kept, confirmed by a person."""

from __future__ import annotations

import pytest

from claims import tasks
from claims.models import Event, Namesake, NamesakeSearch, SourceKind
from claims.pipeline import namesake
from claims.providers.base import Answer, Hit, ProviderError
from tests import factories

ENTRY = "https://www.wikidata.org/wiki/Q1"


class Base:
    """A knowledge base that answers with what it is told to."""

    def __init__(self, answer):
        self.answer, self.asked = answer, []

    def ask(self, question):
        self.asked.append(question)
        if isinstance(self.answer, Exception):
            raise self.answer
        return Answer(self.answer)


def hit(number, **fields):
    address = f"https://www.wikidata.org/wiki/Q{number}"
    return Hit(f"Q{number}", f"Entry {number}", "an office", **{"url": address, **fields})


@pytest.fixture
def base(monkeypatch):
    found = Base([hit(1), hit(2), hit(3, url="https://example.org/" + "x" * 200)])
    monkeypatch.setattr(namesake, "knowledge_base", lambda: found)
    return found


@pytest.fixture
def source(cast):
    return factories.make_source(cast.project, "Statistics Office")


@pytest.fixture
def search(source, cast, base):
    return namesake.open_search(source=source, by=cast.reviewer)


def test_what_is_found_is_kept_best_first(search, base, source):
    assert namesake.run_search(search_id=search.pk)
    assert [(row.url, row.label, row.description) for row in source.namesakes.order_by("rank")] == [
        (ENTRY, "Entry 1", "an office"), ("https://www.wikidata.org/wiki/Q2", "Entry 2", "an office"),
    ]  # fmt: skip
    search.refresh_from_db()
    assert (search.state, search.hit_count) == ("succeeded", 2)
    assert base.asked[0].query == "Statistics Office"
    assert namesake.run_search(search_id=search.pk) is False


def test_asked_twice_it_searches_once(search, source, cast):
    assert namesake.open_search(source=source, by=cast.editor) == search
    assert Event.objects.filter(verb="namesakes.asked").count() == 1


def test_a_failure_is_told_and_can_be_asked_for_again(search, base, source, cast):
    base.answer = ProviderError("The service is closed.", retryable=False)
    assert namesake.run_search(search_id=search.pk) is False
    search.refresh_from_db()
    assert (search.state, search.error) == ("failed", "The service is closed.")
    assert namesake.open_search(source=source, by=cast.reviewer).state == "queued"


def test_what_may_pass_is_tried_later(search, base):
    base.answer = ProviderError("Busy.", retryable=True, retry_after=7)
    with pytest.raises(namesake.TryLater) as later:
        namesake.run_search(search_id=search.pk)
    assert later.value.after == 7
    search.refresh_from_db()
    assert search.state == "queued"


def test_what_nobody_foresaw_is_written_down(search, base):
    base.answer = KeyError("id")
    with pytest.raises(KeyError):
        namesake.run_search(search_id=search.pk)
    search.refresh_from_db()
    assert "KeyError" in search.error


def test_unnamed_sources_are_not_asked_about(cast, article, base):
    voice = factories.make_source(cast.project, "a source", kind=SourceKind.ANONYMOUS, article=article)
    with pytest.raises(namesake.Refused):
        namesake.open_search(source=voice, by=cast.reviewer)


def test_where_it_is_off_nothing_is_queued(cast, source):
    with pytest.raises(namesake.Refused, match="switched off"):
        namesake.open_search(source=source, by=cast.reviewer)
    assert not NamesakeSearch.objects.exists()


def test_switched_off_meanwhile_it_fails_and_says_so(search, monkeypatch):
    monkeypatch.setattr(namesake, "knowledge_base", lambda: None)
    namesake.run_search(search_id=search.pk)
    search.refresh_from_db()
    assert (search.state, "switched off" in search.error) == ("failed", True)


def test_a_person_says_which_it_is(search, source, cast):
    namesake.run_search(search_id=search.pk)
    first, second = source.namesakes.order_by("rank")
    for _ in range(2):
        namesake.confirm(namesake=first, by=cast.reviewer)
    source.refresh_from_db()
    assert source.same_as == ENTRY
    assert Event.objects.filter(verb="namesake.confirmed").count() == 1
    namesake.confirm(namesake=second, by=cast.editor)
    source.refresh_from_db()
    first.refresh_from_db()
    assert (source.same_as, first.confirmed, first.decided_by) == (second.url, None, None)
    for _ in range(2):
        namesake.refuse(namesake=second, by=cast.editor)
    source.refresh_from_db()
    assert source.same_as == ""
    assert Namesake.objects.get(pk=second.pk).confirmed is False


def test_found_again_an_entry_keeps_what_was_decided(search, source, cast):
    namesake.run_search(search_id=search.pk)
    namesake.confirm(namesake=source.namesakes.get(url=ENTRY), by=cast.reviewer)
    NamesakeSearch.objects.filter(pk=search.pk).update(state="queued")
    namesake.run_search(search_id=search.pk)
    assert source.namesakes.get(url=ENTRY).confirmed is True


def test_the_task_waits_as_the_service_asks(search, base, monkeypatch):
    sent = []
    monkeypatch.setattr(tasks, "_send", lambda task, ids, after: sent.append((task.name, ids, after)))
    monkeypatch.setattr(tasks.transaction, "on_commit", lambda act: act())
    base.answer = ProviderError("Busy.", retryable=True, retry_after=7)
    tasks.search_namesakes_task(str(search.pk))
    assert sent == [("claims.tasks.search_namesakes_task", [str(search.pk)], 7)]
    assert tasks.TASKS[NamesakeSearch] is tasks.search_namesakes_task
