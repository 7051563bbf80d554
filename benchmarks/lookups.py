"""Look-ups finished a second by one worker machine, against a bare httpx client that asks the same.

    python benchmarks/lookups.py [--claims 100] [--local]

Eight providers on this machine answer in 200 ms each. The workers of ``manage.py up`` run the whole stage: row
taken, polite client, evidence kept, on a PostgreSQL and a Valkey of their own. Bar: 60 a second; 150 is the aim.
``--local`` adds the three searches of this installation itself.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

import stage

stage.set_up()

import httpx
import psutil
import redis
from django.conf import settings
from django.db import connection
from django.db.models import Count
from stage import articles, slow

from claims import tasks
from claims.models import Claim, Evidence, Lookup, LookupRun
from claims.pipeline import look_up
from factcheck import embedded
from tests import factories
from tests.worker.crew import Crew

PROVIDERS = 8
SECONDS = 0.2
BAR = 60.0


@contextmanager
def providers() -> Iterator[list[str]]:
    """The addresses of the providers, while their server runs."""
    here = Path(__file__).parent
    path = {"PYTHONPATH": os.pathsep.join([str(here), str(stage.ROOT)])}
    command = [sys.executable, "-m", "stage.slow", str(PROVIDERS), str(SECONDS)]
    environment = {**os.environ, **path}
    with subprocess.Popen(command, cwd=here, env=environment, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout
            yield [f"http://127.0.0.1:{port}" for port in server.stdout.readline().split()]
        finally:
            server.terminate()


@contextmanager
def workers(addresses: list[str], names: list[str]) -> Iterator[Crew]:
    """The worker machine: what ``manage.py up`` starts for look-ups."""
    embedded.start(settings)
    url = settings.DATABASE_URL.rpartition("/")[0] + "/" + connection.settings_dict["NAME"]
    environment = {
        "DATABASE_URL": url,
        "REDIS_URL": settings.REDIS_URL,
        "OWN_PROVIDERS": "stage.slow.Slow",
        "SLOW_URL": ",".join(addresses),
        "PYTHONPATH": str(Path(__file__).parent),
        "LOG_LEVEL": "WARNING",
    }
    with tempfile.TemporaryDirectory() as folder:
        crew = Crew(Path(folder), **environment)
        try:
            crew.start(*names)
            yield crew
        finally:
            crew.stop()


def open_lookups(claims: int, addresses: list[str], *, local: bool) -> list[Any]:
    """The ids of the look-ups of a new article."""
    settings.OWN_PROVIDERS = (slow.Slow,)
    settings.SERVICES["slow"] = {"on": None, "key": "", "urls": tuple(addresses)}
    owner = factories.make_user()
    project = factories.make_project(by=owner)
    article = articles.long_article(project, by=owner, words=claims * 40, claims=claims)
    look_up.open_lookups(revision=article.latest())
    opened = Lookup.objects.filter(claim__revision__article=article)
    if not local:
        opened.exclude(provider__startswith="slow").delete()
    return list(opened.order_by("claim__number", "provider").values_list("pk", flat=True))


def whole_stage(ids: list[Any], crew: Crew) -> float:
    """Seconds from the first message to the end of the last look-up."""
    began = time.perf_counter()
    tasks.start_lookups(ids)
    while Lookup.objects.filter(pk__in=ids).unfinished().exists():
        assert time.perf_counter() - began < 600, crew.logs()
        time.sleep(0.1)
    return time.perf_counter() - began


def spent(crew: Crew) -> dict[str, float]:
    """Seconds of processor time so far, of the workers and of the servers."""
    with redis.Redis.from_url(settings.REDIS_URL) as store:
        valkey = int(cast(Any, store.info("server"))["process_id"])
    roots = {"workers": crew.pids, "Valkey": [valkey]}
    if "database" in settings.EMBEDDED:
        told = (Path(settings.VAR) / "postgres" / "postmaster.pid").read_text(encoding="ascii")
        roots["PostgreSQL"] = [int(told.split()[0])]
    return {name: sum(map(_seconds_of, pids)) for name, pids in roots.items()}


def _seconds_of(pid: int) -> float:
    process = psutil.Process(pid)
    own = process.cpu_times()
    times = [own, *(each.cpu_times() for each in process.children(recursive=True))]
    return own.children_user + own.children_system + sum(time.user + time.system for time in times)


def bare(questions: list[tuple[str, str]], threads: int) -> float:
    """Seconds that as many threads with one httpx client need for the same questions, and for nothing else."""
    with httpx.Client(limits=httpx.Limits(max_connections=threads), timeout=60) as client:

        def ask(question: tuple[str, str]) -> int:
            address, words = question
            return len(client.get(f"{address}/search", params={"q": words}).raise_for_status().json()["hits"])

        began = time.perf_counter()
        with ThreadPoolExecutor(threads) as pool:
            assert set(pool.map(ask, questions)) == {slow.HITS}
        return time.perf_counter() - began


def check(ids: list[Any]) -> None:
    """Everything was found, and once."""
    rows = Lookup.objects.filter(pk__in=ids)
    states = dict(rows.values_list("state").annotate(Count("pk")))
    assert states == {"succeeded": len(ids)}, (states, rows.exclude(error="").values_list("error", flat=True)[:3])
    outside = rows.filter(provider__startswith="slow")
    assert LookupRun.objects.filter(lookup__in=rows).count() == len(ids)
    assert Evidence.objects.filter(lookup__in=outside).count() == slow.HITS * outside.count()


def main() -> None:
    """Measure both."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--claims", type=int, default=100)
    parser.add_argument("--local", action="store_true")
    options = parser.parse_args()
    lookups = [each for each in settings.PROCESSES if each["name"].startswith("lookup")]
    names = [each["name"] for each in lookups]
    with providers() as addresses, workers(addresses, names) as crew:
        warm = open_lookups(5, addresses, local=options.local)
        whole_stage(warm, crew)
        ids = open_lookups(options.claims, addresses, local=options.local)
        before, busy = stage.load(), spent(crew)
        seconds = whole_stage(ids, crew)
        cost = {name: (now - busy[name]) / len(ids) * 1000 for name, now in spent(crew).items()}
        check(ids)
        texts = list(Claim.objects.filter(lookups__in=ids).distinct().values_list("text", flat=True))
        questions = [(address, words) for words in texts for address in addresses]
        threads = sum(int(each["command"][-1]) for each in lookups)
        least = bare(questions, threads)
    rate, limit = len(ids) / seconds, len(questions) / least
    print(f"{before} before, {stage.load()} after")
    what = f"{len(ids)} look-ups, {PROVIDERS} providers that take {SECONDS * 1000:.0f} ms"
    print(f"{what}; {len(names)} worker processes with {threads} threads in all")
    print(f"  whole stage {rate:.0f} a second; {BAR:.0f} or more: {stage.verdict(rate >= BAR)}")
    shares = ", ".join(f"{name} {milliseconds:.1f} ms" for name, milliseconds in cost.items())
    print(f"  processor time a look-up: {shares}")
    print(f"  bare httpx, as many threads, nothing kept: {limit:.0f} a second; ratio {rate / limit:.2f}")


if __name__ == "__main__":
    main()
