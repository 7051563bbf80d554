"""Turn text into word pieces with code-point offsets and features, before any window is cut."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from claims.splitting.tagging.features import Ints, quote_states, shape_of

PAD, CLS, SEP = 0, 101, 102
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
    continues: np.ndarray

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
    encoded = tokenizer.encode_batch([words for _, words in stretches], add_special_tokens=False)
    for (base, _), found in zip(stretches, encoded, strict=True):
        ids += found.ids
        starts += [base + begin for begin, _ in found.offsets]
        ends += [base + end for _, end in found.offsets]
    return _pieces(text, np.array(ids, np.int64), np.array(starts, np.int64), np.array(ends, np.int64))


def _pieces(text: str, ids: Ints, starts: Ints, ends: Ints) -> Pieces:
    states = quote_states(text)
    continues = np.zeros(len(ids), dtype=bool)
    continues[1:] = (starts[1:] == ends[:-1]) & np.array(
        [text[s].isalnum() and text[s - 1].isalnum() for s in starts[1:].tolist()], bool
    )
    shapes = np.array([shape_of(text[b:e]) for b, e in zip(starts.tolist(), ends.tolist(), strict=True)], np.int64)
    for match in re.finditer(r"[\n\r\u2028\u2029]\s*(?=\S)", text):
        at = np.searchsorted(starts, match.end())
        if at < len(shapes) and shapes[at] < 4:
            shapes[at] += 4
    if len(shapes) and shapes[0] < 4:
        shapes[0] += 4
    quotes = states[starts].astype(np.int64) if len(starts) else starts
    return Pieces(ids, starts, ends, quotes, shapes, continues)
