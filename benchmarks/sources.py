"""How well the splitter tells who a text rests on: statements found, kind of source, name.

    python benchmarks/sources.py [--data ../shared/data] [--scorer ../shared/tools/score_sources.py] [--out FILE]

The corpus is ``DATA/journ-sourcing/dev.jsonl``, one article a line: ``{"id", "text", "statements"}``. The scorer
reads it and the splitter's lines and prints its figures as JSON; the bars stand beside them, then, article by
article, what is found of it. DATA is also taken from the environment (``SPLITTER_DATA``). Without the corpus there
is nothing to measure: a message, and exit code 0.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
# What is asked at least, what is reached for, and what others reach: measured on the same nine articles.
BARS = {
    "statements F1": (66.0, 76.0, "Claude Sonnet 4 71.0, GPT-4.1 69.1, GPT-4o 64.8"),
    "type accuracy": (85.0, 96.0, "Claude Sonnet 4 97, GPT-4.1 92"),
    "type macro F1": (70.0, 92.0, "Claude Sonnet 4 94, GPT-4.1 85"),
    "name accuracy": (80.0, 95.0, "Claude Sonnet 4 97, GPT-4.1 91"),
}


def predict(articles: Sequence[dict[str, Any]], out: Path) -> float:
    """Write every article's line with statements to ``out``; the process's own seconds, loading left out."""
    from claims import splitting  # noqa: PLC0415 - the root is on the path only now
    from claims.splitting import listing  # noqa: PLC0415

    splitting.warm()
    began = time.process_time()
    with out.open("w", encoding="utf-8") as lines:
        for article in articles:
            found = splitting.split(article["text"])
            lines.write(json.dumps(listing.line(article["id"], found, statements=True)) + "\n")
    return time.process_time() - began


def score(scorer: Path, gold: Path, predicted: Path, *, bootstrap: int = 300) -> dict[str, Any]:
    """The scorer's figures. CalledProcessError if it fails."""
    command = [sys.executable, str(scorer), str(gold), str(predicted), "--json", "--bootstrap", str(bootstrap)]
    ran = subprocess.run(command, capture_output=True, text=True, check=True)
    figures: dict[str, Any] = json.loads(ran.stdout)
    return figures


def show(figures: dict[str, Any]) -> None:
    """Print every figure, then those that have a bar beside it."""
    for name, value in figures.items():
        print(f"{name:24} {value}")
    print(f"\n{'':16}  ours  least  reach  against")
    for name, (least, reach, others) in BARS.items():
        ours = figures["statements"][2] if name == "statements F1" else figures[name]
        print(f"{name:16} {ours:5.1f}  {least:5.1f}  {reach:5.1f}  {others}")


def one_by_one(scorer: Path, articles: Sequence[dict[str, Any]], predicted: Path, folder: Path) -> None:
    """Print the headline for every article by itself: nine are few, and one may carry the mean."""
    print("\narticle        statements F1   type   name")
    single = folder / "one.jsonl"
    for article in articles:
        single.write_text(json.dumps(article) + "\n", encoding="utf-8")
        found = score(scorer, single, predicted, bootstrap=0)
        first = article["text"].strip().split("\n")[0][:50]
        row = (found["statements"][2], found["type accuracy"], found["name accuracy"])
        print(f"{article['id']!s:14} {row[0]:13.1f} {row[1]:6.1f} {row[2]:6.1f}   {first}")


def main() -> int:
    """The exit code: 0 also where there is nothing to measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    given = os.environ.get("SPLITTER_DATA")
    parser.add_argument("--data", type=Path, default=Path(given) if given else ROOT.parent / "shared" / "data")
    parser.add_argument("--scorer", type=Path, default=ROOT.parent / "shared" / "tools" / "score_sources.py")
    parser.add_argument("--out", type=Path, default=None, help="keep the splitter's lines in this file")
    args = parser.parse_args()
    gold = args.data / "journ-sourcing" / "dev.jsonl"
    for needed in (gold, args.scorer):
        if not needed.is_file():
            print(f"Nothing measured: {needed} is not here. Give --data and --scorer.")
            return 0
    sys.path.insert(0, str(ROOT))
    articles = [json.loads(row) for row in gold.read_text(encoding="utf-8").split("\n") if row]
    with tempfile.TemporaryDirectory() as folder:
        predicted = args.out or Path(folder, "predicted.jsonl")
        seconds = predict(articles, predicted)
        show(score(args.scorer, gold, predicted))
        words = sum(len(article["text"].split()) for article in articles)
        print(f"\n{words / seconds:.0f} words per second of this process's time")
        one_by_one(args.scorer, articles, predicted, Path(folder))
    return 0


if __name__ == "__main__":
    sys.exit(main())
