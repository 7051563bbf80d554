"""The same thing read twice, as two feeds carry it, is one thing to a reader."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import TypeVar

Row = TypeVar("Row")
_WORD = re.compile(r"[^\W_]+")


def same_words(text: str) -> str:
    """The words of ``text``, whatever its case and punctuation: equal for copies."""
    return " ".join(_WORD.findall(text.casefold()))


def without_copies(rows: Iterable[Row], text: Callable[[Row], str]) -> list[Row]:
    """The first of the rows whose texts are copies of one another; order kept."""
    return list({same_words(text(row)): row for row in reversed(list(rows))}.values())[::-1]
