"""Paragraphs out of a tree of markup."""

import re
from typing import Any

_BLOCK_NAMES = """
p head h1 h2 h3 h4 h5 h6 item li quote blockquote row tr list ul ol table div body html pre code figure
"""
_BLOCKS = frozenset(_BLOCK_NAMES.split())
_BREAKS = frozenset({"lb", "br"})
_CELLS = frozenset({"cell", "td", "th"})
_SPACE = re.compile("[ \t\n\r\f]+")


def paragraphs(tree: Any) -> str:
    """The tree's text: a blank line between blocks, a line end for a break, a tab between cells.

    ``tree`` is an lxml element. White space inside a line collapses to one space; no-break spaces stay.
    """
    pieces: list[str] = []
    _gather(tree, pieces)
    blocks = (_tidy(block) for block in "".join(pieces).split("\f"))
    return "\n\n".join(block for block in blocks if block)


def _gather(tree: Any, pieces: list[str]) -> None:
    """Appends the tree's text to ``pieces``, form feeds around blocks and vertical tabs for breaks.

    Walks without recursion: pages nest as deep as they like.
    """
    stack: list[tuple[Any, bool]] = [(tree, False)]
    while stack:
        element, closing = stack.pop()
        mark = _mark(element.tag)
        if closing:
            pieces.append(mark + _SPACE.sub(" ", element.tail or ""))
            continue
        pieces.append("\f" if mark == "\f" else "")
        if isinstance(element.tag, str):  # not a comment
            pieces.append(_SPACE.sub(" ", element.text or ""))
            stack.append((element, True))
            stack.extend((child, False) for child in reversed(element))
        else:
            pieces.append(_SPACE.sub(" ", element.tail or ""))


def _mark(tag: Any) -> str:
    if tag in _BLOCKS:
        return "\f"
    if tag in _BREAKS:
        return "\v"
    return "\t" if tag in _CELLS else ""


def _tidy(block: str) -> str:
    lines = (_line(line) for line in block.split("\v"))
    return "\n".join(lines).strip("\n")


def _line(line: str) -> str:
    cells = [re.sub(" +", " ", cell).strip(" ") for cell in line.split("\t")]
    return "\t".join(cells).strip("\t")
