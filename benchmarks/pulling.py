"""Twenty reviewers who pull from one queue at once, as real processes against the real server.

    python benchmarks/pulling.py [--reviewers 20] [--claims 1000] [--needed 2]

``manage.py up`` (PostgreSQL, Valkey, gunicorn, workers, clock) in a folder of its own. Each reviewer is a process
that asks ``queue/next`` over HTTP, gives a verdict, and asks again until nothing waits. One of them is killed with
a claim in hand; seats last a minute, so its claim comes back while the others work. Then the database is asked:
every claim exactly so many different reviewers, none thrice, none left, no verdict lost that the server confirmed,
no deadlock, no answer but success.
"""

import argparse
import http.client
import json
import multiprocessing
import os
import signal
import statistics
import tempfile
import time
from collections import Counter
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any

import psycopg
import stage

stage.set_up()

from factcheck.embedded.postgres import Postgres
from tests.browser.installation import Installation

KILLED_AFTER = 5
"""Verdicts of the reviewer who is killed."""
PATIENCE = 90.0
"""Seconds that a reviewer to whom nothing was given asks on, every half second: a dead one's seat comes back."""
SET_UP = """
import sys
from django.contrib.auth import SESSION_KEY, BACKEND_SESSION_KEY, HASH_SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from claims.models import Claim, Role, User
from claims.pipeline.prepare import create_project, set_role
from claims.pipeline.ingest import create_article
reviewers, claims, needed = {reviewers}, {claims}, {needed}
owner = User.objects.create_user("queue-owner")
project = create_project(slug="queue", name="Queue", by=owner, reviewers_per_claim=needed, seat_minutes=1)
for number in range(10):
    article = create_article(project=project, by=owner, text=f"Article {{number}}: prices rose in May.", again=True)
    revision = article.latest()
    revision.split.__class__.objects.filter(pk=revision.split.pk).update(state="succeeded", step="done")
    Claim.objects.bulk_create(
        Claim(revision=revision, number=n + 1, text=f"Prices rose by {{n}} percent", speech="indirect",
              worthiness=(n * 37 + number) % 1000 / 1000)
        for n in range(claims * number // 10, claims * (number + 1) // 10)
    )
for number in range(reviewers):
    user = User.objects.create_user(f"queue-{{number}}")
    set_role(project=project, user=user, role=Role.REVIEWER, by=owner)
    session = SessionStore()
    session[SESSION_KEY], session[HASH_SESSION_KEY] = str(user.pk), user.get_session_auth_hash()
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session.create()
    print("SESSION", session.session_key)
"""
AFTERWARDS = """
    SELECT (SELECT count(*) FROM claims_verdict v JOIN claims_user u ON u.id = v.by_id
            WHERE u.username LIKE 'queue-%'),
           (SELECT count(*) FROM claims_seat WHERE released_at IS NULL AND expires_at > now()),
           (SELECT count(*) FROM claims_seat WHERE released_why = 'expired'),
           (SELECT sum(deadlocks) FROM pg_stat_database)
"""
PER_CLAIM = """
    SELECT count(DISTINCT v.by_id), count(v.id) FROM claims_claim c
    JOIN claims_revision r ON r.id = c.revision_id JOIN claims_article a ON a.id = r.article_id
    JOIN claims_project p ON p.id = a.project_id LEFT JOIN claims_verdict v ON v.claim_id = c.id
    WHERE p.slug = 'queue' GROUP BY c.id
"""


class Reviewer:
    """A client of the API with one connection."""

    def __init__(self, port: int, session: str) -> None:
        self._line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        token = "a" * 32
        self._headers = {
            "Cookie": f"sessionid={session}; csrftoken={token}", "X-CSRFToken": token,
            "Content-Type": "application/json",
        }  # fmt: skip

    def post(self, path: str, body: dict[str, Any]) -> tuple[int, Any]:
        """Status and answer."""
        self._line.request("POST", f"/api/v1/{path}", json.dumps(body), self._headers)
        answer = self._line.getresponse()
        text = answer.read()
        return answer.status, json.loads(text) if text else None


