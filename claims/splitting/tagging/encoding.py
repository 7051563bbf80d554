"""Turn text into word pieces with code-point offsets and features, before any window is cut."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from claims.splitting.tagging.features import PARAGRAPH_BEGINS, Flags, Ints, quote_states, shape_of

PAD, CLS, SEP = 0, 101, 102
_BREAK = re.compile(r"[\n\r\u2028\u2029]\s*")
_SURROGATES = re.compile("[\ud800-\udfff]")
_STRETCH = re.compile(r"[^\n]{1,4000}(?:(?<=\s)|$|(?=\n))|[^\n]{1,4000}|\n+")


@dataclass(frozen=True, slots=True)
class Pieces:
    """The word pieces of one text; all arrays have the same length."""

    ids: Ints
    starts: Ints
    ends: Ints
    quotes: Ints
    shapes: Ints
    continues: Flags

    def __len__(self) -> int:
        return len(self.ids)


@cache
def load_tokenizer(path: Path) -> Tokenizer:
    """The tokenizer of a folder, without the padding and truncation it may have been saved with."""
    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def encode(text: str, tokenizer: Tokenizer) -> Pieces:
    """Word pieces of the text. Lone surrogates, which no tokenizer takes, count as one unknown character each."""
    clean = _SURROGATES.sub("\ufffd", text)
    stretches = [(m.start(), m.group()) for m in _STRETCH.finditer(clean) if not m.group().isspace()]
    ids: list[int] = []
    starts: list[int] = []
    ends: list[int] = []
    for base, words in stretches:
        found = tokenizer.encode(words, add_special_tokens=False)
        ids += found.ids
        starts += [base + begin for begin, _ in found.offsets]
        ends += [base + end for _, end in found.offsets]
    return _pieces(text, np.array(ids, np.int64), np.array(starts, np.int64), np.array(ends, np.int64))


def _pieces(text: str, ids: Ints, starts: Ints, ends: Ints) -> Pieces:
    states = quote_states(text)
    shapes = np.array([shape_of(text[b:e]) for b, e in zip(starts.tolist(), ends.tolist(), strict=True)], np.int64)
    begins = [0, *(match.end() for match in _BREAK.finditer(text))]
    shapes[_pieces_at(starts, begins)] += PARAGRAPH_BEGINS
    return Pieces(ids, starts, ends, states[starts].astype(np.int64), shapes, _continuing(text, starts, ends))


def _pieces_at(starts: Ints, offsets: list[int]) -> Ints:
    """The pieces that begin at or after the offsets, each once."""
    places = np.unique(np.searchsorted(starts, np.array(offsets)))
    return places[places < len(starts)]


def _continuing(text: str, starts: Ints, ends: Ints) -> Flags:
    """Which pieces go on with the word of the piece before."""
    glued = np.zeros(len(starts), dtype=np.bool_)
    glued[1:] = starts[1:] == ends[:-1]
    for place in np.flatnonzero(glued).tolist():
        at = int(starts[place])
        glued[place] = text[at].isalnum() and text[at - 1].isalnum()
    return glued
