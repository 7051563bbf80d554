"""The quotation check on pairs written for it, against plainer ways.

    python benchmarks/quotation.py [--misses]

A pair is right when the check says its class, and names what the pair asks for: the turning word that was left out,
the changed words, who is quoted. The plainer ways know no speakers and no meaning: the substring test says "exact"
where the quoted words stand in the evidence as they are, else "unrelated"; difflib's ratio of the best window says
"exact", "altered" or "unrelated". Bar 95 %, reach 100 %.
"""

import argparse
import difflib
import sys
import time
import tomllib
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from claims.measures.quotation import Outcome, QuotationCheck, check_quotation
from claims.measures.quotation_marks import quotations

PAIRS = ROOT / "tests" / "measures" / "quotation_pairs.toml"
CLASSES = ("exact", "altered", "truncated", "misattributed", "unrelated")
LONG = 100_000

Pair = dict[str, Any]


def answer(pair: Pair) -> QuotationCheck:
    """The check of a pair."""
    return check_quotation(pair["claim"], pair["evidence"], by=[pair["by"]] if "by" in pair else [])


def said(check: QuotationCheck) -> str:
    """The class that a check amounts to."""
    if check.misattributed:
        return "misattributed"
    return "unrelated" if check.outcome is Outcome.NOT_FOUND else str(check.outcome)


def is_right(pair: Pair, check: QuotationCheck) -> bool:
    """Whether the class is right and what the pair asks for is named."""
    stretches = check.stretches
    stakes = {stake.words.casefold() for one in stretches for stake in one.stakes}
    speakers = {one.said_by.name for one in stretches if one.said_by}
    return (
        said(check) == pair["class"]
        and ("stake" not in pair or any(pair["stake"] in words for words in stakes))
        and ("speaker" not in pair or any(pair["speaker"] in name for name in speakers))
        and ("differs" not in pair or names_difference(pair, check))
    )


def names_difference(pair: Pair, check: QuotationCheck) -> bool:
    """Whether a difference shows the changed words, on both sides."""
    mine, theirs = pair["differs"]
    for one in check.stretches:
        for step in one.differences:
            ours = pair["claim"][slice(*step.claim)] if step.claim else ""
            other = pair["evidence"][one.evidence][slice(*step.evidence)] if step.evidence else ""
            if mine in ours and theirs in other and bool(mine) == bool(ours):
                return True
    return False


def by_substring(pair: Pair) -> str:
    """The naive way."""
    parts = [pair["claim"][start:end].strip(" .,!?") for start, end in quotations(pair["claim"])]
    found = all(any(part in text for text in pair["evidence"]) for part in parts)
    return "exact" if found else "unrelated"


def by_difflib(pair: Pair) -> str:
    """The best ratio of any window as long as the quotation: .9 and more exact, .6 and more altered."""
    ratios = []
    for start, end in quotations(pair["claim"]):
        part = pair["claim"][start:end].casefold().split()
        windows = [
            text.casefold().split()[at : at + len(part)]
            for text in pair["evidence"]
            for at in range(max(1, len(text.split()) - len(part) + 1))
        ]
        ratios.append(max(difflib.SequenceMatcher(None, part, window).ratio() for window in windows))
    least = min(ratios)
    return "exact" if least >= 0.9 else "altered" if least >= 0.6 else "unrelated"


def row(name: str, pairs: list[Pair], right: Callable[[Pair], bool]) -> None:
    """One line of the table."""
    counts = Counter(pair["class"] for pair in pairs)
    hits = Counter(pair["class"] for pair in pairs if right(pair))
    cells = "".join(f"{hits[one]:>9}/{counts[one]:<4}" for one in CLASSES)
    print(f"{name:<24}{cells}{100 * hits.total() / len(pairs):>8.1f} %")


def speed(pairs: list[Pair]) -> None:
    """How long the check takes in a text of 100,000 words, the first time and again."""
    filler = " ".join(pair["evidence"][0].replace("\n", " ") for pair in pairs)
    text = " ".join([filler] * (LONG // len(filler.split()) + 1))
    claims = [pair["claim"] for pair in pairs]
    began = time.perf_counter()
    check_quotation(claims[0], [text])
    first = time.perf_counter() - began
    began = time.perf_counter()
    for claim in claims:
        check_quotation(claim, [text])
    print(f"{len(text.split()):,} words: {first * 1000:.0f} ms the first time, then", end=" ")
    print(f"{(time.perf_counter() - began) / len(claims) * 1000:.1f} ms a claim")


def main() -> None:
    """Print the table, and what went wrong where that is asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--misses", action="store_true", help="show the pairs that went wrong")
    wanted = parser.parse_args()
    pairs: list[Pair] = tomllib.loads(PAIRS.read_text(encoding="utf-8"))["pair"]
    print(f"{'':<24}" + "".join(f"{one:>14}" for one in CLASSES) + f"{'all':>8}")
    for half in sorted({pair["half"] for pair in pairs}):
        row(f"quotation check, half {half}", [one for one in pairs if one["half"] == half], ours)
    row("quotation check", pairs, ours)
    row("substring", pairs, lambda pair: by_substring(pair) == pair["class"])
    row("difflib ratio", pairs, lambda pair: by_difflib(pair) == pair["class"])
    speed(pairs)
    for pair in pairs:
        check = answer(pair)
        if wanted.misses and not is_right(pair, check):
            print(f"\n{pair['class']} taken for {said(check)}: {pair['claim']}\n  {pair['evidence']}")
            for one in check.stretches:
                print(f"  {one.share:.2f} {one.said_by} {one.stakes}\n  {one.differences}")


def ours(pair: Pair) -> bool:
    """Whether the check is right on a pair."""
    return is_right(pair, answer(pair))


if __name__ == "__main__":
    main()
