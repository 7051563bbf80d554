"""/metrics: for whom, and that the numbers are those of what happened."""

from __future__ import annotations

import runpy
from collections.abc import Iterator
from typing import Any

import pytest
import redis
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from prometheus_client.parser import text_string_to_metric_families

from claims.models import WorkState
from claims.pipeline import heartbeat
from claims.pipeline.heartbeat import load, tally
from factcheck import measured
from tests import factories

Samples = dict[tuple[str, tuple[tuple[str, str], ...]], float]


@pytest.fixture
def empty(settings: Any) -> Iterator[redis.Redis]:
    """Redis without counts, before and after."""
    client = redis.Redis.from_url(settings.REDIS_URL)
    tally.tell()
    _forget(client)
    yield client
    tally.tell()
    _forget(client)
    client.close()


def _forget(client: redis.Redis) -> None:
    client.delete(heartbeat.KEY, *client.keys(f"{tally.KEY}*"), "lookup")


def scrape(client: Client, settings: Any) -> Samples:
    settings.METRICS_TOKEN = "let-me-see"
    answer = client.get("/metrics", headers={"Authorization": "Bearer let-me-see"})
    assert answer.status_code == 200
    families = text_string_to_metric_families(answer.content.decode())
    return {(one.name, tuple(sorted(one.labels.items()))): one.value for each in families for one in each.samples}


@pytest.mark.django_db
def test_only_who_may_see_it_finds_it(client: Client, settings: Any) -> None:
    assert client.get("/metrics").status_code == 404
    settings.METRICS_ALLOW = ["10.0.0.0/8", "::1"]
    assert client.get("/metrics").status_code == 404
    assert client.get("/metrics", REMOTE_ADDR="10.1.2.3").status_code == 200
    assert client.get("/metrics", REMOTE_ADDR="unix:").status_code == 404
    settings.METRICS_TOKEN = "let-me-see"
    for said, status in (("Bearer let-me-see", 200), ("Bearer", 404), ("Bearer other", 404), ("let-me-see", 404)):
        assert client.get("/metrics", headers={"Authorization": said}).status_code == status, said


@pytest.mark.django_db
def test_requests_are_counted_by_the_name_of_their_address(
    client: Client, settings: Any, empty: redis.Redis
) -> None:
    for _ in range(3):
        client.get("/healthz")
    client.get("/no/such/page/with-a-secret")
    tally.tell()
    seen = scrape(client, settings)
    of_health = (("method", "GET"), ("route", "healthz"), ("status", "200"))
    assert seen["claims_request_seconds_count", of_health] == 3
    assert seen["claims_request_seconds_bucket", tuple(sorted([*of_health, ("le", "+Inf")]))] == 3
    assert 0 < seen["claims_request_seconds_sum", of_health] < 60
    assert seen["claims_request_seconds_count", (("method", "GET"), ("route", "unmatched"), ("status", "404"))] == 1
    assert "secret" not in str(seen)


@pytest.mark.django_db
def test_work_that_waits_and_look_ups_that_fail(
    client: Client, settings: Any, empty: redis.Redis, revision: Any
) -> None:
    claim = factories.make_claim(revision)
    factories.make_lookup(claim, "library", state=WorkState.QUEUED, attempts=0, finished_at=None)
    factories.make_lookup(claim, "wikidata", state=WorkState.FAILED, error="It does not answer.")
    empty.lpush("lookup", "a message")
    heartbeat.beat(names=["lookup"], host="one")
    heartbeat.beat(names=["lookup"], host="two")
    seen = scrape(client, settings)
    assert seen["claims_work", (("kind", "lookup"), ("state", "queued"))] == 1
    assert seen["claims_work_oldest_seconds", (("kind", "lookup"),)] >= 0
    assert seen["claims_lookups_failed", (("provider", "wikidata"),)] == 1
    assert seen["claims_queue_messages", (("queue", "lookup"),)] == 1
    assert seen["claims_workers", (("queue", "lookup"),)] == 2
    assert seen["claims_workers", (("queue", "split"),)] == 0
    assert load.failures_by_provider() == {"wikidata": 1}


@pytest.mark.django_db
def test_without_redis_the_rest_is_told(client: Client, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def down() -> None:
        raise redis.ConnectionError

    monkeypatch.setattr(tally, "_client", down)
    monkeypatch.setattr(heartbeat, "_client", down)
    seen = scrape(client, settings)
    assert seen["claims_up", (("part", "redis"),)] == 0
    assert seen["claims_up", (("part", "database"),)] == 1
    assert ("claims_work", (("kind", "split"), ("state", "queued"))) in seen
    tally.measured(name="request", labels=("x", "GET", "200"), seconds=1)
    tally.tell()  # waits for better times, and raises nothing
    assert tally.slowest() == []


def test_the_slowest_pages_come_first(empty: redis.Redis) -> None:
    for route, seconds in (("quick", 0.004), ("slow", 1.5), ("middling", 0.12)):
        for status in ("200", "302"):
            tally.measured(name=tally.PAGES, labels=(route, "GET", status), seconds=seconds)
    tally.tell()
    slow, middling = tally.slowest(n=2)
    assert (slow.route, middling.route) == ("slow", "middling")
    assert 1000 < slow.p95_ms <= 2000
    assert 100 < middling.p95_ms <= 150
    assert (slow.requests, middling.requests) == (2, 2)


def test_counts_add_up_over_processes(empty: redis.Redis) -> None:
    for _ in range(2):
        tally.counted(name="lookup", labels=("library", "succeeded"))
        tally.tell()
    assert tally.counts(name="lookup") == {("library", "succeeded"): 2}
    assert tally.histograms(name="request") == []


def test_a_wrong_network_stops_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("METRICS_ALLOW", "10.0.0.0/99")
    with pytest.raises(ImproperlyConfigured, match="neither an address nor a network"):
        runpy.run_path(measured.__file__)
