"""A large project out as JSON Lines and in again, against COPY of the same rows as JSON.

    python benchmarks/interchange.py [--claims 100000] [--per-article 20]

Every claim has a span and three verdicts. COPY (SELECT row_to_json ...) writes the same columns of the same rows,
a table at a time, with nothing put together. The growth of this process's memory is watched while the export runs.
Then the database is emptied and the file comes in. Bars: a third of COPY's speed, 50 MB, 6,000 claims a second in.
"""

import argparse
import io
import tempfile
import threading
import time
import uuid
from collections.abc import Iterator
from pathlib import Path

import psutil
import stage

stage.set_up()

from django.db import connection

from claims.formats import records_jsonl
from claims.interchange.columns import Table
from claims.interchange.tables import ARTICLE, CLAIM
from claims.models import Claim, Project, Rating, Revision, Span, User, Verdict
from claims.pipeline.bring_in import bring_in
from claims.pipeline.export.stream import stream
from tests import factories
from tests.interchange.test_bring_in import EMPTIED

BAR_RATIO, BAR_MEMORY, BAR_IN = 1 / 3, 50e6, 6000
SENTENCE = "Prices rose by {} percent in May, the office said. "


def fill(project: Project, people: list[User], claims: int, per_article: int) -> None:
    """Articles of ``per_article`` claims, each with its span and three verdicts."""
    ratings = list(Rating.objects.filter(version=project.scale.current()))
    for first in range(0, claims, per_article):
        quotes = [SENTENCE.format(first + n).split(",")[0] for n in range(per_article)]
        text = " ".join(SENTENCE.format(first + n) for n in range(per_article))
        revision: Revision = factories.make_article(project, title=f"Article {first}", text=text).latest()
        rows = [
            Claim(revision=revision, number=n, text=quote, speech="indirect", worthiness=0.5)
            for n, quote in enumerate(quotes, start=1)
        ]
        Claim.objects.bulk_create(rows)
        places = ((row, *factories.place(revision.text, row.text)) for row in rows)
        Span.objects.bulk_create(
            Span(revision=revision, claim=row, role="content", start=start, end=end) for row, start, end in places
        )
        Verdict.objects.bulk_create(
            Verdict(claim=row, by=by, rating=ratings[n % len(ratings)], finding="confirmed",
                    rationale=f"The release says so, page {n}.")
            for n, row in enumerate(rows) for by in people
        )  # fmt: skip


def tables(*roots: Table) -> Iterator[Table]:
    """These and all that stand in them."""
    for table in roots:
        yield table
        yield from tables(*table.children)


def copied() -> float:
    """Seconds of COPY as JSON over the same columns of the same rows."""
    began = time.perf_counter()
    with connection.cursor() as cursor:
        for table in tables(ARTICLE, CLAIM):
            columns = ", ".join(f'"{column.field.column}"' for column in table.columns)
            rows = f'SELECT {columns} FROM "{table.model._meta.db_table}"'  # noqa: S608 - names of our own
            with cursor.copy(f"COPY (SELECT row_to_json(t) FROM ({rows}) t) TO STDOUT") as copy:  # noqa: S608
                for _piece in copy:
                    pass
    return time.perf_counter() - began


class Watch(threading.Thread):
    """The most memory that this process had while it ran."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.process, self.most, self.done = psutil.Process(), 0, threading.Event()
        self.begun = self.process.memory_info().rss

    def run(self) -> None:
        while not self.done.wait(0.05):
            self.most = max(self.most, self.process.memory_info().rss)

    def grown(self) -> int:
        self.done.set()
        self.join()
        return max(0, self.most - self.begun)


def main() -> None:
    """Fill, write, empty, bring in, write again."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--claims", type=int, default=100_000)
    parser.add_argument("--per-article", type=int, default=20)
    chosen = parser.parse_args()
    owner = factories.make_user(f"owner-{uuid.uuid4().hex[:6]}")
    project = factories.make_project(owner)
    people = [factories.make_user(f"reviewer-{n}") for n in range(3)]
    fill(project, people, chosen.claims, chosen.per_article)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    print(stage.load())
    print(f"{chosen.claims:,} claims with three verdicts each, {chosen.claims // chosen.per_article:,} articles")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "project.jsonl"
        out(project, file, chosen.claims)
        data = file.read_bytes()
        back(data, chosen.claims)


def out(project: Project, file: Path, claims: int) -> None:
    """Write the file, thrice, beside COPY."""
    seconds, bare = [], []
    watch = Watch()
    watch.start()
    for _ in range(3):
        began = time.perf_counter()
        with file.open("wb") as target:
            for piece in records_jsonl.dump(stream(project=project)):
                target.write(piece)
        seconds.append(time.perf_counter() - began)
    grown = watch.grown()
    bare = [copied() for _ in range(3)]
    ours, theirs = sorted(seconds)[1], sorted(bare)[1]
    print(f"  out     {ours:.1f} s, {claims / ours:,.0f} claims a second, {file.stat().st_size / 1e6:.0f} MB")
    fine = stage.verdict(theirs / ours >= BAR_RATIO)
    print(f"  COPY    {theirs:.1f} s; ours has {theirs / ours:.2f} of its speed: {fine}")
    print(f"  memory  grew by {grown / 1e6:.0f} MB: {stage.verdict(grown < BAR_MEMORY)}")


def back(data: bytes, claims: int) -> None:
    """Empty the database, bring the file in, compare what is written then."""
    with connection.cursor() as cursor:
        cursor.execute(EMPTIED)
    began = time.perf_counter()
    report = bring_in(file=io.BytesIO(data))
    seconds = time.perf_counter() - began
    assert not report.refused, report.refused[:3]
    rate = claims / seconds
    print(f"  in      {seconds:.1f} s, {rate:,.0f} claims a second: {stage.verdict(rate >= BAR_IN)}")
    same = b"".join(records_jsonl.dump(stream(project=Project.objects.get()))) == data
    print(f"  again   byte-equal: {stage.verdict(same)}")


if __name__ == "__main__":
    main()
