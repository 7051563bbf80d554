"""The article workbench with 500 claims against the same page with 5: queries, bytes, milliseconds.

    python benchmarks/workbench.py

Both articles have 20,000 words; in one 500 of its 500 sentences are claimed, in the other 5. The page is asked
for through the whole of Django, in this process, with PostgreSQL and Valkey real. Budgets: the same number of
queries, at most 20; under 1 MB; under 150 ms.
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


def measure(article: Article, viewer: User, query: str = "") -> dict[str, Any]:
    """Queries, bytes and seconds of the page, each round's wall clock and this process's own time."""
    client = Client(headers={"host": settings.ALLOWED_HOSTS[0]})
    client.force_login(viewer)
    url = article.get_absolute_url() + query
    for _ in range(3):
        page = client.get(url)
        assert page.status_code == 200
    with CaptureQueriesContext(connection) as queries:
        client.get(url)
    asked = len(queries)  # now: the next request empties the log
    wall, own = [], []
    for _ in range(ROUNDS):
        began, began_own = time.perf_counter(), time.process_time()
        client.get(url)
        wall.append(time.perf_counter() - began)
        own.append(time.process_time() - began_own)
    return {"queries": asked, "bytes": len(page.content), "wall": wall, "own": own}


def show(what: str, large: dict[str, Any], small: dict[str, Any]) -> None:
    """The figures of one page, beside those with few claims, and the budgets."""
    median = sorted(large["wall"])[ROUNDS // 2]
    ratio = median / sorted(small["wall"])[ROUNDS // 2]
    same = 0 < large["queries"] == small["queries"] <= 20
    print(f"{what}: 500 claims against 5")
    print(f"  queries  {large['queries']} against {small['queries']}; same and at most 20: {stage.verdict(same)}")
    print(f"  bytes    {large['bytes']:,} against {small['bytes']:,}; under 1 MB: {under(large['bytes'], 1e6)}")
    print(f"  server   {stage.spread(large['wall'])} against {stage.spread(small['wall'])} ({ratio:.1f} times)")
    print(f"           of it our own time: {stage.spread(large['own'])} against {stage.spread(small['own'])}")
    print(f"           median under 150 ms: {under(median, 0.150)}")


def under(figure: float, budget: float) -> str:
    """Whether a figure is under its budget."""
    return stage.verdict(figure < budget)


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


if __name__ == "__main__":
    main()
