"""Who speaks in the words of a source: one voice or several, each with its kind and the reason for it.

Everything here is read from the words themselves and what stands beside them. Whom a pronoun, a last name or "the
company" means is told by ``coreference``.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from claims.splitting.namebook import Names
from claims.splitting.naming import Naming, bare
from claims.splitting.spans import SourceKind
from claims.splitting.wording import words

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_PREPOSITIONS = frozenset({"ADP", "SCONJ"})
_VERBS = frozenset({"VERB", "AUX"})
_DEFINITE = frozenset({"the", "that", "this", "these", "those"})
_MARKS = frozenset(
    {",", ";", ":", ".", "—", "–", "-", "--", "…", "...", "(", ")", '"', "“", "”", "'", "’", "‘", "'s", "’s"}
)
_SPEAKING_FOR = frozenset({"for", "of", "from", "at", "with"})
_AMONG = frozenset({"including", "like", "such", "especially", "notably"})
_LONGEST = 40  # tokens of a source that are read; a whole sentence as a source is cut there


class Shape(StrEnum):
    """What the words of a voice are."""

    NAME = "name"
    PRONOUN = "pronoun"
    NOUN = "noun"
    DESCRIPTION = "description"


@dataclass(slots=True)
class Voice:
    """One who speaks. ``words`` is the whole phrase, ``name`` the proper name or the phrase up to its noun.

    ``noun`` is the lemma of the noun ("spokesman"), ``owner`` the name that a document or a description is of,
    ``gender`` "he", "she" or empty, ``at`` the offset of the phrase in its passage.
    """

    words: str
    shape: Shape
    kind: SourceKind
    reason: str
    name: str
    at: int
    noun: str = ""
    role: str = ""
    owner: str = ""
    gender: str = ""
    plural: bool = False


@dataclass(frozen=True, slots=True)
class Phrase:
    """The words of one party of a source: the tokens ``first`` to ``last`` of ``doc``, both included."""

    doc: "Doc"
    first: int
    last: int

    @property
    def text(self) -> str:
        """The words, without a possessive at the end."""
        return bare(self.doc[self.first : self.last + 1].text)

    @property
    def tokens(self) -> "list[Token]":
        """The words one by one."""
        return list(self.doc[self.first : self.last + 1])


def phrases(tokens: "Sequence[Token]", names: Names) -> list[Phrase]:
    """The parties of a source, in order. "who" and "which" give the phrase before them.

    Empty where nothing but marks is left.
    """
    found = whole(tokens)
    return _parted(found, names) if found is not None else []


def whole(tokens: "Sequence[Token]") -> Phrase | None:
    """All words of a source as one phrase; None where nothing but marks is left."""
    found = _trimmed([token for token in tokens if token.doc is tokens[0].doc][:_LONGEST])
    if found is not None and found.first == found.last:
        who = found.doc[found.first]
        return (_antecedent(who) if relative(who) else None) or found
    return found


def subject_around(tokens: "Sequence[Token]", cue: "Token | None") -> "list[Token]":
    """The subject of the reporting word where the source is only a clause in it: "the statement he read said"."""
    if cue is None or cue.doc is not tokens[0].doc or not any(token.dep_ == "relcl" for token in tokens):
        return []
    first, last = tokens[0].i, tokens[-1].i
    subjects = (noun for noun in cue.lefts if noun.dep_ == "nsubj" and noun.i < first <= last <= noun.right_edge.i)
    noun = next(subjects, None)
    return list(noun.doc[noun.left_edge.i : noun.right_edge.i + 1]) if noun is not None else []


def _trimmed(tokens: "Sequence[Token]") -> Phrase | None:
    """The phrase without marks at its ends and a relative word left hanging behind it."""
    first, last = 0, len(tokens) - 1
    while first <= last and (tokens[first].text in _MARKS or tokens[first].is_space):
        first += 1
    while last >= first and (_dangles(tokens[last]) or (last > first and relative(tokens[last]))):
        last -= 1
    return Phrase(tokens[first].doc, tokens[first].i, tokens[last].i) if first <= last else None


def _dangles(token: "Token") -> bool:
    return token.is_space or (token.text in _MARKS and token.text not in {")", "'s", "’s", "'", "’"})


def _antecedent(who: "Token") -> Phrase | None:
    """For "who" and "which", the phrase that they stand for."""
    verb = who.head
    if verb.dep_ != "relcl" or verb.head.i >= who.i:
        return None
    return Phrase(who.doc, max(verb.head.left_edge.i, who.i - _LONGEST), verb.head.i)


def _parted(whole: Phrase, names: Names) -> list[Phrase]:
    """The phrase cut where "and" joins its parties."""
    inside = range(whole.first, whole.last + 1)
    root = head(whole)
    heads = [t for t in root.conjuncts if t.i in inside and t.i > root.i and t.pos_ in {"PROPN", "NOUN"}]
    parts, start = [], whole.first
    for other in heads:
        cut = other.left_edge.i
        if cut <= start or any(n.first < cut <= n.last for n in names.within(whole.doc, whole.first, whole.last)):
            continue
        if not (names.within(whole.doc, cut, other.i) or whole.doc[cut].pos_ in {"DET", "PRON", "ADJ", "NUM"}):
            continue
        parts.append((start, cut - 1))
        start = cut
    parts.append((start, whole.last))
    found = [_trimmed([t for t in whole.doc[b : e + 1] if t.dep_ != "cc" or t.i not in {b, e}]) for b, e in parts]
    return [part for part in found if part is not None]


def relative(token: "Token") -> bool:
    """Whether a word is "who", "which" or the like, and not the WHO."""
    return token.lower_ in words("voices", "relative") and not token.is_upper


def head(phrase: Phrase) -> "Token":
    """The word that the others hang on, a noun or a pronoun before all else."""
    tokens = phrase.tokens
    roots = [t for t in tokens if not phrase.first <= t.head.i <= phrase.last or t.head.i == t.i]
    several = words("voices", "many")
    nouns = [t for t in roots if t.pos_ in {"NOUN", "PROPN", "PRON", "NUM"} or t.lower_ in several]
    return next(iter(nouns or [t for t in tokens if t.pos_ in {"NOUN", "PROPN", "PRON"}] or roots or tokens))


def core(phrase: Phrase) -> int:
    """The last token of the phrase before a clause, a preposition or a comma begins."""
    for token in phrase.tokens[1:]:
        clause = relative(token) or (token.pos_ in _VERBS and token.dep_ in {"relcl", "acl", "ROOT"})
        if clause or token.text in {",", "(", "—", "–"} or (token.pos_ in _PREPOSITIONS and token.i > phrase.first):
            return int(token.i - 1)
    return phrase.last


def person_in(phrase: Phrase, names: Names) -> Naming | None:
    """The person whom the phrase names as the one who speaks; None where it only mentions one.

    "a spokeswoman, Sally Aldous" and "Matt Wolking, a friend of Ann Lee" name one; "a friend of Ann Lee" none.
    """
    stop = _clause(phrase)
    for naming in names.within(phrase.doc, phrase.first, stop):
        after = phrase.doc[naming.last + 1] if naming.last < phrase.last else None
        modifies = after is not None and after.pos_ == "NOUN" and after.i <= stop
        if naming.owns and naming.last < phrase.last - 1:
            continue
        if not modifies and not _governed(phrase, naming, names) and _personal(naming, names):
            return naming
    return None


def _personal(naming: Naming, names: Names) -> bool:
    return names.label(naming.name) == "person" or (
        bool(naming.title) and len(naming.parts) > 1 and not names.label(naming.name)
    )


def _clause(phrase: Phrase) -> int:
    """The last token before a relative clause begins, if one does."""
    for token in phrase.tokens[1:]:
        if relative(token) and token.dep_ != "det":
            return int(token.i - 1)
    return phrase.last


def _governed(phrase: Phrase, naming: Naming, names: Names) -> bool:
    """Whether a preposition in the phrase stands before the name, with no comma between and in no other name."""
    opening = max(phrase.first, naming.first - (len(naming.title.split()) if naming.title else 0))
    others = names.within(phrase.doc, phrase.first, opening)
    for token in reversed(phrase.doc[phrase.first : opening]):
        if token.lower_ in _AMONG:
            return True
        if token.dep_ == "cc" and token.i > phrase.first:
            return False  # "Secretary of State and candidate Hillary Clinton"
        if token.text in {",", "—", "–", "("}:
            return bool(token.i > phrase.first and _among(phrase, token.i))
        if token.pos_ in _PREPOSITIONS and not any(n.first < token.i < n.last for n in others if n is not naming):
            return True
    return False


def _among(phrase: Phrase, comma: int) -> bool:
    """Whether the comma goes on with one of several: "many people, including Robinson"."""
    return comma < phrase.last and phrase.doc[comma + 1].lower_ in _AMONG


def body_in(phrase: Phrase, names: Names, *, before: int) -> Naming | None:
    """The body that the noun at ``before`` belongs to: "a Caltrans spokesperson", "a spokesman for Caltrans"."""
    for naming in names.within(phrase.doc, phrase.first, phrase.last):
        ahead = naming.last < before
        behind = naming.first > before and _led_by(phrase, naming, before)
        if (ahead or behind) and names.label(naming.name) != "person":
            return naming
    return None


def _led_by(phrase: Phrase, naming: Naming, noun: int) -> bool:
    between = [t.lower_ for t in phrase.doc[noun + 1 : naming.first] if t.lower_ not in {"the", "a", "an", "its"}]
    return len(between) == 1 and between[0] in _SPEAKING_FOR


def definite(phrase: Phrase) -> bool:
    """Whether the phrase takes up something: "the company", "that poll"."""
    return phrase.doc[phrase.first].lower_ in _DEFINITE
