"""How much longer twice as much takes, for text that somebody wrote to keep a worker busy.

    python benchmarks/growth.py [--size 3000]

Marks, brackets, half-sentences and addresses are repeated until regular expressions and parsers that step back do
so; each entry for text from outside reads them at one size and at twice that. Linear work gives 2, a regular
expression that starts anew at every letter 4, one that tries all ways to cut a word very much more. Bar: below 4.
What is quick reads fifty times as much.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress

import stage

stage.set_up()

from claims import splitting
from claims.extraction import html, text
from claims.formats import table_csv
from claims.measures import names
from claims.providers import words

BAR = 4.0
LEAST = 0.02
"""Seconds below which a ratio says nothing."""
PIECES = (
    *("a-", "1 ", " ", "\n", "\t", '"', "'", "“", "“a ", "(", "[", "] ", "a, ", ". ", "A. ", "<b>", "<", "&amp;"),
    *("Aa ", "a@", "1,", "said ", "was ", "http://a.", "“He said ", "…", "=", "a-b ", "…]"),
)
QUICK = 50
READERS: Mapping[str, Callable[[str], object]] = {
    "splitting": splitting.split,
    "HTML": lambda page: html.read(f"<html><body><p>{page}</p></body></html>".encode()),
    "text": text.normalise,
    "search words": words.telling_words,
    "names": names.is_name,
    "table": lambda cell: table_csv.write_table(["a"], [{"a": cell}]),
}


def seconds(read: Callable[[str], object], piece: str, size: int) -> float:
    """Of processor time, the least of two; what is refused is read, too."""
    told = ("The mayor said that " + piece * size)[:size] + " on Friday."
    taken = []
    for _time in range(2):
        began = time.process_time()
        with suppress(ValueError):
            read(told)
        taken.append(time.process_time() - began)
    return min(taken)


def main() -> None:
    """The worst of each reader."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=int, default=3000)
    size = parser.parse_args().size
    splitting.warm()
    fine = True
    for name, read in READERS.items():
        worst, of = 0.0, ""
        long = size if name == "splitting" else size * QUICK
        for piece in PIECES:
            once, twice = seconds(read, piece, long), seconds(read, piece, 2 * long)
            ratio = twice / max(once, LEAST) if twice > LEAST else 0.0
            if ratio > worst:
                worst, of = ratio, f"{piece!r}: {once * 1000:.0f} and {twice * 1000:.0f} ms"
        fine = fine and worst < BAR
        print(
            f"{name:14} {worst:4.1f} times for {of or 'nothing that takes long'}: {stage.verdict(worst < BAR)}",
            flush=True,
        )
    sys.exit(not fine)


if __name__ == "__main__":
    main()
