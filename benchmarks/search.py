"""How fast the hybrid search is over 100,000 passages, by part and together, against plain full-text search.

    python benchmarks/search.py [--passages 100000] [--rounds 300]

The passages are made of a vocabulary of English words used as unevenly as in print; most of their vectors are mixed
of those of 600 that were truly embedded. A question is four to fourteen words of a passage and two others, which
nobody asked before; every fourth is two words long. PostgreSQL is set up as in an installation on one machine. The
target is a fused search with p95 under 60 ms, under 25 ms to reach for. Making the library takes some minutes.
"""

import argparse
import os
import time
from collections.abc import Callable
from typing import Any

os.environ.setdefault("DURABLE", "1")  # the memory that an installation has, not that of tests

import stage

stage.set_up()

from django.db import connection

from benchmarks.stage import passages
from claims import retrieval
from claims.models import Document, Passage
from claims.providers.query import content_words
from claims.retrieval.hybrid import by_meaning
from claims.retrieval.lexical import by_words
from claims.retrieval.question import _vector
from tests import factories

BAR, REACH = 0.060, 0.025


def library(count: int) -> tuple[Any, list[str]]:
    """The project with its passages, indexed, and some of their texts."""
    project = factories.make_project(by=factories.make_user())
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX passage_meaning")  # building it at the end is quicker
        texts = passages.fill(project, count)
        cursor.execute("SET maintenance_work_mem = '512MB'")
        began = time.perf_counter()
        cursor.execute("CREATE INDEX passage_meaning ON claims_passage USING hnsw (embedding vector_cosine_ops)")
        print(f"index of meanings made in {time.perf_counter() - began:.0f} s")
        cursor.execute("VACUUM ANALYZE claims_passage")
        cursor.execute("ANALYZE claims_document")
    return project, texts


def questions(texts: list[str], count: int) -> list[str]:
    """Questions of all lengths."""
    writer = passages.Writer(seed=2)
    asked = [writer.question(texts[n % len(texts)]) for n in range(count)]
    return [" ".join(text.split()[:2]) if n % 4 == 3 else text for n, text in enumerate(asked)]


def clock(find: Callable[[str], Any], asked: list[str]) -> list[float]:
    """Seconds of each question."""
    seconds = []
    for text in asked:
        began = time.perf_counter()
        find(text)
        seconds.append(time.perf_counter() - began)
    return seconds


def whole(rows: Any, text: str) -> list[Any]:
    """What a look-up and the page do: read the question, embed it, search, fuse."""
    return retrieval.find_passages(rows, retrieval.ask(text), limit=20)


def plain(rows: Any, text: str) -> list[Any]:
    """Full-text search with any of the words, ranked by PostgreSQL."""
    found = Passage.objects.matching(content_words(text) or text.split()).filter(pk__in=rows.values("pk"))
    return list(found.values_list("pk", flat=True)[:20])


def parts(rows: Any, asked: list[str]) -> dict[str, list[float]]:
    """The seconds of each part, of questions that were read and embedded."""
    ready = {text: retrieval.ask(text) for text in asked}
    embedding = clock(lambda text: ready[text].vector, asked)
    return {
        "embedding the question": embedding,
        "by words": clock(lambda text: by_words(rows, ready[text], 50), asked),
        "by meaning": clock(lambda text: by_meaning(rows, ready[text], 50), asked),
    }


def main() -> None:
    """Make the library, warm up, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--passages", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=300)
    options = parser.parse_args()
    project, texts = library(options.passages)
    rows = Passage.objects.filter(document__in=Document.objects.library().filter(project=project))
    asked = questions(texts, options.rounds)
    clock(lambda text: whole(rows, text), questions(texts[::-1], 100))  # what is read for the first time
    print(f"{options.passages} passages, {len(asked)} questions; {stage.load()}")
    for name, seconds in parts(rows, asked).items():
        print(f"{name:24} {stage.spread(seconds)}")
    _vector.cache_clear()
    fused = clock(lambda text: whole(rows, text), asked)
    print(f"{'the hybrid, all of it':24} {stage.spread(fused)}")
    few = asked[: max(20, options.rounds // 6)]
    against = clock(lambda text: plain(rows, text), few)
    print(f"{'plain full-text search':24} {stage.spread(against)}")
    p95, theirs = (sorted(each)[round(0.95 * (len(each) - 1))] for each in (fused, against))
    kept = f"under {BAR * 1000:.0f} ms: {stage.verdict(p95 < BAR)}, under {REACH * 1000:.0f} ms: "
    print(f"p95 {p95 / theirs:.2f} of plain full-text search; {kept}{stage.verdict(p95 < REACH)}")
    right = sum(_finds(rows, text) for text in texts[:100])
    print(f"of 100 passages asked for by their own words, {right} come among the first 20")


def _finds(rows: Any, text: str) -> bool:
    hits = whole(rows, passages.Writer(seed=3).question(text))
    return Passage.objects.filter(pk__in=[hit.pk for hit in hits], text=text).exists()


if __name__ == "__main__":
    main()
