"""The list of disputed claims and one of its pages at 100,000 verdicts: milliseconds and queries against the bars.

    python benchmarks/adjudication.py [--verdicts 100000]

A project of 100 articles with half as many claims as verdicts, two reviewers a claim; one claim in five is
disputed, and editors settled as many, one in ten of which is to be looked at again. The pages are asked for
through the whole of Django, in this process, with PostgreSQL and Valkey real, beside the same pages of a project
with 100 verdicts. Bars: under 300 ms, the same queries.
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
from django.utils import timezone

from claims.models import Claim, Project, Rating, Ruling, User, Verdict
from tests import factories

ROUNDS = 15
ARTICLES = 100
BAR = 0.3
STATES = ("disputed", "editor", "agreed", "agreed", "agreed")


def fill(project: Project, reviewers: tuple[User, User], editor: User, verdicts: int) -> None:
    """Claims with two verdicts each; of five one disputed, one ruled by an editor, three in agreement."""
    right, wrong = (Rating.objects.get(version=project.scale.current(), slug=slug) for slug in ("true", "false"))
    texts = [factories.make_article(project, title=f"Article {n}").latest() for n in range(ARTICLES)]
    for numbers in _slices(verdicts // 2, 5000):
        made = []
        for number in numbers:
            state = "disputed" if STATES[number % 5] == "disputed" else "settled"
            wording = f"Claim {number}: prices rose by {number % 97} percent in May"
            made.append(
                Claim(
                    id=uuid.UUID(int=(number << 64) + project.pk.int % (1 << 63)),
                    revision=texts[number % ARTICLES], number=number + 1, text=wording,
                    speech="indirect", worthiness=number % 1000 / 1000,
                    state=state, verdicts_counted=2,
                )
            )  # fmt: skip
        Claim.objects.bulk_create(made)
        for row, by in enumerate(reviewers):
            Verdict.objects.bulk_create(
                Verdict(
                    claim=claim, by=by, finding="confirmed", rationale="The release of 12 June says so.",
                    rating=wrong if row and STATES[number % 5] != "agreed" else right,
                )
                for number, claim in zip(numbers, made, strict=True)
            )  # fmt: skip
        Ruling.objects.bulk_create(
            Ruling(
                claim=claim, by=editor, basis="editor", finding="confirmed", rating=wrong, rationale="The table.",
                review_by=timezone.localdate() - timedelta(days=1) if number % 50 == 1 else None,
            )
            for number, claim in zip(numbers, made, strict=True)
            if STATES[number % 5] == "editor"
        )  # fmt: skip


def _slices(total: int, size: int) -> Iterator[range]:
    return (range(start, min(start + size, total)) for start in range(0, total, size))


def measure(client: Client, url: str) -> tuple[int, list[float]]:
    """Queries, and seconds of each round."""
    for _ in range(2):
        assert client.get(url).status_code == 200
    with CaptureQueriesContext(connection) as queries:
        client.get(url)
    asked, wall = len(queries), []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        client.get(url)
        wall.append(time.perf_counter() - began)
    return asked, wall


def pages(project: Project) -> dict[str, str]:
    """The addresses to ask, by what they show."""
    disputed = Claim.objects.filter(revision__article__project=project, state="disputed").order_by("-worthiness")
    claim = disputed.select_related("revision").first()
    assert claim is not None
    return {
        "disputed claims": reverse("claims:adjudication-list"),
        "of one article": f"{reverse('claims:adjudication-list')}?article={claim.revision.article_id}",
        "a far page": f"{reverse('claims:adjudication-list')}?page=300",
        "due again": f"{reverse('claims:adjudication-list')}?show=stale",
        "sent back": f"{reverse('claims:adjudication-list')}?show=sent_back",
        "settled by people": f"{reverse('claims:adjudication-list')}?show=settled",
        "one disputed claim": reverse("claims:claim-adjudicate", args=[claim.pk]),
    }


def main() -> None:
    """Fill both projects and ask for the same pages of each."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--verdicts", type=int, default=100_000)
    asked = parser.parse_args()
    found: dict[int, dict[str, tuple[int, list[float]]]] = {}
    for verdicts in (100, asked.verdicts):
        owner, editor, one, two = (factories.make_user() for _ in range(4))
        project = factories.make_project(by=owner)
        fill(project, (one, two), editor, verdicts)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        client = Client(headers={"host": settings.ALLOWED_HOSTS[0]})
        client.force_login(owner)
        found[verdicts] = {what: measure(client, url) for what, url in pages(project).items()}
    print(stage.load())
    few, many = found.values()
    for what, (queries, wall) in many.items():
        median = sorted(wall)[ROUNDS // 2]
        print(f"{what}: {asked.verdicts:,} verdicts against 100")
        print(f"  queries  {queries} against {few[what][0]}; the same: {stage.verdict(queries == few[what][0])}")
        print(f"  server   {stage.spread(wall)} against {stage.spread(few[what][1])}")
        print(f"           median at most 300 ms: {stage.verdict(median < BAR)}")


if __name__ == "__main__":
    main()
