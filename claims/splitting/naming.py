"""The names in a text: where each stands, with the title before it, as the parse and plain signs show them.

A name is a run of proper nouns, with the particles, hyphens, initials and nicknames inside it. What kind of name it
is, and which names are one, is said in ``namebook``.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from claims.splitting.language import Passage
from claims.splitting.wording import words

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_POSSESSIVES = ("'s", "’s", "'", "’")
_JOINING = frozenset({"of", "for", "on", "and", "the", "in", "&", "to"})
_QUOTES = frozenset("\"“”'‘’")
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_SMALL_WORDS = frozenset({"PRON", "DET", "ADP", "AUX", "CCONJ", "SCONJ", "PART", "NUM", "PUNCT"})
_CAMEL = 3  # letters; longer words with a capital inside are names
_NEVER_ALONE = frozenset({"general", "major"})
_CALLING = frozenset({"NOUN", "PROPN", "ADJ"})
_AGE = re.compile(r"\s*,\s?\d{1,3}\s?,")
_LATIN = 0x36F  # the last code point of Latin letters and their marks
_PAIRED = 3  # tokens before the second of two words joined by "and"
_LONGEST = 12  # tokens in one name; a longer run is a heading in capitals
_SEQUEL = 6  # tokens that a role may have before a name


@dataclass(frozen=True, slots=True)
class Naming:
    """A name at one place: its words without title and possessive, and what stands around them.

    ``at`` is its offset in the text, ``first`` and ``last`` its tokens in ``doc`` (the title left out). ``title``
    is what stands before it ("White House spokesman"), ``owns`` says that a possessive follows, ``subject`` that
    it does something, ``definite`` that "the" stands before it, ``aged`` that an age follows.
    """

    name: str
    at: int
    doc: "Doc"
    first: int
    last: int
    title: str
    owns: bool
    subject: bool
    definite: bool
    aged: bool

    @property
    def parts(self) -> list[str]:
        """The words of the name."""
        return self.name.split()


def bare(name: str) -> str:
    """A name without the possessive at its end, white space made plain."""
    flat = " ".join(name.split())
    for ending in _POSSESSIVES:
        if flat.endswith(ending) and len(flat) > len(ending):
            return flat[: -len(ending)].rstrip()
    return flat


def namings(passages: Sequence[Passage]) -> list[Naming]:
    """The names of a text in order."""
    known = {t.text for p in passages for t in p.doc if t.pos_ == "PROPN" and not t.is_sent_start and t.is_alpha}
    return [naming for passage in passages for naming in _in_passage(passage, known)]


def _in_passage(passage: Passage, known: set[str]) -> Iterator[Naming]:
    doc = passage.doc
    proper = [_proper(token, known) for token in doc]
    place, end = 0, len(doc)
    while place < end:
        if not proper[place]:
            place += 1
            continue
        stop = _run(doc, proper, place, end)
        place = _widened(doc, place, stop)
        if stop - place <= _LONGEST:
            yield _naming(passage, place, stop)
        place = stop


def _proper(token: "Token", known: set[str]) -> bool:
    """Whether a word is part of a name: by the parse here or elsewhere in the text, or by its inner capitals."""
    if token.pos_ == "PROPN":
        return any(c.isalpha() and not c.islower() for c in token.text)
    if token.is_alpha and token.text[0].isupper() and token.pos_ not in _SMALL_WORDS:
        return token.text in known or (len(token) > _CAMEL and not token.text[1:].islower() and not token.is_upper)
    other_script = ord(token.text[0]) > _LATIN
    return other_script and token.is_alpha and token.pos_ in {"NOUN", "X", "ADJ", "VERB", "ADV", "INTJ"}


def _run(doc: "Doc", proper: Sequence[bool], start: int, end: int) -> int:
    """Where the run of name words that begins at ``start`` ends."""
    stop = start + 1
    while stop < end and not doc[stop].is_sent_start:
        step = _step(doc, proper, start, stop, end)
        if not step:
            break
        stop += step
    return stop


def _widened(doc: "Doc", start: int, stop: int) -> int:
    """The begin of a body's name whose first word the parse took for a noun: "the Food and Drug Administration"."""
    if start < _PAIRED or doc[stop - 1].lower_ not in words("naming", "bodies"):
        return start
    the, first, joining = (doc[start - n] for n in (3, 2, 1))
    paired = joining.lower_ in {"and", "&"} and first.text[0].isupper() and the.lower_ == "the"
    return start - 2 if paired and first.pos_ == "NOUN" else start


def _step(doc: "Doc", proper: Sequence[bool], start: int, stop: int, end: int) -> int:
    """How many more tokens belong to the name; 0 where it ends."""
    if proper[stop]:
        return 1
    if stop + 1 == end:
        return 0
    token = doc[stop]
    if token.text in {"-", "/"} and not doc[stop - 1].whitespace_ and not token.whitespace_:
        return 2
    if token.lower_ in words("naming", "particles"):
        return _particles(doc, proper, stop, end)
    if proper[stop + 1] and _joins(doc, start, stop):
        return 2
    return _nickname(doc, proper, stop, end)


