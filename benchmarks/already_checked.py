"""How well "already checked?" finds the published fact-check that answers a post: MAP@5 and P@1.

    python benchmarks/already_checked.py DIR [--docs FILE] [--in-order] [--against]

DIR holds ``tweets.queries.tsv`` and ``tweet-vclaim-pairs.qrels`` as in CheckThat! 2020, task 2; the fact-checks are
``verified_claims.docs.tsv`` there or one folder up. They are loaded as fact-checks of a project into a database of
this run's own, embedded by the product's own stage, and searched for by the product's own function. The order is
shuffled, as the file begins with those that are asked for and a tie must not help; ``--in-order`` keeps it.

Two figures each: by identity, and with copies of one fact-check (the same words but for punctuation) counted as
one, which is how the product shows them. ``--against`` adds the single methods. Without the data: a message, and
exit code 0.
"""

import argparse
import csv
import random
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import stage

BARS = {"MAP@5": (0.82, 0.88), "P@1": (0.73, 0.80)}
Finder = Callable[[str], list[str]]


def read(path: Path) -> list[dict[str, str]]:
    """The rows of a file with tabs, its first column called ``id``."""
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t"))
    first = next(iter(rows[0]))
    return [{"id": row[first], **row} for row in rows]


def gold(path: Path) -> dict[str, set[str]]:
    """The fact-checks that answer each post."""
    answers: dict[str, set[str]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        post, _, claim, grade = line.split("\t")
        if int(grade) > 0:
            answers.setdefault(post, set()).add(claim)
    return answers


def figures(found: Iterable[Sequence[str]], right: Iterable[set[str]]) -> tuple[float, float]:
    """MAP@5 and P@1: precision at every right hit among the first five, over the right ones there are."""
    average, first, count = 0.0, 0, 0
    for hits, answers in zip(found, right, strict=True):
        places = [place for place, hit in enumerate(hits[:5], 1) if hit in answers]
        average += sum(nth / place for nth, place in enumerate(places, 1)) / min(len(answers), 5)
        first += bool(hits) and hits[0] in answers
        count += 1
    return average / count, first / count


def merged(hits: Sequence[str], copy_of: dict[str, str]) -> list[str]:
    """Each hit by the name of its words, once."""
    return list(dict.fromkeys(copy_of[hit] for hit in hits))


def load(docs: Sequence[dict[str, str]]) -> Any:
    """The fact-checks as rows with vectors, and the statistics that autovacuum would gather; the project."""
    from django.db import connection  # noqa: PLC0415 - after set_up

    from claims.models import FactCheck  # noqa: PLC0415
    from claims.pipeline import embed  # noqa: PLC0415
    from tests import factories  # noqa: PLC0415

    project = factories.make_project(by=factories.make_user())
    FactCheck.objects.bulk_create(
        FactCheck(project=project, key=row["id"], claim_reviewed=row["vclaim"], title=row["title"]) for row in docs
    )
    began = time.process_time()
    while embed.fill(limit=2000):
        pass
    print(f"{len(docs)} fact-checks embedded in {time.process_time() - began:.0f} s of processor")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE claims_factcheck")
    return project


def finders(project: Any) -> dict[str, Finder]:
    """What the product asks, and its parts alone."""
    from claims import retrieval  # noqa: PLC0415
    from claims.models import FactCheck  # noqa: PLC0415
    from claims.retrieval.hybrid import by_meaning  # noqa: PLC0415
    from claims.retrieval.lexical import by_words  # noqa: PLC0415

    rows = FactCheck.objects.kept().filter(project=project)
    keys = dict(rows.values_list("pk", "key"))

    def keyed(pks: Iterable[Any]) -> list[str]:
        return [keys[pk] for pk in pks]

    return {
        "the product": lambda text: keyed(
            hit.pk for hit in retrieval.find_fact_checks(rows, retrieval.ask(text), limit=20)
        ),
        "words alone": lambda text: keyed(by_words(rows, retrieval.ask(text), 20)),
        "meaning alone": lambda text: keyed(by_meaning(rows, retrieval.ask(text), 20)),
    }


def measure(
    name: str, find: Finder, posts: Sequence[dict[str, str]], right: dict[str, set[str]], copies: Any
) -> None:
    """Ask for every post, and print."""
    found, seconds = [], []
    for post in posts:
        began = time.perf_counter()
        found.append(find(post["tweet_content"]))
        seconds.append(time.perf_counter() - began)
    answers = [right[post["id"]] for post in posts]
    by_id = figures(found, answers)
    as_shown = figures([merged(hits, copies) for hits in found], [{copies[a] for a in each} for each in answers])
    print(f"{name:14} by identity   MAP@5 {by_id[0]:.3f}  P@1 {by_id[1]:.3f}   {stage.spread(seconds)} a question")
    print(f"{'':14} copies as one MAP@5 {as_shown[0]:.3f}  P@1 {as_shown[1]:.3f}")
    if name == "the product":
        for (what, (least, reach)), value in zip(BARS.items(), by_id, strict=True):
            print(f"  {what}: {value / least:.2f} of the bar {least}, {value / reach:.2f} of the reach {reach}")


def main() -> None:
    """Load, ask, print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--docs", type=Path)
    parser.add_argument("--in-order", action="store_true")
    parser.add_argument("--against", action="store_true")
    options = parser.parse_args()
    near = [options.folder / "verified_claims.docs.tsv", options.folder.parent / "verified_claims.docs.tsv"]
    docs_at = options.docs or next((path for path in near if path.exists()), near[0])
    if not docs_at.exists() or not (options.folder / "tweets.queries.tsv").exists():
        print(f"Nothing to measure: {options.folder} has no tweets.queries.tsv, or {docs_at} is missing.")
        sys.exit(0)
    stage.set_up()
    docs = read(docs_at)
    if not options.in_order:
        random.Random(5).shuffle(docs)
    project = load(docs)
    from claims.retrieval.copies import same_words  # noqa: PLC0415

    copies = {row["id"]: same_words(row["vclaim"]) for row in docs}
    right = gold(options.folder / "tweet-vclaim-pairs.qrels")
    posts = [row for row in read(options.folder / "tweets.queries.tsv") if row["id"] in right]
    print(f"{len(posts)} posts; {stage.load()}")
    for name, find in finders(project).items():
        if name == "the product" or options.against:
            measure(name, find, posts, right, copies)


if __name__ == "__main__":
    main()
