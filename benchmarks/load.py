"""Many at once on one machine: clients without pauses over the API, or reviewers who think over the pages.

    python benchmarks/load.py peers      [--seconds 60]  [--clients 20]
    python benchmarks/load.py reviewers  [--seconds 300] [--clients 50] [--think 5]

The whole installation runs as ``manage.py up`` starts it, PostgreSQL durable, a web process a processor; clients
and servers share the machine. ``peers``: 1,000 articles of 750 words with 20 claims; of 100 acts 70 read one
article with its claims, 20 list a page of 50 articles, 10 save a verdict. Bars: 60 acts a second, p95 under 500 ms;
to reach for 150 and 150 ms. Label Studio 1.23 does 5.2 acts a second at 7.3 s, doccano 1.8 25.9 at 1.2 s.
``reviewers``: 100,000 claims; each reads the workbench, goes from claim to claim, judges, searches, comes back to
the desk, with think time between. Meanwhile the worker makes the vectors of what was filled in, as after any large
import; it lets pages go first. Bars: no error, p95 under 400 ms; to reach for 150 ms.
"""

from __future__ import annotations

import argparse
import gc
import http.client
import json
import os
import random
import select
import sys
import tempfile
import threading
import time
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

import psutil
import stage
from stage.scene import fill

if TYPE_CHECKING:
    from collections.abc import Callable

    from stage.scene import Scene


class Client(threading.Thread):
    """One who acts until the time is over; ``taken`` holds the seconds of each act by its name."""

    def __init__(self, address: str, scene: Scene, number: int, until: float, think: float) -> None:
        super().__init__(daemon=True)
        self.scene, self.until, self.think = scene, until, think
        self.headers = scene.headers[number]
        self.chance = random.Random(number)
        self.connection = http.client.HTTPConnection(address, timeout=60)
        self.taken: dict[str, list[float]] = defaultdict(list)
        self.errors: list[str] = []
        self.acts: list[tuple[str, float, Callable[[], None]]] = []
        self.article = self.chance.choice(scene.articles)
        self.judged: set[str] = set()

    def run(self) -> None:
        names = [name for name, _share, _act in self.acts]
        shares = [share for _name, share, _act in self.acts]
        acts = {name: act for name, _share, act in self.acts}
        time.sleep(self.chance.random() * self.think)
        while time.monotonic() < self.until:
            name = self.chance.choices(names, shares)[0]
            began = time.perf_counter()
            try:
                acts[name]()
            except (OSError, http.client.HTTPException) as problem:
                self.errors.append(f"{name}: {problem!r}")
                self.connection.close()
            self.taken[name].append(time.perf_counter() - began)
            if self.think:
                time.sleep(self.chance.expovariate(1 / self.think))

    def unjudged(self) -> str:
        """A claim that this one has not judged: of the article at hand, else of another."""
        while not (left := [one for one in self.scene.claims[self.article] if one not in self.judged]):
            self.article = self.chance.choice(self.scene.articles)
        self.judged.add(claim := self.chance.choice(left))
        return claim

    def ask(self, method: str, path: str, body: str | None = None, **headers: str) -> bytes:
        sock = self.connection.sock
        if sock and select.select([sock], [], [], 0)[0]:  # the server closed it meanwhile; a browser looks, too
            self.connection.close()
        self.connection.request(method, path, body, {**self.headers, **headers})
        answer = self.connection.getresponse()
        said = answer.read()
        if answer.status >= 400:
            self.errors.append(f"{answer.status} {method} {path} {said[:200]!r}")
        return said


class Peer(Client):
    """Over the API."""

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self.acts = [("read", 70, self.read), ("list", 20, self.list), ("save", 10, self.save)]

    def read(self) -> None:
        article = self.chance.choice(self.scene.articles)
        self.ask("GET", f"/api/v1/articles/{article}/whole")

    def list(self) -> None:
        self.ask("GET", f"/api/v1/articles?project={self.scene.slug}&limit=50")

    def save(self) -> None:
        claim = self.unjudged()
        said = {"finding": "confirmed", "rating": "true", "rationale": "The report says so on its second page."}
        self.ask(
            "POST", f"/api/v1/claims/{claim}/verdicts", json.dumps(said), **{"Content-Type": "application/json"}
        )


