"""The admin's first page: true figures, an honest word on what is down, and the same cost however much waits."""

from __future__ import annotations

from collections import namedtuple
from datetime import timedelta
from unittest.mock import Mock

import pytest
import redis
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from claims.models import Event, Lookup, WorkState
from claims.pipeline import heartbeat
from claims.pipeline.backup.last import INSTALLATION
from claims.pipeline.heartbeat import load, tally
from tests import factories
from tests.admin.test_acting import failed_lookup, staff_who_may

INDEX = reverse("admin:index")
Usage = namedtuple("Usage", "total used free")


@pytest.fixture
def operator(cast, client):
    client.force_login(cast.superuser)
    return client


@pytest.fixture
def claim(cast):
    return factories.make_claim(factories.make_article(cast.project).latest())


@pytest.fixture
def alive(monkeypatch):
    """A worker for each queue, the clock, and nothing that waits."""
    names = heartbeat.expected()
    monkeypatch.setattr(heartbeat, "hosts", lambda: dict.fromkeys([*names, "beat"], 2))
    monkeypatch.setattr(heartbeat, "alive", lambda: dict.fromkeys([*names, "beat"], 1.0))
    monkeypatch.setattr(load, "queue_lengths", lambda: dict.fromkeys(names, 7))
    monkeypatch.setattr(tally, "slowest", lambda **_: [tally.Slow("claims:article-detail", 812.4, 33)])
    return names


def backed_up(ago: timedelta) -> None:
    made = timezone.now() - ago
    data = {"snapshot_at": made.isoformat(), "file": "desk.zip", "size": 2_000_000, "rows": 1234, "files": 5}
    Event.objects.create(verb="backup.made", target_type="installation", target_id=INSTALLATION, data=data)


def text(answer) -> str:
    return " ".join(answer.content.decode().split())


def words(answer) -> list[str]:
    return [one.words for one in answer.context["troubles"]]


def test_when_all_is_well_it_says_so(operator, alive):
    backed_up(timedelta(hours=3))
    answer = operator.get(INDEX)
    assert words(answer) == []
    page = text(answer)
    assert "Nothing needs you" in page
    assert "desk.zip" in page
    assert "812 ms" in page
    assert "The clock ticks" in page
    assert [(queue.name, queue.workers, queue.waiting) for queue in answer.context["queues"]] == [
        (name, 2, 7) for name in alive
    ]


def test_what_waits_and_what_failed_is_told_with_the_way_there(operator, alive, claim):
    failed_lookup(claim, "one")
    failed_lookup(claim, "two")
    old = failed_lookup(claim, "of last week")
    Lookup.objects.filter(pk=old.pk).update(touched_at=timezone.now() - timedelta(days=7))
    waits = failed_lookup(claim, "waits", state=WorkState.QUEUED, error="")
    Lookup.objects.filter(pk=waits.pk).update(queued_at=timezone.now() - timedelta(hours=2, minutes=5))
    answer = operator.get(INDEX)
    line = answer.context["work"][0]
    assert (line.name, line.numbers, line.loud) == ("Lookups", (1, 0, "2\xa0hours"), True)
    assert "Lookups: the oldest has waited for 2\xa0hours." in words(answer)
    listed = operator.get(line.url).context["cl"].result_list
    assert [row.pk for row in listed] == [waits.pk]
    failures = answer.context["failures"]
    assert [line.numbers for line in failures] == [(2,)]
    assert operator.get(failures[0].url).context["cl"].result_count == 3, "the list shows older ones as well"
    assert "2 look-ups failed in the last day." in words(answer)


def test_without_redis_it_opens_and_says_so(operator, monkeypatch):
    backed_up(timedelta(hours=3))
    down = Mock(side_effect=redis.ConnectionError("away"))
    monkeypatch.setattr(heartbeat, "_client", down)
    monkeypatch.setattr(load, "_client", down)
    monkeypatch.setattr(tally, "_client", down)
    answer = operator.get(INDEX)
    assert answer.status_code == 200
    assert [one[:23] for one in words(answer)] == ["Redis does not answer: "]
    page = text(answer)
    assert "unknown" in page
    assert "Not known: the figures are in Redis" in page
    assert "Whether the clock ticks is not known." in page


def test_without_a_worker_it_says_so(operator, alive, monkeypatch):
    monkeypatch.setattr(heartbeat, "hosts", dict)
    monkeypatch.setattr(heartbeat, "alive", dict)
    monkeypatch.setattr(heartbeat, "last_seen", lambda: 720.0)
    answer = operator.get(INDEX)
    assert "No worker is alive: nothing is split, looked up or sent." in words(answer)
    assert "The last sign of life came 12\xa0minutes ago." in answer.content.decode()
    assert "The clock does not tick" in text(answer)
    monkeypatch.setattr(heartbeat, "hosts", lambda: dict.fromkeys(alive[1:], 1))
    assert f"Nobody serves the queue: {alive[0]}." in words(operator.get(INDEX))


def test_an_old_backup_and_a_full_disk_are_told(operator, alive, monkeypatch):
    assert "No backup was made of this installation yet." in words(operator.get(INDEX))
    backed_up(timedelta(days=3, hours=1))
    assert "The last backup is 3\xa0days old." in words(operator.get(INDEX))
    monkeypatch.setattr("claims.admin.dashboard.shutil.disk_usage", lambda _path: Usage(100, 95, 5))
    assert "The disk under VAR_DIR is nearly full." in words(operator.get(INDEX))


def test_it_costs_the_same_for_little_work_and_for_much(operator, alive, claim):
    def cost() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert operator.get(INDEX).status_code == 200
        return len(seen)

    failed_lookup(claim, "0")
    few = cost()
    for number in range(1, 10):
        failed_lookup(claim, str(number))
        failed_lookup(claim, f"q{number}", state=WorkState.QUEUED, error="")
    assert cost() == few


def test_staff_get_links_to_what_they_may_see_alone(client, alive, claim):
    failed_lookup(claim, "one")
    client.force_login(staff_who_may("view_article"))
    answer = client.get(INDEX)
    assert answer.status_code == 200
    assert [line.url for line in answer.context["failures"]] == [""]
    assert reverse("admin:claims_lookup_changelist") not in answer.content.decode()
