"""How well and how fast the splitter splits: attribution and content F1 on a corpus, words per second.

    python benchmarks/split.py [--data ../shared/data] [--scorer ../shared/tools/score_attribution.py] [--part dev]
        [--record]

The corpus is ``DATA/polnear/PART.jsonl``, one article a line: ``{"id", "text", "attributions"}``. The scorer
reads it and the splitter's lines and prints its figures as JSON; ratios are printed against what was measured
before on the dev part, then the content spans gained and lost against the last recorded run. Without the corpus
there is nothing to measure: a message, and exit code 0.
"""

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
# Measured on the same 84 dev articles with the same scorer: attribution F1, content F1.
AGAINST = {
    "dependency rules, small spaCy model": (None, 50.4),
    "22 M-parameter tagger, four epochs": (67.4, 76.5),
    "BBC Citron, trained on the same articles": (52.1, None),
    "six human annotators, one against another": (75.3, 78.9),
}
SPEED = 2500  # words a second on one core, BBC Citron's lower figure


def one_core() -> None:
    """Keep this process to one core, where the system can, before any numeric library starts its threads."""
    os.environ.update(OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1", MKL_NUM_THREADS="1")
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})


def split_all(articles: Sequence[dict[str, Any]], out: Path) -> tuple[float, int]:
    """Write the split of every article to ``out``; seconds and words, the loading of the model left out.

    Seconds are the process's own on its one core, so that what else runs on the machine does not count.
    """
    from claims import splitting  # noqa: PLC0415 - after one_core
    from claims.splitting import listing  # noqa: PLC0415

    splitting.warm()
    words, seconds = 0, 0.0
    with out.open("w", encoding="utf-8") as lines:
        for article in articles:
            began = time.process_time()
            found = splitting.split(article["text"])
            seconds += time.process_time() - began
            words += len(article["text"].split())
            lines.write(json.dumps(listing.line(article["id"], found)) + "\n")
    return seconds, words


def score(scorer: Path, gold: Path, predicted: Path) -> dict[str, Any]:
    """The scorer's figures. CalledProcessError if it fails."""
    command = [sys.executable, str(scorer), str(gold), str(predicted), "--json"]
    ran = subprocess.run(command, capture_output=True, text=True, check=True)
    figures: dict[str, Any] = json.loads(ran.stdout)
    return figures


def show(figures: dict[str, Any], seconds: float, words: int) -> None:
    """Print every figure, then the two that count against what was there before."""
    for name, value in figures.items():
        print(f"{name:24} {value}")
    rate = words / seconds
    print(f"{'words per second':24} {rate:.0f} on one core ({words} words in {seconds:.1f} s)")
    print("\nratio, ours over theirs (over 1 is better)")
    for name, theirs in AGAINST.items():
        ours = (figures["attribution"][2], figures["content"][2])
        for what, own, other in zip(("attribution F1", "content F1"), ours, theirs, strict=True):
            if other:
                print(f"  {own / other:5.2f}  {what:15} {own:5.1f} against {other:5.1f}  {name}")
    print(f"  {rate / SPEED:5.2f}  {'words per second':15} {rate:.0f} against {SPEED}  BBC Citron")


def spans_of(path: Path) -> set[tuple[Any, int, int]]:
    """The content spans of a file of splits: article, start, end."""
    rows = (json.loads(row) for row in path.read_text(encoding="utf-8").splitlines())
    return {(row["id"], b, e) for row in rows for one in row["attributions"] for b, e in one["content"]}


def compare(articles: Sequence[dict[str, Any]], predicted: Path, recorded: Path, most: int = 12) -> None:
    """Print the content spans gained and lost since the recorded run, and how many of them are exactly right."""
    if not recorded.is_file():
        print(f"\nNo run is recorded in {recorded}; --record keeps this one.")
        return
    known = {article["id"] for article in articles}
    texts = {article["id"]: article["text"] for article in articles}
    right = {(a["id"], b, e) for a in articles for one in a["attributions"] for b, e in one["content"]}
    now, before = spans_of(predicted), {span for span in spans_of(recorded) if span[0] in known}
    for word, spans in (("gained", now - before), ("lost", before - now)):
        print(f"\n{word}: {len(spans)} content spans, {len(spans & right)} of them exactly right")
        for name, start, end in sorted(spans)[:most]:
            print(f"  {'+' if (name, start, end) in right else '-'} {texts[name][start:end][:100]!r}")


def main() -> int:
    """The exit code: 0 also where there is nothing to measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data")
    parser.add_argument("--scorer", type=Path, default=ROOT.parent / "shared" / "tools" / "score_attribution.py")
    parser.add_argument("--part", choices=["dev", "train"], default="dev")
    parser.add_argument("--limit", type=int, default=None, help="only the first articles")
    parser.add_argument("--record", action="store_true", help="keep this run to compare later ones with")
    args = parser.parse_args()
    gold = args.data / "polnear" / f"{args.part}.jsonl"
    for needed in (gold, args.scorer):
        if not needed.is_file():
            print(f"Nothing measured: {needed} is not here. Give --data and --scorer.")
            return 0
    one_core()
    sys.path.insert(0, str(ROOT))
    with tempfile.TemporaryDirectory() as folder:
        rows = gold.read_text(encoding="utf-8").split("\n")[: args.limit]
        articles = [json.loads(row) for row in rows if row]
        kept, predicted = Path(folder, "gold.jsonl"), Path(folder, "predicted.jsonl")
        kept.write_text("\n".join(json.dumps(article) for article in articles) + "\n", encoding="utf-8")
        seconds, words = split_all(articles, predicted)
        show(score(args.scorer, kept, predicted), seconds, words)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"{'peak memory':24} {peak:.0f} MB of this process")
        recorded = ROOT / "var" / "benchmarks" / f"split-{args.part}.jsonl"
        compare(articles, predicted, recorded)
        if args.record:
            recorded.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(predicted, recorded)
    return 0


if __name__ == "__main__":
    sys.exit(main())
