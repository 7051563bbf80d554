"""Saving verdicts with 20 reviewers at once: what the server takes for it, against a budget of 150 and 50 ms.

    python benchmarks/saving.py [--reviewers 20] [--each 40]

The whole installation runs as ``manage.py up`` starts it, PostgreSQL durable, one web process a processor. Each
reviewer judges claims of one article of 500 claims over a connection of their own, as the workbench does it: first
one save after the other with no pause, then with one second of thought before each. The server's time is what the
web processes say of each request (whole milliseconds); the client's is from sending to the answer, waiting for a
free thread included. Reviewers and servers share the machine's processors.
"""

import argparse
import http.client
import os
import random
import re
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import stage

REQUEST = re.compile(r" 204 POST /claims/\S+/judge/ \S+ bytes (\d+) ms")
BUDGETS = (0.150, 0.050)


def fill(reviewers: int) -> tuple[list[dict[str, str]], list[str], str]:
    """An article of 500 claims, reviewers who are signed in (their headers), the claims, a rating."""
    import django  # noqa: PLC0415 - after the settings know the installation's database

    django.setup()
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: PLC0415
    from django.contrib.sessions.backends.db import SessionStore  # noqa: PLC0415

    from benchmarks.stage.articles import long_article  # noqa: PLC0415
    from claims.models import Rating, Role  # noqa: PLC0415
    from claims.pipeline.prepare import set_role  # noqa: PLC0415
    from tests import factories  # noqa: PLC0415

    owner = factories.make_user("bench-owner")
    project = factories.make_project(by=owner, slug="bench", reviewers_per_claim=reviewers)
    article = long_article(project, by=owner, words=20_000, claims=500)
    claims = [str(pk) for pk in article.latest().claims.values_list("pk", flat=True)]
    headers = []
    for number in range(reviewers):
        user = factories.make_user(f"bench-{number}")
        set_role(project=project, user=user, role=Role.REVIEWER, by=owner)
        session = SessionStore()
        session[SESSION_KEY], session[HASH_SESSION_KEY] = str(user.pk), user.get_session_auth_hash()
        session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
        session.save()
        token = f"{number:032d}"
        headers.append({"Cookie": f"sessionid={session.session_key}; csrftoken={token}", "X-CSRFToken": token})
    ratings = Rating.objects.newest_of(project.scale).on_offer()
    return headers, claims, str(ratings.first().pk)


def alone(headers: dict[str, str], claims: list[str], rating: str) -> None:
    """One request after the other through the whole of Django in this process: queries, and its own time."""
    from django.conf import settings  # noqa: PLC0415 - after the settings are there
    from django.db import connection  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    client = Client(headers={"host": settings.ALLOWED_HOSTS[0], "HX-Request": "true", "Prefer": "return=minimal"})
    client.cookies.load(headers["Cookie"])
    form = {"finding": "confirmed", "rating": rating, "rationale": "So it says.", "then": "next", "draft": "1"}
    asked, own = 0, []
    for claim in claims:
        began = time.process_time()
        with CaptureQueriesContext(connection) as queries:
            answer = client.post(f"/claims/{claim}/judge/", form)
        own.append(time.process_time() - began)
        assert answer.status_code == 204, answer.status_code
        asked = max(asked, sum(query["sql"] not in ("BEGIN", "COMMIT") for query in queries.captured_queries))
    print(f"One save alone: {asked} queries, at most 12: {stage.verdict(asked <= 12)}")
    median = sorted(own)[len(own) // 2]
    print(f"  our own time {stage.spread(own)}; median under 12 ms: {stage.verdict(median < 0.012)}")


def judge_all(address: str, headers: dict[str, str], bodies: list[tuple[str, str]], think: float) -> list[float]:
    """Send the verdicts one after the other; the seconds of each."""
    connection = http.client.HTTPConnection(address)
    sent = {**headers, "HX-Request": "true", "Prefer": "return=minimal"}
    sent |= {"Content-Type": "application/x-www-form-urlencoded"}
    seconds = []
    time.sleep(random.random() * think)
    for claim, body in bodies:
        time.sleep(think)
        began = time.perf_counter()
        connection.request("POST", f"/claims/{claim}/judge/", body, sent)
        answer = connection.getresponse()
        answer.read()
        seconds.append(time.perf_counter() - began)
        assert answer.status == 204, answer.status
    connection.close()
    return seconds


def run(installation: Any, people: list[dict[str, str]], claims: list[str], rating: str, think: float) -> None:
    """All reviewers at once, then the figures."""
    address = installation.address.removeprefix("http://")
    rationale = "The report says so on its second page, and the ministry repeats it. " * 4
    form = {"finding": "confirmed", "rating": rating, "rationale": rationale, "then": "next", "draft": "1"}
    bodies = [(claim, urlencode(form)) for claim in claims]
    taken: list[float] = []
    log = installation.var / "log" / "web.log"
    before = log.stat().st_size
    threads = [
        threading.Thread(target=lambda who=who: taken.extend(judge_all(address, who, bodies, think)))
        for who in people
    ]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    wall = time.perf_counter() - began
    time.sleep(2)
    said = log.read_bytes()[before:].decode()
    server = sorted(int(ms) / 1000 for ms in REQUEST.findall(said))
    assert len(server) == len(taken) == len(people) * len(claims), (len(server), len(taken))
    p95 = server[round(0.95 * (len(server) - 1))]
    pace = len(taken) / wall
    print(f"{len(people)} reviewers, {think:.0f} s of thought: {len(taken)} verdicts, {pace:.0f} a second")
    print(f"  server  {stage.spread(server)}; {stage.load()}")
    print(f"  client  {stage.spread(taken)}")
    for budget in BUDGETS:
        print(f"  server p95 under {budget * 1000:.0f} ms: {stage.verdict(p95 < budget)}")


def main() -> None:
    """Start, fill, judge twice."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reviewers", type=int, default=20)
    parser.add_argument("--each", type=int, default=40, help="verdicts of each reviewer in each round")
    given = parser.parse_args()
    sys.path.insert(0, str(stage.ROOT))
    from factcheck.embedded.postgres import Postgres  # noqa: PLC0415
    from tests.browser.installation import Installation  # noqa: PLC0415

    with tempfile.TemporaryDirectory(prefix="bench-", dir=os.environ.get("TMPDIR")) as folder:
        processes = str(min(4, os.cpu_count() or 1))
        installation = Installation(Path(folder) / "var", DURABLE="1", WEB_PROCESSES=processes, DEMO="0")
        try:
            installation.start()
            os.environ |= {
                "DJANGO_SETTINGS_MODULE": "factcheck.settings",
                "VAR_DIR": str(installation.var),
                "DATABASE_URL": Postgres(installation.var).url(),
                "LOG_LEVEL": "WARNING",
            }
            people, claims, rating = fill(given.reviewers)
            alone(people[0], claims[-60:], rating)
            run(installation, people, claims[: given.each], rating, 0)
            run(installation, people, claims[given.each : given.each + max(5, given.each // 4)], rating, 1)
        finally:
            installation.remove()


if __name__ == "__main__":
    main()
