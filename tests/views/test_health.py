"""/healthz and /readyz, as a monitor sees them: without a session, with each thing missing in turn."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import redis
from django.db import OperationalError, connection
from django.test import Client
from redis.backoff import NoBackoff
from redis.retry import Retry

from claims.models import installed
from claims.pipeline import heartbeat
from claims.views import health


@pytest.fixture
def workers(db: None, settings: Any) -> Iterator[redis.Redis]:
    """A worker has just been seen on every queue."""
    with connection.cursor() as cursor:  # the first connection starts the servers
        cursor.execute("SELECT 1")
    heartbeat.beat(names=heartbeat.expected(), host="one@here")
    client = redis.Redis.from_url(settings.REDIS_URL)
    yield client
    client.delete(heartbeat.KEY)
    client.close()


@pytest.fixture
def unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    """The process has not yet found the database complete."""
    monkeypatch.setattr(installed, "_complete", set())


def test_up_needs_nothing(client: Client) -> None:
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "up"})
    assert "no-store" in answer["Cache-Control"]


def test_ready_names_each_check(client: Client, workers: redis.Redis) -> None:
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json() == {
        "status": "ready",
        "checks": {
            "database": {"ok": True, "state": "answers"},
            "migrations": {"ok": True, "state": "all applied"},
            "redis": {"ok": True, "state": "answers"},
            "workers": {"ok": True, "state": "every queue is served"},
        },
    }


def test_it_is_cheap(
    client: Client, workers: redis.Redis, unknown: None, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    with django_assert_max_num_queries(3):
        client.get("/readyz")
    with django_assert_max_num_queries(1):
        client.get("/readyz")


def test_a_queue_without_a_worker_is_named(client: Client, workers: redis.Redis) -> None:
    workers.zrem(heartbeat.KEY, "split one@here")
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["status"] == "not ready"
    assert answer.json()["checks"]["workers"] == {
        "ok": False,
        "state": "no sign of a worker for split in 30 seconds",
    }


def test_a_missing_migration_is_counted(client: Client, workers: redis.Redis, unknown: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'sessions'")
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["checks"]["migrations"] == {"ok": False, "state": "1 not applied"}


def test_no_redis_is_said_and_nothing_of_its_address(
    client: Client, workers: redis.Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        heartbeat, "_client", lambda: redis.Redis(host="127.0.0.1", port=1, retry=Retry(NoBackoff(), 0))
    )
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["checks"]["redis"] == {"ok": False, "state": "does not answer"}
    assert answer.json()["checks"]["workers"]["ok"] is False
    assert "127.0.0.1" not in answer.content.decode()


def test_no_database_is_said(
    client: Client, workers: redis.Redis, unknown: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: Any) -> Any:
        raise OperationalError("connection to 127.0.0.1 failed: password wrong")

    monkeypatch.setattr(health, "connection", type("Gone", (), {"cursor": refuse})())
    monkeypatch.setattr(health, "missing_migrations", refuse)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    checks = answer.json()["checks"]
    assert checks["database"] == {"ok": False, "state": "does not answer"}
    assert checks["migrations"] == {"ok": False, "state": "unknown: the database does not answer"}
    assert checks["redis"]["ok"] is True
    assert "password" not in answer.content.decode()


def test_a_monitor_that_asks_often_does_not_fill_the_log(
    client: Client, db: None, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(heartbeat, "unserved", lambda: ["split"])
    with caplog.at_level(logging.INFO):
        assert client.get("/readyz").status_code == 503
    assert caplog.records == []


@pytest.mark.parametrize("page", ["/healthz", "/readyz"])
def test_only_reading(client: Client, page: str) -> None:
    assert client.post(page).status_code == 405
