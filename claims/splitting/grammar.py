"""Questions to the parse tree: who is the subject, how far a phrase reaches, which words make the cue.

Only edges and heads are used, never a recursive walk, so that a passage without a full stop costs no more
than another.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from claims.splitting.language import Passage
from claims.splitting.spans import Span
from claims.splitting.wording import words

if TYPE_CHECKING:
    from spacy.tokens import Token

_EDGE = frozenset({",", ";", ":", ".", "—", "–", "-", "--", "?!", "…", "..."})
_SHARED = frozenset({"conj", "xcomp", "advcl"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "expl"})
_LONG_SOURCE = 25  # tokens; a longer subject loses its relative clause


def children(token: "Token", *deps: str) -> list["Token"]:
    """The dependents of a token with one of these relations, left to right."""
    return [child for child in token.children if child.dep_ in deps]


def passive(token: "Token") -> bool:
    """Whether a verb stands in the passive."""
    return bool(children(token, "auxpass", "nsubjpass"))


def subject(token: "Token") -> "Token | None":
    """Who does what the verb says, its own subject or the one it shares; None if there is none."""
    current = governor(token) or token
    for _ in range(6):
        own = children(current, *_SUBJECTS)
        if own:
            return own[-1]
        raised = children(current.head, "dobj") if current.dep_ == "xcomp" and current.head.i < current.i else []
        if raised and current.head.lemma_ != "promise":
            return raised[0]  # "led Trump to demand"
        if current.dep_ in _SHARED and current.head is not current:
            current = current.head
        elif current.dep_ == "pcomp":
            current = current.head.head
        elif current.dep_ == "acl" and current.tag_ in {"VBG", "VBD"}:
            return current.head
        else:
            return None
    return None


def bare_participle(token: "Token") -> bool:
    """Whether a verb is a past participle on its own: "asked whether …, he said …"."""
    return token.tag_ == "VBN" and not children(token, "aux", "auxpass", "nsubj")


def infinitive(token: "Token") -> bool:
    """Whether a verb stands with "to"."""
    return any(child.lower_ == "to" for child in children(token, "aux"))


def beside(token: "Token") -> "Token | None":
    """The noun right before a verb whose subject the parser lost; None if there is none."""
    place = token.i - 1
    while place > 0 and token.i - place < 6 and token.doc[place].dep_ in {"aux", "neg", "advmod", "punct"}:
        if token.doc[place].text in {",", ";", ".", ":"}:
            return None
        place -= 1
    noun = token.doc[max(place, 0)]
    return noun if noun.pos_ in {"PROPN", "NOUN", "PRON"} and noun.i < token.i else None


def governor(token: "Token") -> "Token | None":
    """The reporting verb that a second one shares its subject with: "said that … and added …".

    The parser hangs the second verb on the clause that is reported; None where it does not.
    """
    head = token.head
    second = token.dep_ == "conj" or (token.dep_ == "advcl" and token.tag_ == "VBG")
    if not second or token.lemma_.lower() not in words("verbs", "speech") or children(token, *_SUBJECTS):
        return None
    for _ in range(3):
        if head.dep_ == "ccomp" and head.head.lemma_.lower() in words("verbs", "speech"):
            return head.head if head.i > head.head.i else None
        head = head.head
    return None


def strays(clause: "Token") -> list["Token"]:
    """Reporting verbs right under a reported clause that belong beside the verb that reports it."""
    found = [child for child in clause.rights if governor(child) is not None]
    joined = [child for child in clause.rights if child.dep_ == "conj"]
    return found + [child for other in joined for child in other.rights if governor(child) is not None]


def opening(token: "Token") -> "Token":
    """The first word of a clause, its "and" or "but" included."""
    first = token.left_edge
    before = token.doc[first.i - 1] if first.i else first
    return before if before.dep_ == "cc" else first


def agent(token: "Token") -> "Token | None":
    """Who stands behind a passive: the noun after "by"."""
    for by in children(token, "agent"):
        for noun in children(by, "pobj"):
            return noun
    return None


def phrase(passage: Passage, token: "Token", barrier: "Token | None" = None) -> Span | None:
    """All words under a token, punctuation at the ends left out, on its own side of ``barrier``."""
    first, last = token.left_edge.i, token.right_edge.i
    if barrier is not None and first <= barrier.i <= last:
        first, last = (first, barrier.i - 1) if token.i < barrier.i else (barrier.i + 1, last)
    return stripped(passage, first, last)


def named_by(passage: Passage, token: "Token", cue: "Token") -> Span | None:
    """The words that name a source: its phrase without clauses that run away or hold the cue."""
    found = phrase(passage, token, cue)
    if found is None or token.right_edge.i - token.left_edge.i > _LONG_SOURCE or _inside(cue, token):
        relatives = [c.left_edge.i - 1 for c in token.rights if c.dep_ in {"relcl", "acl"}]
        last = max(min(relatives, default=token.right_edge.i), token.i)
        found = stripped(passage, token.left_edge.i, last)
    first = token.left_edge
    footnote = (
        first.is_digit and first.is_sent_start and first.i < token.i and token.doc[first.i + 1].pos_ == "PROPN"
    )
    if found is not None and footnote:
        return Span(passage.at(token.doc[first.i + 1]), found.end)
    return found


def _inside(inner: "Token", outer: "Token") -> bool:
    return bool(outer.left_edge.i <= inner.i <= outer.right_edge.i)


def stripped(passage: Passage, first: int, last: int) -> Span | None:
    """The span of a token range without punctuation and space at its ends; None if nothing is left."""
    doc = passage.doc
    while first <= last and (doc[first].text in _EDGE or doc[first].is_space):
        first += 1
    while last >= first and (doc[last].text in _EDGE or doc[last].is_space):
        last -= 1
    return passage.span(first, last) if first <= last else None


def cue_span(passage: Passage, token: "Token", *, through: "Token | None" = None) -> Span:
    """The reporting words: auxiliaries, negation and adverbs before the verb, particle or preposition after."""
    first = token.i
    for left in reversed(list(token.lefts)):
        if (
            left.dep_ not in {"aux", "auxpass", "neg", "advmod"}
            or left.right_edge.i != first - 1
            or left.i != left.left_edge.i
        ):
            break
        first = left.i
    last = max([token.i, *(c.i for c in children(token, "prt") if c.i == token.i + 1)])
    if through is not None and through.i >= last and through.i - token.i <= 4:
        last = through.i
    return passage.span(first, last)


def negated(token: "Token") -> bool:
    """Whether a verb carries "not" or "never"."""
    return bool(children(token, "neg"))


def verbs(passage: Passage) -> Iterator["Token"]:
    """The verbs of a passage in order."""
    return (token for token in passage.doc if token.pos_ in {"VERB", "AUX"})
