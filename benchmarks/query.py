"""How well the few words that a service is asked find what was checked before, against the first words of the text.

    python benchmarks/query.py [--data ../shared/data] [--part dev]

Reads ``DATA/already-checked/verified_claims.docs.tsv`` and, in ``PART``, ``tweets.queries.tsv`` and
``tweet-vclaim-pairs.qrels``. Each post is made a question of so many words; a plain BM25 ranking over the checked
claims stands for the service. Prints the share of posts whose checked claim comes first, and among the first five,
and the ratio against a question of the first content words of the post. The shares of names and figures in a
question were chosen on ``train``. Without the posts there is nothing to measure: a message, and exit code 0.
"""

import argparse
import csv
import math
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LENGTHS = (4, 6, 8, 12, 40)
_NOT_SAID = re.compile(r"— .*$|https?://\S+|pic\.\S+")


def tokens(text: str) -> list[str]:
    """Lower-case words without common endings, as a service's index has them."""
    words = re.findall(r"\w+", text.casefold())
    return [re.sub(r"(?<=\w{4})(?:ing|ed|es|s)$", "", word) for word in words]


class Service:
    """BM25 (k1 1.2, b 0.75) over documents by id."""

    def __init__(self, documents: dict[str, list[str]]) -> None:
        self._lengths = {name: len(words) for name, words in documents.items()}
        self._mean = sum(self._lengths.values()) / len(documents)
        self._found: defaultdict[str, dict[str, int]] = defaultdict(dict)
        for name, words in documents.items():
            for word, count in Counter(words).items():
                self._found[word][name] = count

    def best(self, words: list[str], most: int) -> list[str]:
        """The documents that rank first."""
        scores: Counter[str] = Counter()
        for word in set(words):
            places = self._found.get(word, {})
            weight = math.log(1 + (len(self._lengths) - len(places) + 0.5) / (len(places) + 0.5))
            for name, count in places.items():
                long = 0.25 + 0.75 * self._lengths[name] / self._mean
                scores[name] += weight * count * 2.2 / (count + 1.2 * long)
        return [name for name, _ in scores.most_common(most)]


def read(folder: Path, part: str) -> tuple[Service, list[tuple[str, str]]]:
    """The service, and each post with the document that checked it."""
    with (folder / "verified_claims.docs.tsv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.reader(lines, delimiter="\t"))[1:]
    service = Service({row[0]: tokens(f"{row[1]} {row[2]}") for row in rows})
    with (folder / part / "tweets.queries.tsv").open(encoding="utf-8", newline="") as lines:
        posts = dict(list(csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))[1:])
    pairs = (folder / part / "tweet-vclaim-pairs.qrels").read_text(encoding="utf-8").split("\n")
    told = [line.split() for line in pairs if line.strip()]
    return service, [(_NOT_SAID.sub("", posts[post]), document) for post, _, document, _ in told]


def shares(service: Service, posts: list[tuple[str, str]], ask: Callable[[str], str]) -> tuple[float, float]:
    """How often the checked claim is the first hit, and one of five."""
    best = [(service.best(tokens(ask(text)), 5), document) for text, document in posts]
    first = sum(found[:1] == [document] for found, document in best)
    return first / len(posts), sum(document in found for found, document in best) / len(posts)


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data")
    parser.add_argument("--part", default="dev")
    given = parser.parse_args()
    folder = given.data / "already-checked"
    if not (folder / given.part).is_dir():
        print(f"Nothing measured: {folder / given.part} is not here. Give --data.")
        return 0
    sys.path.insert(0, str(ROOT))
    from claims.providers.base import Shape  # noqa: PLC0415 - the path is set by then
    from claims.providers.query import build_query, content_words  # noqa: PLC0415

    service, posts = read(folder, given.part)
    print(f"{len(posts)} posts\nwords  first hit  of five   the first words of the post   ratio (five)")
    for most in LENGTHS:
        ours = shares(service, posts, lambda text, most=most: build_query(text, "", Shape(2000, most)))
        plain = shares(service, posts, lambda text, most=most: " ".join(content_words(text)[:most]))
        print(
            f"{most:5} {ours[0]:10.3f} {ours[1]:8.3f} {plain[0]:15.3f} {plain[1]:8.3f} {ours[1] / plain[1]:15.2f}"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