def review(port: int, session: str, told: "Connection[Any, Any]", stop_after: int | None) -> None:
    """Judge until nothing has waited for a while; with ``stop_after`` hold a claim after so many, to be killed."""
    me, given, waits, pulls, odd = Reviewer(port, session), [], 0.0, [], Counter()
    moments: list[float] = []
    while waits < PATIENCE:
        began = time.perf_counter()
        status, seat = me.post("projects/queue/queue/next", {})
        pulls.append(time.perf_counter() - began)
        if status != 200:
            odd[f"next {status}"] += status != 204
            time.sleep(0.5)
            waits += 0.5
            continue
        waits = 0.0
        if len(given) == stop_after:
            told.send(("held", os.getpid(), given, pulls, odd, moments))
            time.sleep(3600)
        body = {"finding": "confirmed", "rating": "true", "rationale": "The release says so."}
        status, _answer = me.post(f"claims/{seat['claim']}/verdicts", body)
        if status == 201:
            given.append(seat["claim"])
            moments.append(time.time())
        else:
            odd[f"verdict {status}"] += 1
    told.send(("done", os.getpid(), given, pulls, odd, moments))


def run(installation: Installation, sessions: list[str], patience: float) -> list[tuple[Any, ...]]:
    """Start all at once, kill the first when it holds a claim, and wait for the others."""
    spawn = multiprocessing.get_context("spawn")
    # A pipe each: of a shared queue the killed one might hold the lock.
    lines = [spawn.Pipe(duplex=False) for _ in sessions]
    people = [
        spawn.Process(
            target=review,
            args=(installation.port, session, line[1], None if number else KILLED_AFTER),
            daemon=True,
        )
        for number, (session, line) in enumerate(zip(sessions, lines, strict=True))
    ]
    for person in people:
        person.start()
    reports, open_lines = [], {line[0] for line in lines}
    while open_lines:
        heard = wait(open_lines, timeout=patience)
        assert heard, "nobody said anything for too long"
        for line in heard:
            report = line.recv()
            reports.append(report)
            open_lines.discard(line)
            if report[0] == "held":
                os.kill(report[1], signal.SIGKILL)
    return reports


def main() -> None:
    """Fill, run, ask."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reviewers", type=int, default=20)
    parser.add_argument("--claims", type=int, default=1000)
    parser.add_argument("--needed", type=int, default=2)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        installation = Installation(Path(folder) / "var", WEB_PROCESSES="2")
        installation.start(seconds=600)
        try:
            said = installation.manage("shell", "-v0", "-c", SET_UP.format(**vars(asked))).decode()
            sessions = [line.split()[1] for line in said.splitlines() if line.startswith("SESSION")]
            reports = run(installation, sessions, patience=1800)
            with psycopg.connect(Postgres(installation.var).url(), autocommit=True) as connection:
                verdicts, held, expired, deadlocks = connection.execute(AFTERWARDS).fetchone() or (0,) * 4
                per_claim = connection.execute(PER_CLAIM).fetchall()
        finally:
            installation.remove()
    report(asked, reports, per_claim, verdicts, held, expired, deadlocks)


def _busy(reports: list[Any]) -> float:
    """Seconds in which nine of ten verdicts were given: the end only waits for the dead one's seat to run out."""
    moments = sorted(moment for one in reports for moment in one[5])
    return moments[round(0.9 * (len(moments) - 1))] - moments[0]


def report(asked: Any, reports: list[Any], per_claim: list[Any], *found: int) -> None:
    """Print the figures against the bars."""
    verdicts, held, expired, deadlocks = found
    confirmed = sum(len(one[2]) for one in reports)
    pulls = [seconds for one in reports for seconds in one[3]]
    odd = sum((one[4] for one in reports), Counter())
    wall = _busy(reports)
    spread = Counter(people for people, _given in per_claim)
    right = all(row == (asked.needed, asked.needed) for row in per_claim)
    print(stage.load())
    print(f"{asked.reviewers} processes, one killed in the middle; {asked.claims:,} claims, {asked.needed} each")
    print(f"  reviewers per claim  {dict(sorted(spread.items()))}")
    print(f"                       exactly {asked.needed}, none thrice, none left: {stage.verdict(right)}")
    print(
        f"  verdicts             {verdicts:,} kept of {confirmed:,} given: {stage.verdict(verdicts == confirmed)}"
    )
    print(f"  deadlocks            {deadlocks}: {stage.verdict(deadlocks == 0)}")
    print(f"  answers but success  {dict(odd)}: {stage.verdict(not odd.total())}")
    print(f"  seats                {expired} ran out and came back, {held} still held: {stage.verdict(not held)}")
    print(f"  rate                 {0.9 * confirmed / wall:.1f} a second, each pulled and given over HTTP")
    print(f"  a pull               {stage.spread(pulls)}, mean {statistics.mean(pulls) * 1000:.1f} ms")


if __name__ == "__main__":
    main()
