"""What one more worker process gives: articles split and look-ups ended by one process, then by two.

    python benchmarks/scaling.py [--articles 12] [--claims 60]

Real workers on a PostgreSQL and a Valkey of their own. It prints what each number of processes does in a minute,
and the processor time of workers and servers for one piece of work: from these docs/scaling.md reckons how many
workers a database serves. Articles are the seed's text; look-ups ask eight services that answer in 200 ms.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterable
from typing import Any

import stage
from lookups import open_lookups, providers, spent, whole_stage, workers

from claims import tasks
from claims.models import Article, Lookup, Split
from tests import factories
from tests.worker.crew import Crew

SEED = (stage.ROOT / "seeds" / "tiktok-oracle.txt").read_text(encoding="utf-8")


def bring_in(number: int, round_: str) -> list[Article]:
    """Articles with the seed's text, each its own, none of them split."""
    owner = factories.make_user()
    project = factories.make_project(by=owner)
    texts = [f"{SEED}\n\nEdition {round_}-{each}." for each in range(number)]
    return [factories.make_article(project, by=owner, text=text, title=f"Edition {text[-6:]}") for text in texts]


def split_all(articles: Iterable[Article], crew: Crew) -> float:
    """Seconds until every article is split."""
    queued = {"state": "queued"}
    ids = [Split.objects.update_or_create(revision=each.latest(), defaults=queued)[0].pk for each in articles]
    began = time.perf_counter()
    for pk in ids:
        tasks.start_split(pk)
    while Split.objects.filter(pk__in=ids).unfinished().exists():
        assert time.perf_counter() - began < 900, crew.logs()
        time.sleep(0.1)
    states = set(Split.objects.filter(pk__in=ids).values_list("state", flat=True))
    assert states == {"succeeded"}, states
    return time.perf_counter() - began


def cancel_lookups() -> None:
    """What splitting has opened is not what is measured."""
    Lookup.objects.unfinished().cancel()


def told(what: str, pieces: int, seconds: float, cost: dict[str, float]) -> float:
    """A line of the report; answers with the pieces a second."""
    shares = ", ".join(f"{name} {spent_ / pieces * 1000:.0f} ms" for name, spent_ in cost.items())
    print(
        f"  {what}: {pieces / seconds * 60:.1f} a minute; processor time each: {shares}; {stage.load()}", flush=True
    )
    return pieces / seconds


def measured(crew: Crew, work: Any) -> tuple[float, dict[str, float]]:
    """Seconds that a piece of work takes, and the processor time that went into it."""
    before = spent(crew)
    seconds = work()
    return seconds, {name: now - before[name] for name, now in spent(crew).items()}


def splitting(addresses: list[str], number: int) -> None:
    """Articles split by one process, then by two."""
    rates = []
    with workers(addresses, ["split"]) as crew:
        split_all(bring_in(1, "warm"), crew)
        for count in (1, 2):
            if count == 2:
                crew.also("split-2", like="split")
                crew.start("split-2")
                split_all(bring_in(4, "warm-2"), crew)
            articles = bring_in(number, str(count))
            seconds, cost = measured(crew, lambda articles=articles: split_all(articles, crew))
            rates.append(told(f"articles of {len(SEED.split())} words, {count} split", number, seconds, cost))
            cancel_lookups()
    print(f"  two against one: {rates[1] / rates[0]:.2f}")


def looking_up(addresses: list[str], claims: int) -> None:
    """Look-ups ended by one process, then by two."""
    rates = []
    with workers(addresses, ["lookup"]) as crew:
        whole_stage(open_lookups(5, addresses, local=False), crew)
        for count in (1, 2):
            if count == 2:
                crew.also("lookup-9", like="lookup")
                crew.start("lookup-9")
                whole_stage(open_lookups(5, addresses, local=False), crew)
            ids = open_lookups(claims, addresses, local=False)
            seconds, cost = measured(crew, lambda ids=ids: whole_stage(ids, crew))
            rates.append(told(f"look-ups, {count} process", len(ids), seconds, cost))
    print(f"  two against one: {rates[1] / rates[0]:.2f}")


def main() -> None:
    """Measure both."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=12)
    parser.add_argument("--claims", type=int, default=60)
    options = parser.parse_args()
    print(stage.load())
    with providers() as addresses:
        splitting(addresses, options.articles)
        looking_up(addresses, options.claims)


if __name__ == "__main__":
    main()
