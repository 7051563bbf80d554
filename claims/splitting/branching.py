"""Which clauses under a verb are statements of their own: joined, told beside it, or set in a row with it."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from claims.splitting import grammar
from claims.splitting.wording import words

if TYPE_CHECKING:
    from spacy.tokens import Token

SUBJECTS = ("nsubj", "nsubjpass", "expl")
_SAYING = ("dobj", "prep", "attr", "acomp", "agent", "ccomp", "xcomp", "oprd", "dative", "npadvmod")
_FINITE = frozenset({"VBD", "VBZ", "VBP"})


def branches(head: "Token") -> Iterator["Token"]:
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
    subjects = grammar.children(token, *SUBJECTS)
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
    if grammar.children(child, *SUBJECTS):
        return _stands(child)
    first = leader(child)
    if not grammar.children(first, *SUBJECTS[:2]) or not _stands(first) or _negative(first):
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


def leader(token: "Token") -> "Token":
    """The first of a row of verbs that has the subject."""
    current = token
    while current.dep_ == "conj" and not grammar.children(current, *SUBJECTS) and current.head.i < current.i:
        current = current.head
    return current
