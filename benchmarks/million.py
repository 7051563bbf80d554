"""How long the pages take at a million claims, and how PostgreSQL reads for them.

    python benchmarks/million.py [--claims 1000000] [--keep FOLDER] [--rounds 5] [--plans FILE]

A desk with 50,000 articles of 750 words is written (ten minutes); ``--keep`` names a folder where it stays for the
next time. Each page is asked for by an owner in this process, through every middleware and template: the time is
the server's, without the network. Then each query of the page is explained as PostgreSQL runs it. Bars: desk,
workbench, search, admin list and adjudication under 500 ms, and no sequential scan of a large table. ``--plans``
writes the plans of what takes longest on each page.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import stage

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

BAR = 0.5
LARGE = 50_000
"""Rows of a table that nobody should read from end to end."""
EACH = 20
"""Claims of an article."""


@dataclass
class Page:
    """A page and what was found of it; ``held`` where the bar is meant for it."""

    name: str
    path: str
    held: bool = False
    headers: dict[str, str] = field(default_factory=dict)
    seconds: list[float] = field(default_factory=list)
    asked: list[tuple[str, Any, float]] = field(default_factory=list)
    scans: set[str] = field(default_factory=set)

    @property
    def taken(self) -> float:
        return statistics.median(self.seconds)


@contextmanager
def servers(folder: Path) -> Iterator[None]:
    """PostgreSQL and Valkey of the folder, with the settings of an installation, migrated."""
    os.environ |= {"DJANGO_SETTINGS_MODULE": "factcheck.settings", "VAR_DIR": str(folder), "DURABLE": "1"}
    os.environ |= {"DEMO": "0", "LOG_LEVEL": "WARNING"}
    for name in ("DATABASE_URL", "REDIS_URL"):
        os.environ.pop(name, None)
    sys.path.insert(0, str(stage.ROOT))
    from factcheck.embedded.postgres import Postgres  # noqa: PLC0415 - after the path knows this checkout
    from factcheck.embedded.valkey import Valkey  # noqa: PLC0415

    begun = [Postgres(folder), Valkey(folder)]
    for one in begun:
        one.start()
    try:
        import django  # noqa: PLC0415

        django.setup()
        from django.core.management import call_command  # noqa: PLC0415

        call_command("migrate", verbosity=0)
        yield
    finally:
        for one in reversed(begun):
            one.stop()


def desk(claims: int) -> tuple[Any, Any]:
    """The project and its owner: as they were left, or made now."""
    from benchmarks.stage import crowd  # noqa: PLC0415
    from claims.models import Article, Project, Role, User  # noqa: PLC0415
    from claims.pipeline.prepare import set_role  # noqa: PLC0415
    from tests import factories  # noqa: PLC0415

    if (project := Project.objects.filter(slug="crowd").first()) and Article.objects.exists():
        return project, User.objects.get(username="crowd-owner")
    owner = factories.make_user("crowd-owner")
    User.objects.filter(pk=owner.pk).update(is_staff=True, is_superuser=True)
    project = factories.make_project(by=owner, slug="crowd")
    people = [factories.make_user(f"crowd-{number}") for number in range(20)]
    for user in people:
        set_role(project=project, user=user, role=Role.REVIEWER, by=owner)
    began = time.perf_counter()
    crowd.fill(project, people, claims // EACH)
    print(f"{claims:,} claims written in {time.perf_counter() - began:.0f} s", flush=True)
    return project, User.objects.get(pk=owner.pk)


def pages(project: Any) -> list[Page]:
    """What people open; the article and the words are from the middle of the desk's years."""
    from claims.models import Article, Claim  # noqa: PLC0415

    rows = Article.objects.filter(project=project).order_by("created_at")
    article = rows[rows.count() // 2].pk
    claim = Claim.objects.filter(revision__article=article).order_by("number")[7]
    words = "+".join(claim.text.split()[2:5])
    panel = {"HTTP_HX_REQUEST": "true", "HTTP_HX_TARGET": "panel"}
    return [
        Page("desk", "/", held=True),
        Page("workbench", f"/articles/{article}/", held=True),
        Page("claim in the workbench", f"/articles/{article}/?claim={claim.pk}", held=True, headers=panel),
        Page("search", f"/search/?q={words}", held=True),
        Page("search, a common word", f"/search/?q={words.split('+')[0]}", held=True),
        Page("adjudication", "/adjudication/", held=True),
        Page("admin: claims", "/admin/claims/claim/", held=True),
        Page("admin: claims, searched", f"/admin/claims/claim/?q={words}", held=True),
        Page("admin: verdicts", "/admin/claims/verdict/", held=True),
        Page("admin: look-ups", "/admin/claims/lookup/", held=True),
        Page("admin: trail", "/admin/claims/event/", held=True),
        Page("queue", "/queue/"),
        Page("articles", "/articles/"),
        Page("sources", "/sources/"),
        Page("jobs", "/jobs/"),
        Page("API: articles", f"/api/v1/articles?project={project.slug}&limit=50"),
        Page("API: an article with its claims", f"/api/v1/articles/{article}/whole"),
    ]


def ask(page: Page, client: Any, rounds: int) -> None:
    """Once for the caches, then so often; the last time with its queries."""
    from django.db import connection  # noqa: PLC0415

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        began = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            page.asked.append((sql, params, time.perf_counter() - began))

    for number in range(rounds + 1):
        began = time.perf_counter()
        answer = client.get(page.path, **page.headers)
        if answer.status_code != 200:
            sys.exit(f"{page.path} answered {answer.status_code}")
        if number:
            page.seconds.append(time.perf_counter() - began)
    with connection.execute_wrapper(note):
        client.get(page.path, **page.headers)


def explain(page: Page, large: set[str]) -> str:
    """Sequential scans of large tables go to ``page.scans``; the plan of the slowest query is returned."""
    from django.db import connection, transaction  # noqa: PLC0415

    slowest = ""
    longest = max((seconds for _sql, _params, seconds in page.asked), default=0)
    for sql, params, seconds in page.asked:
        if not sql.lstrip().startswith(("SELECT", "WITH", "(SELECT")):
            continue
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}", params)
            found = cursor.fetchone()[0]
            plan = json.loads(found) if isinstance(found, str) else found
            page.scans |= {name for name in _scanned(plan[0]["Plan"]) if name in large}
            if seconds == longest:
                cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS, COSTS OFF) {sql}", params)
                slowest = "\n".join(_shortened(line for (line,) in cursor.fetchall()))
    return slowest


