"""Two texts side by side: which words stand in one of them alone."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import NamedTuple

_WORDS = re.compile(r"\w+\s*|[^\w\s]\s*|\s+")
TOO_LONG = 3000
"""Words in both texts together beyond which nothing is compared: it would take longer than a reader waits."""


class Piece(NamedTuple):
    """Words of one text; ``own`` where the other text lacks them."""

    text: str
    own: bool


def compared(left: str, right: str) -> tuple[list[Piece], list[Piece]]:
    """Both texts as pieces; the pieces of each, put together, are that text again."""
    ours, theirs = _WORDS.findall(left), _WORDS.findall(right)
    if len(ours) + len(theirs) > TOO_LONG:
        return [Piece(left, own=left != right)], [Piece(right, own=left != right)]
    matches = SequenceMatcher(None, ours, theirs, autojunk=False).get_matching_blocks()
    return _pieces(ours, [(at, size) for at, _, size in matches]), _pieces(
        theirs, [(at, size) for _, at, size in matches]
    )


def _pieces(words: list[str], shared: list[tuple[int, int]]) -> list[Piece]:
    """The words cut where sharing begins and ends; ``shared`` closes with an empty block at the end."""
    pieces, at = [], 0
    for start, size in shared:
        pieces.append(Piece("".join(words[at:start]), own=True))
        pieces.append(Piece("".join(words[start : start + size]), own=False))
        at = start + size
    return [piece for piece in pieces if piece.text]
