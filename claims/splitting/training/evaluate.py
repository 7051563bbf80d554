"""Measure a model on a corpus: ``python -m claims.splitting.training.evaluate CORPUS.jsonl OUT.jsonl``.

Writes the attributions found, one article a line, in the corpus's own shape, and prints how long tagging took.
Score the file with the corpus's scorer.
"""

import argparse
import json
import logging
import time
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path

from claims.splitting.spans import Span
from claims.splitting.tagger import MODEL, Found, tag
from claims.splitting.training.corpus import SENTENCE_END

log = logging.getLogger("evaluate")


def plain_sentences(text: str) -> list[Span]:
    """Sentences by punctuation alone, as in training."""
    cuts = [0, *(match.end() for match in SENTENCE_END.finditer(text)), len(text)]
    return [Span(b, e) for b, e in pairwise(cuts) if b < e]


def row(name: object, found: Iterable[Found]) -> dict[str, object]:
    """One line of the corpus's shape."""
    roles = ("source", "cue", "content")
    return {
        "id": name,
        "attributions": [
            {role: [[s.start, s.end] for s in getattr(one, role)] for role in roles}
            | {"confidence": one.confidence}
            for one in found
        ],
    }


def main() -> None:
    """Tag every article of the corpus."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--model", type=Path, default=MODEL)
    given = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    words, seconds, processor = 0, 0.0, 0.0
    with given.corpus.open(encoding="utf-8") as lines, given.out.open("w", encoding="utf-8") as out:
        for line in lines:
            article = json.loads(line)
            sentences = plain_sentences(article["text"])
            since, used = time.perf_counter(), time.process_time()
            found = tag(article["text"], sentences, model=given.model)
            seconds += time.perf_counter() - since
            processor += time.process_time() - used
            words += len(article["text"].split())
            out.write(json.dumps(row(article["id"], found)) + "\n")
    log.info(
        "%s words, %.0f a second by the clock, %.0f a second of processor time",
        words,
        words / seconds,
        words / processor,
    )


if __name__ == "__main__":
    main()
