"""A statement in its clauses: each part that can be checked alone, with the words it is made of.

A clause joined by "and" or "but" is a part if it has a subject, its own or the one it shares, and says something
of it; so is one brought in by "after", "while" and the like, told as a fact. Conditions, reasons, relative clauses,
what is reported and what is wanted stay where they are. In doubt a statement is left whole.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from claims.splitting import grammar
from claims.splitting.building import tidy
from claims.splitting.findings import joined, without
from claims.splitting.language import Passage
from claims.splitting.spans import Span
from claims.splitting.wording import words

if TYPE_CHECKING:
    from spacy.tokens import Token

_MOST = 12  # parts; more is a list or no grammar at all
_SUBJECTS = ("nsubj", "nsubjpass", "expl")
_SAYING = ("dobj", "prep", "attr", "acomp", "agent", "ccomp", "xcomp", "oprd", "dative", "npadvmod")
_PAUSES = frozenset(",;:–—-()")
_FINITE = frozenset({"VBD", "VBZ", "VBP"})


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
        below[current.i] = [b for b in _branches(current) if span.start <= passage.at(b) < span.end]
        heads += below[current.i]
        if len(heads) > _MOST:
            return []
    if len(heads) == 1 or not grammar.children(head, *_SUBJECTS):
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
    if token.dep_ != "conj" or grammar.children(token, *_SUBJECTS):
        return []
    first = _leader(token)
    tokens = grammar.children(first, *_SUBJECTS)[-1:]
    found = [grammar.phrase(passage, each, first) for each in tokens]
    if token.tag_ == "VBN" and not grammar.children(token, "aux", "auxpass"):
        found += [passage.span(each.i, each.i) for each in grammar.children(first, "aux", "auxpass")]
    return [span for span in found if span]


def _leader(token: "Token") -> "Token":
    """The first of a row of verbs that has the subject."""
    current = token
    while current.dep_ == "conj" and not grammar.children(current, *_SUBJECTS) and current.head.i < current.i:
        current = current.head
    return current


def _branches(head: "Token") -> Iterator["Token"]:
    """The clauses right under a verb that are parts of their own."""
    conditional = any(
        mark.lower_ in words("clauses", "conditions")
        for clause in grammar.children(head, "advcl")
        for mark in grammar.children(clause, "mark", "advmod")
    )
    if conditional:
        return
    yield from (child for child in head.children if _apart(head, child))


def _apart(head: "Token", child: "Token") -> bool:
    if child.dep_ == "conj":
        return _joins(head, child)
    if child.dep_ == "advcl":
        return _told(head, child)
    row = child.dep_ in {"ccomp", "parataxis"} and _stands(child)
    return row and (_semicolon(child) or _listed(head, child))


def _stands(token: "Token") -> bool:
    """Whether a clause has a finite verb and a subject that does not lean on another clause."""
    subjects = grammar.children(token, *_SUBJECTS)
    if not subjects or not (token.tag_ in _FINITE or any(a.tag_ in {*_FINITE, "MD"} for a in _helpers(token))):
        return False
    subject = subjects[-1]
    vague = subject.lower_ == "it" and (token.pos_ == "AUX" or token.lemma_ == "come")  # "it is time", "it came to"
    return not vague and subject.lower_ not in words("clauses", "leaning")


def _helpers(token: "Token") -> list["Token"]:
    return grammar.children(token, "aux", "auxpass")


def _joins(head: "Token", child: "Token") -> bool:
    """Whether a second verb says something of its own: "arrived in May and bought a house"."""
    links = [c.lower_ for verb in (head, child) for c in grammar.children(verb, "cc")]
    if any(link in words("clauses", "parting") for link in links) or not _linked(child):
        return False
    if grammar.children(child, *_SUBJECTS):
        return _stands(child)
    first = _leader(child)
    if not grammar.children(first, *_SUBJECTS[:2]) or not _stands(first) or _negative(first):
        return False
    reports = child.tag_ in _FINITE and child.lemma_.lower() in words("verbs", "speech")
    if reports and not grammar.children(child, "ccomp", "dobj"):
        return False  # "the tool, a spokeswoman said on Saturday, …": set in, not joined
    says = any(c.dep_ in _SAYING for c in child.rights)
    said = any(c.dep_ in _SAYING and c.i < child.i for c in head.rights)
    return says and said and _same_mood(first, child)


def _linked(child: "Token") -> bool:
    """Whether "and", "but" or a semicolon stands right before a clause, or a comma in a row that ends so."""
    first = child.left_edge
    before = first.nbor(-1) if first.i else first
    if {first.lower_, before.lower_} & words("clauses", "joining"):
        return True
    return before.text == "," and bool(grammar.children(child, "cc"))


def _same_mood(first: "Token", second: "Token") -> bool:
    """Whether a verb without a subject is told as the first one is: finite, or leaning on the same auxiliary."""
    if second.tag_ in _FINITE or any(a.tag_ in _FINITE for a in _helpers(second)):
        return True
    return second.tag_ == "VBN" and first.tag_ in {"VBN", "VBD"} and not _modal(first)


def _told(head: "Token", clause: "Token") -> bool:
    """Whether a clause with "after", "while" … tells a fact beside the main one."""
    opening = [c for c in grammar.children(clause, "mark", "advmod") if c.i <= clause.left_edge.i + 1]
    if not opening or not _stands(clause) or _modal(clause):
        return False
    bare = opening[-1].i == clause.left_edge.i or clause.left_edge.lower_ == "even"
    link = opening[-1].lower_
    if link in words("clauses", "beside"):
        return bare
    past = clause.tag_ in {"VBD", "VBN"} and not any(a.tag_ in {"VBZ", "VBP"} for a in _helpers(clause))
    real = not (_negative(head) or _modal(head))
    says = any(c.dep_ in _SAYING for c in head.rights)  # "the decision was made" alone is too little
    return bare and past and real and says and link in words("clauses", "before_past")


def _modal(token: "Token") -> bool:
    return any(helper.lower_ in words("clauses", "unreal") for helper in _helpers(token))


def _negative(token: "Token") -> bool:
    return bool(grammar.children(token, "neg"))


def _semicolon(token: "Token") -> bool:
    doc = token.doc
    before, after = token.left_edge.i - 1, token.right_edge.i + 1
    return (before >= 0 and doc[before].text == ";") or (after < len(doc) and doc[after].text == ";")


def _listed(head: "Token", clause: "Token") -> bool:
    """Whether a clause is the first of a row, "A fell, B rose and C stayed", where the parser sees a complement."""
    doc, after = head.doc, clause.right_edge.i + 1
    comma = after < head.i and doc[after].text == ","
    reports = head.lemma_.lower() in words("verbs", "speech") | words("verbs", "belief")
    row = any(c.dep_ == "conj" and c.i > head.i for c in head.children) and grammar.children(head, "cc")
    return comma and not reports and bool(row)
