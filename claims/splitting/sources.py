"""Who the attributions rest on: a kind by plain rules, and one mention for each name in a text."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from claims.splitting.findings import Finding
from claims.splitting.language import Passage, name_entities
from claims.splitting.spans import Reading, SourceKind, SourceMention, Tie
from claims.splitting.wording import words

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_BODIES = frozenset({"ORG", "GPE", "FAC", "PRODUCT", "LOC", "WORK_OF_ART"})
_RELATIVES = frozenset({"who", "that", "which"})
_ONE = frozenset({"he", "she", "i", "you", "someone", "somebody", "one"})
_TITLES = frozenset(
    {"Mr.", "Mrs.", "Ms.", "Dr.", "Sen.", "Rep.", "Gov.", "Mr", "Mrs", "Ms", "Dr", "Sir", "President"}
)
_PLURALS = frozenset({"NNS", "NNPS"})
_POSSESSIVES = ("'s", "’s", "'", "’")
_LONGEST_NAME = 300  # code points; a longer description is cut at a word


class Names:
    """What the parser calls the names in a text; the label it gives most often is the one that counts."""

    def __init__(self, passages: Iterable[Passage]) -> None:
        self._labels: dict[str, Counter[str]] = {}
        self._full: dict[str, str] = {}
        for passage in passages:
            for ent in passage.doc.ents:
                self._note(bare(ent.text), ent.label_)

    def _note(self, name: str, label: str) -> None:
        self._labels.setdefault(name, Counter())[label] += 1
        if label == "PERSON" and " " in name:
            self._full.setdefault(name.rsplit(" ", 1)[1], name)

    def label(self, name: str, given: str) -> str:
        """The kind of entity, ``given`` where the name is new."""
        if name in self._full:
            return "PERSON"
        counts = self._labels.get(name)
        return counts.most_common(1)[0][0] if counts else given

    def full(self, name: str) -> str:
        """The full name of a person for a last name, the name itself where none is known."""
        return self._full.get(name, name)


def bare(name: str) -> str:
    """A name without the possessive at its end, white space made plain."""
    flat = " ".join(name.split())
    for ending in _POSSESSIVES:
        if flat.endswith(ending) and len(flat) > len(ending):
            return flat[: -len(ending)]
    return flat


def mention(text: str, found: Finding, names: Names) -> SourceMention | None:
    """The source of one attribution; None where it has none."""
    if not found.source or found.who is None:
        return None
    who = _antecedent(found.who)
    said = bare(" ".join(span.of(text) for span in found.source)) if who is found.who else _words(who)
    kind = _kind(said, who, names)
    name = said
    if kind is SourceKind.PERSON or (kind is SourceKind.ORGANISATION and who.ent_type_ in _BODIES):
        name = names.full(_entity(who))
    return SourceMention(name=name[:_LONGEST_NAME].strip() or said[:1], kind=kind)


def _antecedent(who: "Token") -> "Token":
    """For "who" and "which", the noun that they stand for."""
    verb = who.head
    return verb.head if who.lower_ in _RELATIVES and verb.dep_ == "relcl" else who


def _words(who: "Token") -> str:
    return bare(who.doc[who.left_edge.i : who.i + 1].text)


def _entity(who: "Token") -> str:
    """The name around a word, or the run of name words that ends in it."""
    for ent in who.doc.ents:
        if ent.start <= who.i < ent.end:
            return bare(ent.text)
    first = who.i
    while first > who.left_edge.i and who.doc[first - 1].pos_ == "PROPN" and who.doc[first - 1].text not in _TITLES:
        first -= 1
    return bare(who.doc[first : who.i + 1].text)


def _kind(said: str, who: "Token", names: Names) -> SourceKind:
    lemma, low = who.lemma_.lower(), said.lower()
    if lemma in words("nouns", "anonymous.heads") or any(part in low for part in words("nouns", "anonymous.words")):
        return SourceKind.ANONYMOUS
    if who.pos_ in {"PROPN", "NOUN", "X"} and (named := _named(who, names)):
        return named
    group = who.tag_ in _PLURALS or who.lower_ in words("nouns", "plural_only")
    person = lemma in words("nouns", "person") or who.lower_ in _ONE
    kinds = (
        (lemma in words("nouns", "document"), SourceKind.DOCUMENT),
        (group, SourceKind.UNNAMED_GROUP),
        (lemma in words("nouns", "organisation"), SourceKind.ORGANISATION),
        (person or who.pos_ not in {"PRON", "DET"}, SourceKind.UNNAMED_PERSON),
    )
    return next((kind for holds, kind in kinds if holds), SourceKind.UNNAMED_GROUP)


def _named(who: "Token", names: Names) -> SourceKind | None:
    if who.pos_ != "PROPN" and not who.ent_type_:
        return None
    label = names.label(_entity(who), who.ent_type_)
    if (who.i > 0 and who.doc[who.left_edge.i].text in _TITLES) or label == "PERSON":
        return SourceKind.PERSON
    if label == "NORP" or (who.tag_ == "NNPS" and not label):
        return SourceKind.UNNAMED_GROUP
    if label in _BODIES:
        return SourceKind.ORGANISATION
    return SourceKind.ORGANISATION if who.pos_ == "PROPN" else None


def _naming(found: Sequence[Finding]) -> "list[Doc]":
    """The parsed passages in which a source that has a name is first named."""
    docs: dict[str, Doc] = {}
    for finding in found:
        if finding.who is not None and (who := _antecedent(finding.who)).pos_ == "PROPN":
            docs.setdefault(who.lower_, who.doc)
    return list({id(doc): doc for doc in docs.values()}.values())


def mentions(
    text: str, found: Sequence[Finding], passages: Sequence[Passage]
) -> tuple[tuple[SourceMention, ...], list[tuple[Reading, ...]]]:
    """The sources of a text, each once, and for each attribution who it rests on.

    Two mentions are one where their names are the same but for case, a last name being the full one.
    """
    name_entities(_naming(found))
    names = Names(passages)
    sources: list[SourceMention] = []
    places: dict[str, int] = {}
    readings: list[tuple[Reading, ...]] = []
    for finding in found:
        source = mention(text, finding, names)
        if source is None:
            readings.append(())
            continue
        key = source.name.casefold()
        if key not in places:
            places[key] = len(sources)
            sources.append(source)
        named = source.kind in {SourceKind.PERSON, SourceKind.ORGANISATION}
        tie, reason = (Tie.NAMED, "the name is given") if named else (Tie.DESCRIBED, "a description is given")
        readings.append((Reading(places[key], tie, 0.9, reason),))
    return tuple(sources), readings