class Reviewer(Client):
    """Over the pages, as a browser asks for them; style sheets and scripts are in its cache."""

    PANEL = {"HX-Request": "true", "HX-Target": "panel"}

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self.acts = [
            ("workbench", 20, self.workbench), ("claim", 35, self.claim), ("judge", 20, self.judge),
            ("pulse", 10, self.pulse), ("desk", 6, self.desk), ("articles", 4, self.articles),
            ("search", 5, self.search),
        ]  # fmt: skip

    def workbench(self) -> None:
        self.article = self.chance.choice(self.scene.articles)
        self.ask("GET", f"/articles/{self.article}/")

    def claim(self) -> None:
        claim = self.chance.choice(self.scene.claims[self.article])
        self.ask("GET", f"/articles/{self.article}/?claim={claim}", **self.PANEL)

    def judge(self) -> None:
        claim = self.unjudged()
        form = {
            "finding": "confirmed",
            "rating": self.scene.rating,
            "rationale": "So it says.",
            "then": "next",
            "draft": "1",
        }
        headers = {
            "HX-Request": "true",
            "Prefer": "return=minimal",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        self.ask("POST", f"/claims/{claim}/judge/", urlencode(form), **headers)

    def pulse(self) -> None:
        self.ask("GET", f"/articles/{self.article}/pulse/?since={int(time.time() * 1000) - 10_000}")

    def desk(self) -> None:
        self.ask("GET", "/")

    def articles(self) -> None:
        self.ask("GET", "/articles/")

    def search(self) -> None:
        self.ask("GET", f"/search/?q={quote(self.chance.choice(self.scene.words))}", **{"HX-Request": "true"})


def run(kind: type[Client], address: str, scene: Scene, clients: int, seconds: float, think: float) -> list[Client]:
    """All of them at once."""
    until = time.monotonic() + seconds
    crowd = [kind(address, scene, number, until, think) for number in range(clients)]
    for one in crowd:
        one.start()
    for one in crowd:
        one.join()
    return crowd


def show(crowd: list[Client], seconds: float, bars: tuple[float, float], pace: tuple[float, float] | None) -> None:
    """The figures, act by act, and the bars."""
    taken: dict[str, list[float]] = defaultdict(list)
    for one in crowd:
        for name, each in one.taken.items():
            taken[name] += each
    every = sorted(second for each in taken.values() for second in each)
    for name, each in taken.items():
        print(f"  {name:10} {len(each):6}  {stage.spread(each)}")
    errors = [error for one in crowd for error in one.errors]
    p95 = every[round(0.95 * (len(every) - 1))]
    speed = f"{len(every) / seconds:.0f} acts a second"
    print(f"  all        {len(every):6}  {stage.spread(every)}; {speed}; {stage.load()}")
    for bar in bars:
        print(f"  p95 under {bar * 1000:.0f} ms: {stage.verdict(p95 < bar)}")
    for bar in pace or ():
        print(f"  {bar:.0f} acts a second: {stage.verdict(len(every) / seconds >= bar)}")
    print(f"  errors: {len(errors)}: {stage.verdict(not errors)}")
    for error in errors[:5]:
        print(f"    {error}")


def parsed() -> argparse.Namespace:
    """What was asked for, with the usual numbers of its mix."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("mix", choices=["peers", "reviewers"])
    parser.add_argument("--seconds", type=float)
    parser.add_argument("--clients", type=int)
    parser.add_argument("--articles", type=int)
    parser.add_argument("--think", type=float, default=5, help="seconds between a reviewer's acts, on the average")
    given = parser.parse_args()
    peers = given.mix == "peers"
    given.clients = given.clients or (20 if peers else 50)
    given.seconds = given.seconds or (60 if peers else 300)
    given.articles = given.articles or (1000 if peers else 5000)
    given.think = 0 if peers else given.think
    return given


def database_seconds(var: Path) -> float:
    """Seconds of processor time that PostgreSQL has taken so far."""
    told = (var / "postgres" / "postmaster.pid").read_text(encoding="ascii")
    parent = psutil.Process(int(told.split()[0]))
    times = [parent.cpu_times(), *(each.cpu_times() for each in parent.children(recursive=True))]
    return times[0].children_user + times[0].children_system + sum(each.user + each.system for each in times)


def act(address: str, var: Path, given: argparse.Namespace) -> None:
    """Fill the installation at ``address``, warm its caches as a working day does, and measure."""
    peers = given.mix == "peers"
    kind: type[Client] = Peer if peers else Reviewer
    scene = fill(given.articles, given.clients, tokens=peers)
    gc.freeze()  # what filled the tables is not walked through again while the clients act
    run(kind, address, scene, given.clients, 5, 0 if peers else 1)
    thought = f", {given.think:.0f} s of thought" if given.think else ""
    print(f"{given.clients} {given.mix}, {given.seconds:.0f} s{thought}")
    before = database_seconds(var)
    crowd = run(kind, address, scene, given.clients, given.seconds, given.think)
    acts = sum(len(each) for one in crowd for each in one.taken.values())
    print(f"  PostgreSQL: {(database_seconds(var) - before) / acts * 1000:.1f} ms of processor time an act")
    show(crowd, given.seconds, (0.5, 0.15) if peers else (0.4, 0.15), (60, 150) if peers else None)


def main() -> None:
    """Start an installation, and have a crowd act on it."""
    given = parsed()
    sys.path.insert(0, str(stage.ROOT))
    from factcheck.embedded.postgres import Postgres  # noqa: PLC0415
    from tests.browser.installation import Installation  # noqa: PLC0415

    with tempfile.TemporaryDirectory(prefix="bench-", dir=os.environ.get("TMPDIR")) as folder:
        processes = str(min(4, os.cpu_count() or 1))
        installation = Installation(
            Path(folder) / "var", DURABLE="1", WEB_PROCESSES=processes, DEMO="0", API_RATE="0", SPLIT_NICE="5"
        )
        try:
            installation.start()
            os.environ |= {
                "DJANGO_SETTINGS_MODULE": "factcheck.settings",
                "VAR_DIR": str(installation.var),
                "DATABASE_URL": Postgres(installation.var).url(),
                "LOG_LEVEL": "WARNING",
            }
            act(installation.address.removeprefix("http://"), installation.var, given)
        finally:
            installation.remove()


if __name__ == "__main__":
    main()
