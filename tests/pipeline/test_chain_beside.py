"""Sealing beside those who write: nothing is missed, nothing is sealed twice, whoever commits when."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, connections, transaction

from claims.models import Article, Event, Project, Seal, SealMark, Unsealed
from claims.pipeline import chain
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)
HISTORY = "claims_articleevent"


@pytest.fixture
def project() -> Project:
    return factories.make_project(by=factories.make_user())


def sealed_rows(table: str) -> Counter[str]:
    return Counter(row for rows in Seal.objects.filter(kind=table).values_list("rows", flat=True) for row in rows)


def keys(table: str, column: str) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT "{column}"::text FROM "{table}"')  # noqa: S608 - our own tables
        return {row for (row,) in cursor.fetchall()}


def all_sealed_once() -> None:
    for table, kind in chain.kinds().items():
        sealed = sealed_rows(table)
        assert set(sealed) == keys(table, kind.key), table
        assert set(sealed.values()) <= {1}, table
    assert not list(chain.verify())


def elsewhere(work: Any) -> threading.Thread:
    """A thread with a connection of its own."""

    def run() -> None:
        try:
            work()
        finally:
            connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


@pytest.fixture
def slow_writer(project: Project) -> Iterator[threading.Event]:
    """Somebody wrote an article and did not commit yet; set the event and they do, and are done."""
    wrote, commit = threading.Event(), threading.Event()
    other = factories.make_project(by=factories.make_user())  # where nobody waits for a lock of this one

    def write() -> None:
        with transaction.atomic():
            factories.make_article(other, title="Slow")
            Event.objects.create(verb="slow", target_type="article", target_id=UUID(int=1), project_id=project.pk)
            wrote.set()
            commit.wait(20)

    thread = elsewhere(write)
    assert wrote.wait(20)
    commit.join = thread.join  # type: ignore[attr-defined]
    yield commit
    commit.set()
    thread.join()


def test_what_is_committed_after_a_higher_number_is_not_missed(project: Project, slow_writer: Any) -> None:
    for title in "abc":
        factories.make_article(project, title=title)
        chain.seal_new()
        chain.seal_new()
    assert not slow_writer.is_set()
    before = SealMark.objects.get(kind=HISTORY)
    assert before.floor < max(int(row) for row in keys(HISTORY, "pgh_id"))
    assert sealed_rows(HISTORY).total() == 3
    slow_writer.set()
    slow_writer.join()
    chain.seal_new()
    all_sealed_once()
    for _round in range(3):
        chain.seal_new()
    assert SealMark.objects.get(kind=HISTORY).floor == max(int(row) for row in keys(HISTORY, "pgh_id"))
    all_sealed_once()


def test_writers_and_two_sealers_at_once(project: Project) -> None:
    done, failures = threading.Event(), []

    def write() -> None:
        for number in range(25):
            with transaction.atomic():
                factories.make_article(project, title=str(number))

    def seal() -> None:
        try:
            while not done.is_set():
                chain.seal_new()
        except Exception as error:
            failures.append(error)

    sealers, writers = [elsewhere(seal) for _ in range(2)], [elsewhere(write) for _ in range(3)]
    for thread in writers:
        thread.join()
    done.set()
    for thread in sealers:
        thread.join()
    chain.seal_new()
    assert (failures, Article.objects.count()) == ([], 75)
    all_sealed_once()


def test_many_rows_at_once_are_sealed_in_pieces(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("claims.pipeline.chain.sealing.AT_ONCE", 7)
    monkeypatch.setattr("claims.pipeline.chain.verifying.AT_ONCE", 5)
    with transaction.atomic():
        for number in range(30):
            factories.make_article(project, title=str(number))
    chain.seal_new()
    assert max(len(rows) for rows in Seal.objects.values_list("rows", flat=True)) == 7
    assert not Unsealed.objects.exists()
    all_sealed_once()


def test_a_mark_of_another_server_is_set_anew(project: Project) -> None:
    chain.seal_new()
    SealMark.objects.update(until=2**60)
    factories.make_article(project)
    for _round in range(3):
        chain.seal_new()
    assert SealMark.objects.get(kind=HISTORY).floor == max(int(row) for row in keys(HISTORY, "pgh_id"))
    all_sealed_once()


def test_what_was_rolled_back_is_in_no_seal(project: Project) -> None:
    with transaction.atomic():
        factories.make_article(project)
        transaction.set_rollback(True)
    chain.seal_new()
    all_sealed_once()
