"""The article workbench with 500 claims against the same page with 5: queries, bytes, milliseconds.

    python benchmarks/workbench.py

Both articles have 20,000 words; in one 500 of its 500 sentences are claimed, in the other 5. The page is asked
for through the whole of Django, in this process, with PostgreSQL and Valkey real: the list, a claim in hand, and
the claim's panel alone as the page fetches it ahead. Bars: the same number of queries, at most 20; under 1.5 MB;
under 200 ms. To reach for: 12 queries, 700 KB, 60 ms. Label Studio 1.23 takes 160 to 171 ms and 66 queries,
doccano 1.8 62 to 80 ms and 14 queries, both for the data alone.
"""

import time
from typing import Any

import stage

stage.set_up()

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from benchmarks.stage.articles import long_article
from claims.models import Article, User
from tests import factories

ROUNDS = 40
LABEL_STUDIO, DOCCANO = 0.165, 0.071  # seconds, the middle of what was measured
PANEL = {"hx-request": "true", "hx-target": "panel"}


def measure(article: Article, viewer: User, query: str = "", **headers: str) -> dict[str, Any]:
    """Queries, bytes and seconds of the page, each round's wall clock and this process's own time."""
    client = Client(headers={"host": settings.ALLOWED_HOSTS[0]})
    client.force_login(viewer)
    url = article.get_absolute_url() + query
    for _ in range(3):
        page = client.get(url, headers=headers)
        assert page.status_code == 200
    with CaptureQueriesContext(connection) as queries:
        client.get(url, headers=headers)
    asked = len(queries)  # now: the next request empties the log
    wall, own = [], []
    for _ in range(ROUNDS):
        began, began_own = time.perf_counter(), time.process_time()
        client.get(url, headers=headers)
        wall.append(time.perf_counter() - began)
        own.append(time.process_time() - began_own)
    return {"queries": asked, "bytes": len(page.content), "wall": wall, "own": own}


def show(what: str, large: dict[str, Any], small: dict[str, Any]) -> None:
    """The figures of one page, beside those with few claims, and the budgets."""
    median = sorted(large["wall"])[ROUNDS // 2]
    ratio = median / sorted(small["wall"])[ROUNDS // 2]
    same = large["queries"] == small["queries"] > 0
    print(f"{what}: 500 claims against 5")
    print(f"  queries  {large['queries']} against {small['queries']}; the same: {stage.verdict(same)}")
    print(f"           {under(large['queries'], 21, 13, '20', '12')}")
    print(f"  bytes    {large['bytes']:,} against {small['bytes']:,}")
    print(f"           {under(large['bytes'], 1.5e6, 7e5, '1.5 MB', '700 KB')}")
    print(f"  server   {stage.spread(large['wall'])} against {stage.spread(small['wall'])} ({ratio:.1f} times)")
    print(f"           of it our own time: {stage.spread(large['own'])} against {stage.spread(small['own'])}")
    print(f"           median {under(median, 0.2, 0.06, '200 ms', '60 ms')}")
    print(
        f"           {LABEL_STUDIO / median:.1f} times as quick as Label Studio, {DOCCANO / median:.1f} as doccano"
    )


def under(figure: float, bar: float, reach: float, *names: str) -> str:
    """Whether a figure is under the bar and under what to reach for."""
    bar_name, reach_name = names
    kept = f"at most {bar_name}: {stage.verdict(figure < bar)}"
    return f"{kept}; at most {reach_name}: {stage.verdict(figure < reach)}"


def main() -> None:
    """Make both articles and measure the list and a claim in hand."""
    cast = factories.make_cast()
    project, viewer = cast["project"], cast["reviewer"]
    large = long_article(project, by=viewer, words=20_000, claims=500)
    small = long_article(project, by=viewer, words=20_000, claims=5)
    print(stage.load())
    show("List of claims", measure(large, viewer), measure(small, viewer))
    claims = {article.pk: article.latest().claims.get(number=3) for article in (large, small)}
    pages = [measure(article, viewer, f"?claim={claims[article.pk].pk}") for article in (large, small)]
    show("A claim in hand", *pages)
    panels = [measure(article, viewer, f"?claim={claims[article.pk].pk}", **PANEL) for article in (large, small)]
    show("Its panel alone", *panels)


if __name__ == "__main__":
    main()
