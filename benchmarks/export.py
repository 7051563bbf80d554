"""The JSON export of an article with 500 claims against json.dumps of the same values.

    python benchmarks/export.py

Every claim has two attributions, two look-ups, two passages, three verdicts and a ruling. What the export adds to
json.dumps is reading the rows, leaving out what the reader may not see, and checking every quotation.
"""

import json
import time
from collections.abc import Callable

import stage

stage.set_up()

from claims.interchange.chosen import Chosen
from claims.models import Article
from claims.pipeline.export import export
from tests import factories
from tests.conftest import Cast
from tests.filled import filled_article

ROUNDS = 10


def timed(work: Callable[[], object]) -> list[float]:
    """Seconds of each round."""
    seconds = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - began)
    return seconds


def written(article: Article) -> bytes:
    """The article's JSON as the operator gets it."""
    chosen = Chosen(articles=(article.pk,))
    return b"".join(export(project=article.project, fmt="json", viewer=None, chosen=chosen))


def main() -> None:
    """Fill an article and export it."""
    cast = Cast(**factories.make_cast())
    article = filled_article(cast, claims=500)
    data = written(article)
    values = json.loads(data)
    ours = timed(lambda: written(article))
    bare = timed(lambda: json.dumps(values, ensure_ascii=False, indent=2, sort_keys=True).encode())
    median, least = sorted(ours)[ROUNDS // 2], sorted(bare)[ROUNDS // 2]
    print(stage.load())
    print(f"Export of 500 claims, {len(data):,} bytes")
    print(f"  export      {stage.spread(ours)}, {len(data) / median / 1e6:.1f} MB/s")
    print(f"  json.dumps  {stage.spread(bare)}, {len(data) / least / 1e6:.1f} MB/s")
    print(f"  ratio       {median / least:.1f} times json.dumps")


if __name__ == "__main__":
    main()