NOISE = ("Buffers:", "Index Searches:", "Heap Fetches:", "Storage:", "Buckets:", "Planning:")


def _shortened(lines: Iterable[str]) -> Iterator[str]:
    """The lines of a plan without what was never executed, and without the counts of pages."""
    below = None
    for line in lines:
        depth = len(line) - len(line.lstrip())
        if below is not None and depth > below:
            continue
        below = depth if "(never executed)" in line else None
        if below is None and not line.lstrip().startswith(NOISE):
            yield line[:240]


def _scanned(node: dict[str, Any]) -> Iterator[str]:
    if node["Node Type"] == "Seq Scan":
        yield node["Relation Name"]
    for below in node.get("Plans", ()):
        yield from _scanned(below)


def large_tables() -> set[str]:
    """Names of the tables that nobody should read whole."""
    from django.db import connection  # noqa: PLC0415

    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relkind = 'r' AND reltuples > %s", [LARGE])
        return {name for (name,) in cursor.fetchall()}


def show(page: Page) -> None:
    """One line of the page."""
    kept = stage.verdict(page.taken < BAR and not page.scans) if page.held else "no bar"
    database = sum(seconds for _sql, _params, seconds in page.asked)
    scans = f"; reads whole: {', '.join(sorted(page.scans))}" if page.scans else ""
    print(
        f"{page.name:32} {page.taken * 1000:6.0f} ms, {len(page.asked):2} queries in {database * 1000:5.0f} ms:"
        f" {kept}{scans}",
        flush=True,
    )


def main() -> None:
    """Fill, ask, explain."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--claims", type=int, default=1_000_000)
    parser.add_argument("--keep", type=Path, help="a folder where the database stays")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--plans", type=Path, help="a file for the plans")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-") as folder, servers((given.keep or Path(folder)).resolve()):
        from django.test import Client  # noqa: PLC0415

        project, owner = desk(given.claims)
        client = Client(HTTP_HOST="localhost")
        client.force_login(owner)
        large, plans = large_tables(), []
        for page in pages(project):
            ask(page, client, given.rounds)
            plans.append(f"== {page.name}: {page.taken * 1000:.0f} ms\n{explain(page, large)}\n")
            show(page)
        print(stage.load())
        if given.plans:
            given.plans.write_text("\n".join(plans), encoding="utf-8")


if __name__ == "__main__":
    main()
