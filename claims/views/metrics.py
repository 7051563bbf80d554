"""/metrics for Prometheus: what was measured in all processes, and how things stand now."""

from __future__ import annotations

import hmac
import ipaddress
from collections.abc import Callable, Iterator

import redis
from django.conf import settings
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.registry import Collector

from claims.pipeline import heartbeat
from claims.pipeline.backup import last_backup
from claims.pipeline.heartbeat import load, tally
from claims.whence import whence


@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """The numbers, for those who may read them; for everybody else there is no such page."""
    if not (_from_allowed() or _has_token(request)):
        raise Http404
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Everything())
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


def _from_allowed() -> bool:
    try:
        address = ipaddress.ip_address(whence().address)
    except ValueError:
        return False
    return any(address in ipaddress.ip_network(one, strict=False) for one in settings.METRICS_ALLOW)


def _has_token(request: HttpRequest) -> bool:
    said = request.headers.get("Authorization", "")
    asked = f"Bearer {settings.METRICS_TOKEN}"
    return bool(settings.METRICS_TOKEN) and hmac.compare_digest(said.encode(), asked.encode())


class _Everything(Collector):
    """Each part by itself: what cannot be asked just now is left out, and ``claims_up`` says so."""

    def collect(self) -> Iterator[Metric]:
        """All there is."""
        up = GaugeMetricFamily("claims_up", "Whether this part answers.", labels=["part"])
        for part, parts in PARTS.items():
            try:
                found = [one for each in parts for one in each()]
                up.add_metric([part], 1)
            except (redis.RedisError, DatabaseError):
                found = []
                up.add_metric([part], 0)
            yield from found
        yield up


def _measured() -> Iterator[Metric]:
    for name, words, labels in (
        (
            tally.PAGES,
            "Requests by the name of their address, until the answer begins.",
            ["route", "method", "status"],
        ),
        (
            "task",
            "Tasks by name and how they ended; split_revision is what splitting an article takes.",
            ["task", "state"],
        ),
    ):
        family = HistogramMetricFamily(f"claims_{name}_seconds", words, labels=labels)
        for one in tally.histograms(name=name):
            family.add_metric(one.labels, _cumulative(one.buckets), one.total)
        yield family
    ended = CounterMetricFamily(
        "claims_lookups_ended", "Look-ups by service and end.", labels=["provider", "state"]
    )
    for ends, number in tally.counts(name="lookup").items():
        ended.add_metric(ends, number)
    yield ended


def _cumulative(buckets: list[int]) -> list[tuple[str, float]]:
    ends, seen = [*map(str, tally.BOUNDS), "+Inf"], 0
    found: list[tuple[str, float]] = []
    for end, number in zip(ends, buckets, strict=True):
        seen += number
        found.append((end, seen))
    return found


def _workers() -> Iterator[Metric]:
    alive = GaugeMetricFamily("claims_workers", "Workers that gave a sign of life in 30 s.", labels=["queue"])
    seen = heartbeat.hosts()
    for name in [*heartbeat.expected(), "beat"]:
        alive.add_metric([name], seen.get(name, 0))
    yield alive
    length = GaugeMetricFamily("claims_queue_messages", "Messages that wait in Redis.", labels=["queue"])
    for queue, number in load.queue_lengths().items():
        length.add_metric([queue], number)
    yield length


def _work() -> Iterator[Metric]:
    number = GaugeMetricFamily("claims_work", "Units of work that have not ended.", labels=["kind", "state"])
    oldest = GaugeMetricFamily(
        "claims_work_oldest_seconds", "How long the oldest of them has waited.", labels=["kind"]
    )
    for one in load.waiting():
        number.add_metric([one.kind, "queued"], one.queued)
        number.add_metric([one.kind, "running"], one.running)
        oldest.add_metric([one.kind], one.oldest_seconds)
    yield from (number, oldest)
    failed = GaugeMetricFamily(
        "claims_lookups_failed", "Look-ups that failed in the last day.", labels=["provider"]
    )
    for provider, failures in load.failures_by_provider().items():
        failed.add_metric([provider], failures)
    yield failed
    if last := last_backup():
        yield GaugeMetricFamily(
            "claims_last_backup_timestamp_seconds", "Whose rows the last backup holds.", last.made_at.timestamp()
        )


PARTS: dict[str, tuple[Callable[[], Iterator[Metric]], ...]] = {
    "redis": (_measured, _workers),
    "database": (_work,),
}
