"""Which attributions give what somebody says: words of speech by somebody who can speak, not deeds and wishes."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from claims.splitting.entities import Entity
from claims.splitting.findings import Finding
from claims.splitting.quotes import Quotation
from claims.splitting.sources import Meant, Sources
from claims.splitting.spans import Polarity, SourceKind, Span
from claims.splitting.tokens import Tokens
from claims.splitting.wording import words

if TYPE_CHECKING:
    from spacy.tokens import Token

_HEADER = re.compile(
    r"\ufeff?(?:headline|title|subtitle|subhead|dek|summary|byline|date|publisher|author|url|source):\s", re.I
)
_DOERS = ("er", "or", "ist", "ian", "man", "woman", "person", "ee", "ant", "ent", "eer")
_PUBLISHER = re.compile(r"^\ufeff?publisher:[ \t]*(\S.*)$", re.IGNORECASE | re.MULTILINE)
_ABOVE = 2000  # code points in which the lines above an article stand
_PRESENT = frozenset({"VBZ", "VBP"})
_FINITE = frozenset({"VBZ", "VBP", "VBD", "MD"})


@dataclass(frozen=True, slots=True)
class Ground:
    """What the statements are read from."""

    text: str
    sentences: Sequence[Span]
    paragraphs: Sequence[Span]
    tokens: Tokens
    quotations: Sequence[Quotation]

    def place(self, at: int) -> int:
        """The number of the sentence that an offset stands in."""
        return max(bisect_right(self.sentences, at, key=lambda span: span.start) - 1, 0)

    def quoted(self, at: int) -> bool:
        """Whether an offset stands inside a quotation."""
        place = bisect_right(self.quotations, at, key=lambda quotation: quotation.span.start) - 1
        return place >= 0 and at < self.quotations[place].span.end

    def paragraph(self, sentence: int) -> int:
        """The number of the paragraph that a sentence stands in."""
        at = self.sentences[sentence].start
        return bisect_right(self.paragraphs, at, key=lambda span: span.start) - 1


def counts(ground: Ground, finding: Finding, who: Sources, meant: Meant) -> bool:
    """Whether an attribution gives what somebody says, and not what is done, wanted or kept back."""
    voices = [who.entities[source] for source in speakers(meant)]
    if not voices or finding.polarity is Polarity.DECLINES or _heads(ground, finding):
        return False
    if any(speaker.kind is SourceKind.ARTICLE or _publishes(ground, speaker) for speaker in voices):
        return False
    if not all(_can_speak(entity) for entity in voices):
        return finding.quoted
    return finding.quoted or _reports(ground, finding, voices[0])


def speakers(meant: Meant) -> tuple[int, ...]:
    """Who speaks; of open readings the likeliest."""
    return tuple(reading.source for reading in meant.readings or meant.open[:1])


def according(ground: Ground, finding: Finding) -> bool:
    """Whether "according to" brings it in, which speaks for all of its sentence."""
    return any(token.lower_ == "according" for token in ground.tokens.under(finding.cue))


def _publishes(ground: Ground, speaker: Entity) -> bool:
    """Whether the lines above the article give this name as its publisher's: what it found is the article's own."""
    given = _PUBLISHER.search(ground.text[:_ABOVE])
    return given is not None and _plain(given[1]) == _plain(speaker.name)


def _plain(name: str) -> str:
    return "".join(c for c in name.casefold() if c.isalnum()).removeprefix("the")


def _can_speak(entity: Entity) -> bool:
    """Whether it is somebody, or a paper; not "the rally"."""
    if entity.kind is not SourceKind.UNNAMED_PERSON or not entity.noun:
        return True
    known = (
        words("nouns", "person") | words("anonymity", "knowing") | words("voices", "he") | words("voices", "she")
    )
    return entity.noun in known or entity.noun.endswith(_DOERS)


def _heads(ground: Ground, finding: Finding) -> bool:
    """Whether it stands in the lines above an article that give its headline, date and the like."""
    at = finding.clause.start
    paragraph = ground.paragraphs[max(bisect_right(ground.paragraphs, at, key=lambda span: span.start) - 1, 0)]
    return _HEADER.match(ground.text, paragraph.start) is not None


def _reports(ground: Ground, finding: Finding, speaker: Entity) -> bool:
    """Whether the reporting words are those of speech: "said", "according to", not "wanted"."""
    tokens = ground.tokens.under(finding.cue)
    said = " ".join(span.of(ground.text) for span in finding.source).lower()
    if not tokens or said in words("voices", "relative"):
        return finding.rule == "aside"
    if any(token.lower_ == "according" for token in tokens):
        return True
    if any(token.dep_ == "neg" for token in tokens) and finding.polarity is Polarity.ASSERTS:
        return False
    verbs = [token for token in tokens if token.pos_ in {"VERB", "AUX"}]
    finite = any(token.tag_ in _FINITE for token in verbs)
    return any(_speaks(token, finding, speaker) for token in verbs if finite or not _infinitive(token))


def _infinitive(token: "Token") -> bool:
    return token.tag_ == "VB" and any(child.lower_ == "to" for child in token.children)


def _speaks(token: "Token", finding: Finding, speaker: Entity) -> bool:
    lemma = token.lemma_.lower()
    if lemma == "write" and any(child.lower_ == "about" for child in token.children):
        return False
    if lemma in words("voices", "shown") and speaker.kind is SourceKind.UNNAMED_GROUP:
        return False
    if lemma in words("verbs", "speech"):
        return not (finding.whole and lemma in words("voices", "done"))
    if token.dep_ == "relcl":
        return False
    if lemma in words("voices", "speaking_of"):
        return True
    return lemma in words("voices", "holding") and token.tag_ in _PRESENT and speaker.kind is SourceKind.PERSON
