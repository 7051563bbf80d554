"""Real workers on this run's own PostgreSQL and Valkey, and an outside service that tests can steer."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import pytest
import redis
from django.conf import settings as configured
from django.db import connection

from claims import tasks
from claims.models import Intake, Lookup, Project, Split, work
from claims.pipeline.library import add_document
from factcheck import embedded
from tests import factories
from tests.providers.loopback import KEY
from tests.worker.crew import Crew
from tests.worker.outside import Outside, outside


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever stands in this folder needs workers, and a database that they see too."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.worker)
            item.add_marker(pytest.mark.django_db(transaction=True))


@pytest.fixture(scope="package")
def _google() -> Iterator[Outside]:
    with outside() as server:
        yield server


@pytest.fixture(scope="package")
def environment(django_db_setup: None, _google: Outside) -> dict[str, str]:
    """What a process needs to work on the database of the tests."""
    embedded.start(configured)
    server = urlsplit(configured.DATABASE_URL)
    return {
        "DATABASE_URL": urlunsplit(server._replace(path=f"/{connection.settings_dict['NAME']}")),
        "REDIS_URL": configured.REDIS_URL,
        "VAR_DIR": str(configured.VAR),
        "GOOGLE_FACTCHECK_KEY": KEY,
        "GOOGLE_FACTCHECK_URL": f"http://{_google.address}",
        "SPLIT_NICE": "0",  # the tests beside it are no pages that somebody waits for
        "FETCH_ALLOW_PRIVATE": f"{_google.address},127.0.0.0/8",  # receivers of webhooks are here, too
    }


@pytest.fixture(scope="package")
def _crew(environment: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crew]:
    crew = Crew(tmp_path_factory.mktemp("workers"), **environment)
    try:
        crew.start("split", "lookup")
        yield crew
    finally:
        crew.stop()


@pytest.fixture
def google(_google: Outside) -> Outside:
    """The outside service, which has seen nothing and finds nothing until a test says otherwise.

    Nobody remembers what it answered or how it was.
    """
    _google.reset()
    with redis.Redis.from_url(configured.REDIS_URL) as store:
        for key in [*store.scan_iter("answer:*"), *store.scan_iter("service:*")]:
            store.delete(key)
    return _google


@pytest.fixture
def crew(transactional_db: None, _crew: Crew, google: Outside) -> Iterator[Crew]:
    """A worker for each queue. What a test leaves is finished or cancelled before the tables are emptied."""
    yield _crew
    google.reset()
    _crew.thaw()
    for kind in (Split, Intake, Lookup):
        kind.objects.cancel()
    until = time.monotonic() + CALM_SECONDS
    while any(_at_work() for _look in range(CALM_LOOKS)) and time.monotonic() < until:
        continue


CALM_SECONDS = 3
CALM_LOOKS = 10
"""So many times in a row nobody may be found at work: a task that ends hands the next one over."""


def _at_work() -> int:
    """How many others are in a transaction, which would hold up, or be held up by, whoever empties the tables."""
    time.sleep(0.03)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            " AND pid <> pg_backend_pid() AND backend_type = 'client backend' AND state <> 'idle'"
        )
        return int(cursor.fetchone()[0])


@pytest.fixture
def desk(transactional_db: None) -> Project:
    """A project with one document that bears on the story."""
    owner = factories.make_user()
    project = factories.make_project(by=owner)
    text = "The bridge closes for two months, the mayor said on Friday. The ferry stays free."
    add_document(project=project, by=owner, title="The mayor's statement", text=text)
    return project


@pytest.fixture
def impatient_sweeper(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The sweeper's round, which takes every row that has not ended for lost."""
    monkeypatch.setattr(work, "UNSEEN_AFTER", timedelta(0))
    for kind in (Split, Intake, Lookup):
        monkeypatch.setattr(kind, "stale_after", timedelta(0))
    return tasks.sweep_task