def _particles(doc: "Doc", proper: Sequence[bool], stop: int, end: int) -> int:
    """The tokens from "de la" to the proper noun behind it; 0 where none follows."""
    for place in range(stop + 1, min(stop + 4, end)):
        if proper[place]:
            return place - stop + 1
        if doc[place].lower_ not in words("naming", "particles"):
            break
    return 0


def _joins(doc: "Doc", start: int, stop: int) -> bool:
    """Whether a small word stands inside the name of a body: "Center for Justice", "Poor People's Campaign"."""
    token, following = doc[stop], doc[stop + 1].lower_
    if token.text == "&":
        return True
    if token.text in _POSSESSIVES:
        plural = doc[stop - 1].tag_ == "NNPS" or doc[stop - 1].lower_ in words("naming", "peoples")
        return plural and following in words("naming", "bodies")
    if token.lower_ == "and" and stop - start == 1 and _definite_body(doc, start, stop):
        return True
    held = words("naming", "bodies") | words("naming", "realms")
    body = any(doc[n].lower_ in held for n in range(start, stop))
    listed = any(doc[n].lower_ == "of" for n in range(start, stop)) and following not in words("naming", "titles")
    return body and token.lower_ in _JOINING and (token.lower_ != "and" or listed)


def _definite_body(doc: "Doc", start: int, stop: int) -> bool:
    """Whether "the" stands before a word that is no body's and a body's name goes on: "the Food and Drug …"."""
    if start == 0 or doc[start - 1].lower_ != "the" or doc[start].lower_ in words("naming", "bodies"):
        return False
    return any(doc[n].lower_ in words("naming", "bodies") for n in range(stop + 2, min(stop + 4, len(doc))))


def _nickname(doc: "Doc", proper: Sequence[bool], stop: int, end: int) -> int:
    """The tokens of a nickname in quotation marks and the name behind it; 0 where none is."""
    if doc[stop].text not in _QUOTES or stop + 3 >= end or doc[stop + 2].text not in _QUOTES:
        return 0
    return 4 if proper[stop + 3] and not doc[stop].whitespace_ else 0


def _naming(passage: Passage, start: int, stop: int) -> Naming:
    doc = passage.doc
    while start < stop - 1 and _dated(doc[start]):
        start += 1
    first = _after_title(doc, start, stop)
    while first < stop - 1 and doc[first].text in {"-", "'", "’"}:
        first += 1
    last = stop - 1
    opening = _opening(doc, first)
    before = doc[opening - 1].lower_ if opening else ""
    return Naming(
        name=bare(doc[first : last + 1].text),
        at=passage.at(doc[first]),
        doc=doc,
        first=first,
        last=last,
        title=" ".join(doc[opening:first].text.split()) if opening < first else "",
        owns=stop < len(doc) and doc[stop].text in _POSSESSIVES,
        subject=any(doc[n].dep_ in _SUBJECTS for n in range(first, stop)),
        definite=before == "the",
        aged=_AGE.match(doc.text, doc[last].idx + len(doc[last])) is not None,
    )


def _dated(token: "Token") -> bool:
    """Whether a word before a name is a month or a day of the week and nobody's given name."""
    low = token.lower_
    return low in words("checkworthy", "names.no_actors") and low not in words("naming", "feminine")


def _after_title(doc: "Doc", start: int, stop: int) -> int:
    """The token behind the last title in a run; ``start`` where none is, or the whole would be titles."""
    if any(doc[n].lower_ in words("naming", "bodies") for n in range(max(start, stop - 1), stop)):
        return start
    titled = (n for n in range(stop - 2, start - 1, -1) if _title(doc, n) and doc[n + 1].text not in _QUOTES)
    place = next(titled, None)
    if place is None:
        return start
    word = doc[place].lower_
    alone = place == start and word in words("naming", "doubtful_titles")
    if alone and (word in _NEVER_ALONE or (stop - place < 3 and doc[stop - 1].tag_ == "NNPS")):
        return start
    return place + 1


def _title(doc: "Doc", place: int) -> bool:
    return doc[place].lower_ in words("naming", "titles")


def _opening(doc: "Doc", first: int) -> int:
    """Where the role before a name begins: "Bay Area resident" before "Katelin Tharp"."""
    place = first
    while place > 0 and first - place < _SEQUEL and not doc[place].is_sent_start:
        before = doc[place - 1]
        inner = before.text in {"-", "/"} and place > 1
        if not (before.pos_ in _CALLING or inner) or (before.is_punct and not inner):
            break
        place -= 1
    called = any(_calls(doc[n]) for n in range(place, first))
    return place if called else first


def _calls(token: "Token") -> bool:
    lemma = token.lemma_.lower()
    return token.lower_ in words("naming", "titles") or lemma in words("nouns", "person")
