"""How well statements are ranked for checking: average precision on sentences of debates, judged by people.

    python benchmarks/checkworthy.py [--data ../shared/data] [--part dev-test] [--features]

Reads ``DATA/checkworthy/PART.tsv`` with the columns ``Sentence_id``, ``Text`` and ``class_label`` (Yes or No).
Prints average precision, the share of Yes among the first 10 and 50, and ratios against the share of Yes among all
(what a ranking by chance gets) and against a TF-IDF ranking trained on such sentences; ours is not trained on any.
``--features`` adds, for each feature, how often it is found and the share of Yes where it is.
Without the sentences there is nothing to measure: a message, and exit code 0.
"""

import argparse
import csv
import sys
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TRAINED = 0.68  # average precision of a TF-IDF ranking on dev-test

Judged = tuple[str, bool]


def judged(path: Path) -> list[Judged]:
    """The sentences of a file, and whether people held them to be worth checking."""
    with path.open(encoding="utf-8", newline="") as lines:
        return [(row["Text"], row["class_label"] == "Yes") for row in csv.DictReader(lines, delimiter="\t")]


def average_precision(ranked: Sequence[bool]) -> float:
    """The mean, over all Yes of a ranking, of the share of Yes down to there."""
    found, total = 0, 0.0
    for place, yes in enumerate(ranked, start=1):
        if yes:
            found += 1
            total += found / place
    return total / found


def show(rows: Sequence[Judged]) -> None:
    """Print the figures of one file. Among equal scores, No comes first: the figure flatters nobody."""
    from claims.splitting import checkworthy  # noqa: PLC0415 - the path is set by then

    scored = sorted((-checkworthy.score(text)[0], yes) for text, yes in rows)
    ranked = [yes for _, yes in scored]
    precision, chance = average_precision(ranked), sum(ranked) / len(ranked)
    print(f"sentences                {len(ranked)}, {sum(ranked)} of them worth checking")
    print(f"average precision        {precision:.3f}")
    for first in (10, 50):
        print(f"precision of first {first:2}    {sum(ranked[:first]) / first:.2f}")
    print("\nratio, ours over theirs (over 1 is better)")
    print(f"  {precision / chance:5.2f}  against {chance:.3f}, a ranking by chance")
    print(f"  {precision / TRAINED:5.2f}  against {TRAINED:.3f}, a TF-IDF ranking trained for dev-test")


def show_features(rows: Sequence[Judged]) -> None:
    """Print how often each feature is found, and the share of Yes where it is."""
    from claims.splitting import checkworthy  # noqa: PLC0415 - the path is set by then

    counts: defaultdict[tuple[float, str], list[int]] = defaultdict(lambda: [0, 0])
    for text, yes in rows:
        for point in checkworthy.points(text):
            counts[point.weight, point.reason][yes] += 1
    print("\nweight  found  share of Yes")
    for (weight, reason), (no, yes) in sorted(counts.items(), reverse=True):
        print(f"{weight:6.1f} {no + yes:6}  {yes / (no + yes):.2f}  {reason}")


def main() -> int:
    """The exit code: 0 also where there is nothing to measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data")
    parser.add_argument("--part", choices=["dev", "dev-test"], default="dev-test")
    parser.add_argument("--features", action="store_true", help="also count every feature")
    args = parser.parse_args()
    path = args.data / "checkworthy" / f"{args.part}.tsv"
    if not path.is_file():
        print(f"Nothing measured: {path} is not here. Give --data.")
        return 0
    sys.path.insert(0, str(ROOT))
    rows = judged(path)
    show(rows)
    if args.features:
        show_features(rows)
    return 0


if __name__ == "__main__":
    sys.exit(main())
