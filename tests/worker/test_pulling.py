"""Eight reviewers pull from one queue at once, as processes with connections of their own; one is killed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections import Counter
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from claims.models import Claim, Release, Role, Seat, Verdict
from claims.pipeline.prepare import set_role
from tests import factories
from tests.worker.crew import ROOT

PEOPLE, CLAIMS, NEEDED = 8, 80, 2


@pytest.fixture
def people(transactional_db):
    owner = factories.make_user()
    project = factories.make_project(by=owner, slug="queue", reviewers_per_claim=NEEDED)
    revisions = [factories.make_article(project).latest() for _ in range(4)]
    Claim.objects.bulk_create(
        Claim(revision=revisions[n % 4], number=n + 1, text=f"Claim {n}", speech="indirect", worthiness=n % 7 / 10)
        for n in range(CLAIMS)
    )
    found = [factories.make_user(f"puller-{n}") for n in range(PEOPLE)]
    for person in found:
        set_role(project=project, user=person, role=Role.REVIEWER, by=owner)
    return [person.username for person in found]


def start(environment, username, stop_after=0):
    command = [sys.executable, "-m", "tests.worker.pulling", username, str(stop_after)]
    ours = {**os.environ, "DJANGO_SETTINGS_MODULE": "factcheck.settings", **environment}
    return subprocess.Popen(command, cwd=ROOT, env=ours, stdout=subprocess.PIPE, text=True)


def finished(process):
    said, _ = process.communicate(timeout=240)
    assert process.returncode == 0
    return json.loads(said)["given"]


def deadlocks():
    with connection.cursor() as cursor:
        cursor.execute("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
        return cursor.fetchone()[0]


def test_every_claim_gets_two_people_and_no_third_though_one_dies_with_a_claim_in_hand(people, environment):
    before = deadlocks()
    unlucky, *others = [start(environment, name, 3 if name == "puller-0" else 0) for name in people]
    try:
        last_words = json.loads(unlucky.stdout.readline())
        unlucky.send_signal(signal.SIGKILL)
        given = [finished(process) for process in others]
    finally:
        for process in (unlucky, *others):
            process.kill()
            process.communicate()
    missing = Claim.objects.exclude(pk__in=[pk for pks in given for pk in pks]) | Claim.objects.filter(
        pk=last_words["held"]
    )
    assert missing.exists()
    assert Verdict.objects.filter(claim=last_words["held"]).count() == NEEDED - 1, (
        "a dead person's seat still counts"
    )
    past = timezone.now() - timedelta(seconds=1)
    Seat.objects.filter(holder__username="puller-0", released_at=None).update(
        taken_at=past - timedelta(minutes=30), expires_at=past
    )
    given += [finished(start(environment, name)) for name in people[1:]]
    given.append(last_words["given"])
    counted = Counter(pk for pks in given for pk in pks)
    assert set(counted.values()) == {NEEDED}, "nobody's verdict is lost, no claim thrice, none left"
    assert len(counted) == CLAIMS
    rows = Verdict.objects.values_list("claim", "by")
    assert len(rows) == len(set(rows)) == CLAIMS * NEEDED
    assert Seat.objects.filter(released_why=Release.EXPIRED).count() == 1
    assert not Seat.objects.filter(released_at=None).exists()
    assert deadlocks() == before
