"""The page of agreement, its file and the claims behind it at many verdicts: milliseconds and queries.

    python benchmarks/agreement.py [--verdicts 10000 100000] [--people 20]

A project of 100 articles with half as many claims as verdicts, two of the people a claim, one claim in three in
disagreement, one in ten off the scale. The pages are asked for through the whole of Django, in this process, with
PostgreSQL and Valkey real, beside the same pages of a project with 100 verdicts: computed each time, as while
verdicts come in, and with nothing changed since the last time, when they are kept. Bars: under a second at 10,000
and under 300 ms at 100,000 for the page; the same queries.
"""

import argparse
import time
import uuid
from collections.abc import Iterator
from datetime import timedelta

import stage

stage.set_up()

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from claims.figures import remembering
from claims.figures.agreement import agreement
from claims.figures.selection import asked
from claims.models import Claim, Project, Rating, User, Verdict
from tests import factories

ROUNDS = 9
ARTICLES = 100
BARS = {10_000: 1.0, 100_000: 0.3}
SAID = ("true", "true", "mostly-true", "false", "half-true", "true", "unproven", "false", "true", "mostly-false")


KEPT = {"computed": timedelta(days=1), "unchanged": -timedelta(days=1)}
"""How old what changed last must be for figures to be kept."""


def fill(project: Project, people: list[User], verdicts: int) -> None:
    """Claims with two verdicts each, by two of the people in turn."""
    version = project.scale.current()
    ratings = {row.slug: row for row in Rating.objects.filter(version=version)}
    texts = [factories.make_article(project, title=f"Article {n}").latest() for n in range(ARTICLES)]
    for numbers in _slices(verdicts // 2, 5000):
        made = [
            Claim(
                id=uuid.UUID(int=(number << 64) + project.pk.int % (1 << 63)),
                revision=texts[number % ARTICLES], number=number + 1, text=f"Claim {number}",
                speech="indirect", state="disputed", verdicts_counted=2,
            )
            for number in numbers
        ]  # fmt: skip
        Claim.objects.bulk_create(made)
        for row in range(2):
            Verdict.objects.bulk_create(
                Verdict(
                    claim=claim, by=_person(people, number, row),
                    finding="altered" if number % 7 == row else "confirmed",
                    rationale="The release of 12 June says so.",
                    rating=ratings[SAID[(number + (row if number % 3 == 0 else 0)) % len(SAID)]],
                )
                for number, claim in zip(numbers, made, strict=True)
            )  # fmt: skip


def _person(people: list[User], number: int, row: int) -> User:
    """Every two of them meet."""
    first = number % len(people)
    return (
        people[first] if not row else people[(first + 1 + number // len(people) % (len(people) - 1)) % len(people)]
    )


def _slices(total: int, size: int) -> Iterator[range]:
    return (range(start, min(start + size, total)) for start in range(0, total, size))


def measure(client: Client, url: str) -> tuple[int, list[float]]:
    """Queries, and seconds of each round."""
    assert client.get(url).status_code == 200
    with CaptureQueriesContext(connection) as queries:
        client.get(url)
    asked_for, wall = len(queries), []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        client.get(url)
        wall.append(time.perf_counter() - began)
    return asked_for, wall


def pages() -> dict[str, str]:
    """The addresses to ask, by what they show."""
    page, behind = reverse("claims:agreement-page"), reverse("claims:agreement-claims")
    return {
        "the page": page,
        "latest verdicts": f"{page}?which=latest",
        "findings": f"{page}?dimension=finding",
        "claims in dispute": f"{behind}?show=disagreeing",
        "one cell": f"{behind}?a=true&b=mostly-true",
        "what is a claim": reverse("claims:span-agreement"),
        "the file": reverse("claims:agreement-file"),
    }


def main() -> None:
    """Fill the projects and ask for the same pages of each."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--verdicts", type=int, nargs="+", default=[10_000])
    parser.add_argument("--people", type=int, default=20)
    given = parser.parse_args()
    found: dict[int, dict[str, tuple[int, list[float]]]] = {}
    for verdicts in (100, *given.verdicts):
        owner, *people = (factories.make_user() for _ in range(given.people + 1))
        project = factories.make_project(by=owner)
        fill(project, people, verdicts)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        client = Client(headers={"host": settings.ALLOWED_HOSTS[0]})
        client.force_login(owner)
        found[verdicts] = {}
        for how, fresh in KEPT.items():
            remembering.FRESH = fresh
            found[verdicts] |= {f"{what}, {how}": measure(client, url) for what, url in pages().items()}
        told = agreement(asked(project, {})[0], owner)
        alpha = next(one for one in told.figures if one.key == "alpha_nominal").measured
        print(f"{verdicts:,} verdicts: {told.claims:,} claims, {len(told.pairs)} pairs, alpha {alpha.value:.3f}")
    print(stage.load())
    few = found[100]
    for verdicts in given.verdicts:
        for what, (queries, wall) in found[verdicts].items():
            print(f"{what}: {verdicts:,} verdicts against 100")
            print(
                f"  queries  {queries} against {few[what][0]}; the same: {stage.verdict(queries == few[what][0])}"
            )
            print(f"  server   {stage.spread(wall)} against {stage.spread(few[what][1])}")
            if not what.startswith("the file") and verdicts in BARS:
                bar = BARS[verdicts]
                kept = stage.verdict(sorted(wall)[ROUNDS // 2] < bar)
                print(f"           median at most {bar * 1000:.0f} ms: {kept}")


if __name__ == "__main__":
    main()
