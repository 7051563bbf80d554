"""What the tagger is told about each word piece besides the piece itself.

The encoder was trained on lower-cased text without regard to quotation marks, so both are given back to it:
the state of quotation (outside, inside, at a mark, after a mark that never closes) and the shape of the word
(lower case, capitalised, all capitals, anything else; doubled where the piece begins a paragraph).
"""

import re

import numpy as np
import numpy.typing as npt

OUTSIDE, INSIDE, MARK, UNCLOSED = range(4)
QUOTE_STATES = 4
LOWER, CAPITALISED, CAPITALS, OTHER = range(4)
PARAGRAPH_BEGINS = 4  # added to the shape
SHAPES = 8

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float32]

_PARAGRAPH = re.compile(r"[^\n\r\u2028\u2029]+")
_MARKS = re.compile('["“”„«»]')
_SENTENCE_END = re.compile(r"[.!?…](?=\s+[^\sa-z])")
_OPENERS = "“„«"
_CLOSERS = "”»"


def quote_states(text: str) -> npt.NDArray[np.int8]:
    """The state of quotation at each code point. A paragraph never leaks into the next one.

    Where a paragraph ends inside a quotation, the rest is ``INSIDE`` if the next paragraph opens one again
    (the printer's way to go on quoting). Otherwise it is ``UNCLOSED`` to the end of the sentence and ``OUTSIDE``
    from there on.
    """
    states = np.zeros(len(text), dtype=np.int8)
    paragraphs = [(m.start(), m.end()) for m in _PARAGRAPH.finditer(text) if not m.group().isspace()]
    for index, (start, end) in enumerate(paragraphs):
        goes_on = index + 1 < len(paragraphs) and text[paragraphs[index + 1][0]] in '"“„«'
        _mark_paragraph(text, start, end, INSIDE if goes_on else UNCLOSED, states)
    return states


def _mark_paragraph(text: str, start: int, end: int, rest: int, states: npt.NDArray[np.int8]) -> None:
    opened = None
    for match in _MARKS.finditer(text, start, end):
        at = match.start()
        states[at] = MARK
        if opened is None:
            if _may_open(text, at, start):
                opened = at
        elif not _reopens(text, at, start):
            states[opened + 1 : at][states[opened + 1 : at] != MARK] = INSIDE
            opened = None
    if opened is not None:
        stop = _SENTENCE_END.search(text, opened, end) if rest == UNCLOSED else None
        end = stop.end() if stop else end
        states[opened + 1 : end][states[opened + 1 : end] != MARK] = rest


def _may_open(text: str, at: int, start: int) -> bool:
    """A closing mark opens nothing; a straight one opens unless it is glued to the end of a word."""
    mark = text[at]
    if mark in _CLOSERS:
        return False
    if mark in _OPENERS:
        return True
    return at == start or not (text[at - 1].isalnum() or text[at - 1] in ".,!?") or not _ends_word(text, at)


def _reopens(text: str, at: int, start: int) -> bool:
    """Whether a mark met inside a quotation is one more opening mark."""
    mark = text[at]
    if mark in _OPENERS:
        return True
    return mark == '"' and at > start and text[at - 1].isspace() and not _ends_word(text, at)


def _ends_word(text: str, at: int) -> bool:
    return at + 1 >= len(text) or not text[at + 1].isalnum()


def shape_of(word: str) -> int:
    """The shape of one piece as it stands in the text."""
    if word.islower():
        return LOWER
    if len(word) > 1 and word.isupper():
        return CAPITALS
    return CAPITALISED if word[:1].isupper() else OTHER
