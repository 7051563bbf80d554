"""Sentences from the parser's, mended: never across a paragraph, never broken where nothing ends.

Every code point that is not white space lies in exactly one sentence.
"""

import itertools
import re
from collections.abc import Iterable, Sequence

from claims.splitting.language import Passage, parsed, pieces
from claims.splitting.marks import unfolded
from claims.splitting.paragraphs import trimmed
from claims.splitting.spans import Span

_ENDS = re.compile(r"[.!?…。！？؟।][\"'”’»)\]]*\s*$")
_STOPS = re.compile(r"[.!?…。！？؟।]")
_CLOSERS = re.compile(r"[\"”’»)\].,;:!?…]+(?=\s|$)")
_LONGEST = 1200  # beyond this many code points the parser's boundary is kept even in mid-air


def sentences(text: str, passages: Iterable[Passage]) -> list[Span]:
    """The sentences of ``text`` in order, trimmed."""
    found: list[Span] = []
    for passage in passages:
        found.extend(_mended(text, passage))
    return found


def sentences_of(texts: Sequence[str]) -> list[list[Span]]:
    """For each text what ``sentences(text, passages(text))`` finds; all are parsed together, which is faster.

    A passage that ends once, at its end, is one sentence whatever the parser makes of it, and is not parsed.
    """
    found: list[list[Span]] = [[] for _text in texts]
    unclear: list[tuple[str, tuple[int, int, int]]] = []
    for number, text in enumerate(texts):
        plain = unfolded(text)
        for start, end, paragraph in pieces(text):
            if _is_one(text[start:end]):
                found[number] += filter(None, [trimmed(text, start, end)])
            else:
                unclear.append((plain[start:end], (number, start, paragraph)))
    for doc, (number, start, paragraph) in parsed(unclear) if unclear else ():
        found[number] += _mended(texts[number], Passage(doc, start, paragraph))
    return [sorted(spans) for spans in found]


def _is_one(passage: str) -> bool:
    return len(passage) <= _LONGEST and not _STOPS.search(passage.rstrip()[:-1])


def _mended(text: str, passage: Passage) -> list[Span]:
    stop = passage.start + len(passage.doc.text)
    cuts = [passage.start]
    for sent in list(passage.doc.sents)[1:]:
        cut = passage.start + sent.start_char
        closers = _CLOSERS.match(text, cut, stop)
        cut = closers.end() if closers else cut
        if cut < stop and (_ENDS.search(text[max(cuts[-1], cut - 12) : cut]) or cut - cuts[-1] > _LONGEST):
            cuts.append(cut)
    cuts.append(stop)
    spans = (trimmed(text, b, e) for b, e in itertools.pairwise(cuts) if b < e)
    return [span for span in spans if span]
