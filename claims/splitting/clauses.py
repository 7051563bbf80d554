"""A statement in its clauses: each part that can be checked alone, with the words it is made of.

A clause joined by "and" or "but" is a part if it has a subject, its own or the one it shares, and says something
of it; so is one brought in by "after", "while" and the like, told as a fact. Conditions, reasons, relative clauses,
what is reported and what is wanted stay where they are. In doubt a statement is left whole.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from claims.splitting import grammar
from claims.splitting.branching import SUBJECTS, branches, leader
from claims.splitting.building import tidy
from claims.splitting.findings import joined, without
from claims.splitting.language import Passage
from claims.splitting.spans import Span
from claims.splitting.wording import words

if TYPE_CHECKING:
    from spacy.tokens import Token

_MOST = 12  # parts; more is a list or no grammar at all
_PAUSES = frozenset(",;:–—-()")


@dataclass(frozen=True, slots=True)
class Part:
    """One statement: its main word, None where the parser gave none, and its words in order and apart."""

    head: "Token | None"
    spans: tuple[Span, ...]


class Clauses:
    """The parse of a text, asked by place. ``passages`` are in order."""

    def __init__(self, passages: Iterable[Passage]) -> None:
        self._passages = list(passages)

    def parts(self, span: Span) -> list[Part]:
        """The statements of a stretch within one sentence; the whole stretch where it is only one."""
        passage = self._at(span)
        head = _head(passage, span) if passage else None
        if passage is None or head is None:
            return [Part(None, (span,))]
        return _divided(passage, head, span) or [Part(head, (_bare(passage, head, span),))]

    def head(self, span: Span) -> "Token | None":
        """The main word of a stretch; None where the parser gave none."""
        passage = self._at(span)
        return _head(passage, span) if passage else None

    def _at(self, span: Span) -> Passage | None:
        place = bisect_right(self._passages, span.start, key=lambda p: p.start) - 1
        return self._passages[place] if place >= 0 else None


def _head(passage: Passage, span: Span) -> "Token | None":
    """The one word that all others of the stretch hang on."""
    found = passage.doc.char_span(span.start - passage.start, span.end - passage.start, alignment_mode="contract")
    if found is None:
        return None
    tops = [t for t in found if not found.start <= t.head.i < found.end or t.head.i == t.i]
    tops = [t for t in tops if not (t.is_punct or t.is_space)]
    return tops[0] if len(tops) == 1 else None


def _bare(passage: Passage, head: "Token", span: Span) -> Span:
    """The stretch without the "that" it begins with."""
    first = head.left_edge
    if first.dep_ == "mark" and first.lower_ == "that" and passage.at(first) == span.start and first.i < head.i:
        return Span(passage.at(first.nbor()), span.end)
    return span


def _divided(passage: Passage, head: "Token", span: Span) -> list[Part]:
    """The parts under a head, in the order of their main words; empty where the statement is better left whole."""
    heads: list[Token] = [head]
    below: dict[int, list[Token]] = {}
    for current in heads:
        below[current.i] = [b for b in branches(current) if span.start <= passage.at(b) < span.end]
        heads += below[current.i]
        if len(heads) > _MOST:
            return []
    if len(heads) == 1 or not grammar.children(head, *SUBJECTS):
        return []
    made = [Part(token, tuple(_words(passage, token, below[token.i], span))) for token in heads]
    sound = all(_sound(" ".join(_said(passage, part))) for part in made)
    return sorted(made, key=lambda part: part.head.i if part.head else 0) if sound else []


def _said(passage: Passage, part: Part) -> list[str]:
    return [passage.doc.text[s.start - passage.start : s.end - passage.start] for s in part.spans]


def _sound(said: str) -> bool:
    """Whether a part has enough words, and no quotation or bracket is torn."""
    pairs = (said.count("“") == said.count("”"), said.count("(") == said.count(")"), said.count('"') % 2 == 0)
    return all(pairs) and len(said.split()) >= 2


def _words(passage: Passage, token: "Token", below: Sequence["Token"], within: Span) -> list[Span]:
    """The words of one part: its clause without the parts under it, led by the subject that it shares."""
    last = token.right_edge
    while last.i > token.i and last.text in {".", "!"}:
        last = last.nbor(-1)
    own = passage.span(_first(token).i, last.i)
    start, end = max(own.start, within.start), min(own.end, within.end)
    if start >= end:
        return []
    holes = [passage.span(_opening(child), child.right_edge.i) for child in below]
    kept = [piece for piece in without(Span(start, end), holes) if not _adrift(passage, piece)]
    if any(_torn(passage, hole, kept) for hole in holes):
        return []
    return tidy(passage, joined([*kept, *_shared(passage, token)]))


def _torn(passage: Passage, hole: Span, kept: Sequence[Span]) -> bool:
    """Whether a part was taken from the middle of another without a comma on both sides: misread."""
    if not (any(k.end <= hole.start for k in kept) and any(k.start >= hole.end for k in kept)):
        return False
    text, start, end = passage.doc.text, hole.start - passage.start, hole.end - passage.start
    return (
        text[max(0, start - 9) : start].rstrip()[-1:] not in _PAUSES
        or text[end : end + 9].lstrip()[:1] not in _PAUSES
    )


def _adrift(passage: Passage, piece: Span) -> bool:
    """Whether nothing but "so" or "interestingly" is left of a stretch between two parts."""
    found = passage.doc.char_span(piece.start - passage.start, piece.end - passage.start, alignment_mode="expand")
    kinds = {token.pos_ for token in found or () if not (token.is_punct or token.is_space)}
    return kinds <= {"ADV", "CCONJ", "SCONJ", "INTJ"}


def _first(token: "Token") -> "Token":
    """The first word of a clause behind what brings it in; the head of a stretch keeps all of its own."""
    first = token.left_edge
    brings = first.dep_ == "mark" or (token.dep_ == "advcl" and first.lower_ in words("clauses", "before_past"))
    if first.lower_ == "even" and first.i + 1 < token.i and first.nbor().dep_ == "mark":
        return first.nbor(2)
    brings = brings or first.dep_ == "cc"
    return first.nbor() if brings and first.i < token.i else first


def _opening(token: "Token") -> int:
    """Where the words of a part begin for the one around it, "and" before them included."""
    place = token.left_edge.i
    while place > 0 and token.doc[place - 1].dep_ == "cc":
        place -= 1
    return place


def _shared(passage: Passage, token: "Token") -> list[Span]:
    """The subject and the auxiliaries that a second verb takes over from the first."""
    if token.dep_ != "conj" or grammar.children(token, *SUBJECTS):
        return []
    first = leader(token)
    tokens = grammar.children(first, *SUBJECTS)[-1:]
    found = [grammar.phrase(passage, each, first) for each in tokens]
    if token.tag_ == "VBN" and not grammar.children(token, "aux", "auxpass"):
        found += [passage.span(each.i, each.i) for each in grammar.children(first, "aux", "auxpass")]
    return [span for span in found if span]
