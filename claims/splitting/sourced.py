"""The sentences of a text that rest on a source: who is heard where, and for how long.

A sentence rests on the source whose words, with what leads in to them, take up the most of it. What a source merely
does, wants or declines is no statement of its.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from claims.splitting.entities import Entity
from claims.splitting.findings import Finding
from claims.splitting.quotes import Quotation
from claims.splitting.sources import Meant, Sources
from claims.splitting.spans import Polarity, SourceKind, Span, Statement, VoiceType
from claims.splitting.tokens import Tokens
from claims.splitting.wording import words

if TYPE_CHECKING:
    from spacy.tokens import Token

_TYPES = {
    SourceKind.PERSON: VoiceType.NAMED_PERSON,
    SourceKind.ORGANISATION: VoiceType.NAMED_ORG,
    SourceKind.DOCUMENT: VoiceType.DOCUMENT,
    SourceKind.ANONYMOUS: VoiceType.ANONYMOUS,
    SourceKind.UNNAMED_PERSON: VoiceType.ANONYMOUS,
    SourceKind.UNNAMED_GROUP: VoiceType.UNNAMED_GROUP,
}
_HEADER = re.compile(
    r"\ufeff?(?:headline|title|subtitle|subhead|dek|summary|byline|date|publisher|author|url|source):\s", re.I
)
_FIGURES = re.compile(
    r"\d ?%|\bper ?cent|percentage point|margin of error|\b(?:in|by|of|to) the (?:\S+ ){0,3}(?:poll|survey)\b",
    re.IGNORECASE,
)
_INSIDE = re.compile(r"\b(?:in|by) (?:the|that|this|his|her|its|their) (\w+)", re.IGNORECASE)
_FEWEST_WORDS = 4  # of a quotation that is speech, not a word held up
_FEWEST_POLLS = 2  # sentences that rest on polls, for an article to be about them
_DOERS = ("er", "or", "ist", "ian", "man", "woman", "person", "ee", "ant", "ent", "eer")
_PUBLISHER = re.compile(r"^\ufeff?publisher:[ \t]*(\S.*)$", re.IGNORECASE | re.MULTILINE)
_ABOVE = 2000  # code points in which the lines above an article stand
_PRESENT = frozenset({"VBZ", "VBP"})
_FINITE = frozenset({"VBZ", "VBP", "VBD", "MD"})
_OUTERMOST = 100  # times its size weighs what speaks for all of a sentence
_LEAST = 0.2  # of a sentence; what takes up less is said by the way
_SOME = 0.2  # of a sentence; what takes up less is a scrap
_LONGEST_GAP = 2  # sentences that stand between two of one source and are filled


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


def statements(
    ground: Ground, found: Sequence[Finding], who: Sources, parents: Sequence[int | None]
) -> Iterator[Statement]:
    """The statements of a text in order; neighbouring sentences of one source in one paragraph are one."""
    heard = _heard(ground, found, who, parents)
    _write(ground, heard, who)
    _count(ground, heard, who)
    _quote(ground, heard)
    _fill(ground, heard)
    place = 0
    while place < len(ground.sentences):
        sources, last = heard.get(place, ()), place
        while sources and heard.get(last + 1) == sources and ground.paragraph(last + 1) == ground.paragraph(place):
            last += 1
        span = Span(ground.sentences[place].start, ground.sentences[last].end)
        for source in sources:
            yield _statement((span,), source, who.entities[source])
        place = last + 1


def _quote(ground: Ground, heard: dict[int, tuple[int, ...]]) -> None:
    """Let a quotation that somebody speaks in one sentence be whole, and go on in the next paragraph."""
    going: tuple[int, ...] | None = None
    for quotation in ground.quotations:
        places = range(ground.place(quotation.span.start), ground.place(quotation.span.end - 1) + 1)
        told = next((heard[place] for place in places if place in heard), going)
        if told is None and _alone(ground, quotation.span):
            told = heard.get(places[0] - 1)
        if told is not None and len(quotation.span.of(ground.text).split()) >= _FEWEST_WORDS:
            for place in places:
                heard.setdefault(place, told)
        going = told if quotation.goes_on else None


def _alone(ground: Ground, span: Span) -> bool:
    """Whether a quotation is a paragraph by itself, which goes on with who spoke before."""
    return any(p.start == span.start and p.end == span.end for p in _paragraph_at(ground, span.start))


def _paragraph_at(ground: Ground, at: int) -> Sequence[Span]:
    place = bisect_right(ground.paragraphs, at, key=lambda span: span.start) - 1
    return ground.paragraphs[max(place, 0) : place + 1]


def _fill(ground: Ground, heard: dict[int, tuple[int, ...]]) -> None:
    """Give the sentences between two of one source in a paragraph to it, if they are few and nobody else's."""
    for place in sorted(heard):
        following = next((n for n in range(place + 1, place + _LONGEST_GAP + 2) if n in heard), None)
        if following is None or heard[following] != heard[place]:
            continue
        if ground.paragraph(following) == ground.paragraph(place):
            heard.update(dict.fromkeys(range(place + 1, following), heard[place]))


def _write(ground: Ground, heard: dict[int, tuple[int, ...]], who: Sources) -> None:
    """Let what somebody says "in the email" rest on that email, where it has been a source before."""
    papers: dict[str, tuple[int, ...]] = {}
    for place in sorted(heard):
        entity = who.entities[heard[place][0]]
        if entity.kind is SourceKind.DOCUMENT:
            papers[entity.noun] = heard[place]
            continue
        sentence = ground.sentences[place]
        inside = (
            match[1].lower()
            for match in _INSIDE.finditer(ground.text, sentence.start, sentence.end)
            if not ground.quoted(match.start())
        )
        paper = next((papers[noun] for noun in inside if noun in papers), None)
        heard[place] = paper or heard[place]


def _count(ground: Ground, heard: dict[int, tuple[int, ...]], who: Sources) -> None:
    """Give the figures that an article tells after a poll to the poll that was last spoken of."""
    polls = {place: told for place, told in heard.items() if _poll(who.entities[told[0]])}
    if len(polls) < _FEWEST_POLLS:
        return
    last = polls[min(polls)]
    for place, sentence in enumerate(ground.sentences):
        last = polls.get(place, last)
        said = sentence.of(ground.text)
        if place not in heard and place > min(polls) and _FIGURES.search(said):
            heard[place] = last


def _poll(entity: Entity) -> bool:
    return entity.kind is SourceKind.DOCUMENT and entity.noun in words("voices", "polls")


def _statement(spans: tuple[Span, ...], source: int, entity: Entity) -> Statement:
    if entity.kind is SourceKind.DOCUMENT and entity.owner and entity.noun in words("voices", "counts"):
        return Statement(spans, source, VoiceType.NAMED_ORG, entity.owner)
    name = "" if entity.kind is SourceKind.ANONYMOUS else entity.short
    return Statement(spans, source, _TYPES[entity.kind], name)


def _heard(
    ground: Ground, found: Sequence[Finding], who: Sources, parents: Sequence[int | None]
) -> dict[int, tuple[int, ...]]:
    """For each sentence that rests on somebody the entities that speak in it."""
    counted = [_counts(ground, finding, who, meant) for finding, meant in zip(found, who.meant, strict=True)]
    sizes: dict[int, dict[int, int]] = {}
    for index, finding in enumerate(found):
        if not counted[index] or _inside(counted, parents, index):
            continue
        outermost = _according(ground, finding)
        for place, size in _taken(ground, finding):
            sentence = ground.sentences[place]
            part = size / (sentence.end - sentence.start)
            if part < _LEAST and not (finding.quoted or outermost):
                continue
            weight = _OUTERMOST if outermost and part > _SOME else 1
            sizes.setdefault(place, {})[index] = size * weight
    heard = {place: max(held, key=lambda index: held[index]) for place, held in sizes.items()}
    return {place: _speakers(who.meant[index]) for place, index in heard.items()}


def _according(ground: Ground, finding: Finding) -> bool:
    """Whether "according to" brings it in, which speaks for all of its sentence."""
    return any(token.lower_ == "according" for token in ground.tokens.under(finding.cue))


def _speakers(meant: Meant) -> tuple[int, ...]:
    """Who speaks; of open readings the likeliest."""
    return tuple(reading.source for reading in meant.readings or meant.open[:1])


def _inside(counted: Sequence[bool], parents: Sequence[int | None], index: int) -> bool:
    """Whether an attribution stands in what another one says that counts."""
    parent, seen = parents[index], {index}
    while parent is not None and parent not in seen:
        if counted[parent]:
            return True
        seen.add(parent)
        parent = parents[parent]
    return False


def _taken(ground: Ground, finding: Finding) -> Iterator[tuple[int, int]]:
    """The sentences that an attribution takes part in, with how many code points of each."""
    taken: dict[int, int] = {}
    for span in [*finding.source, *finding.cue, *finding.content]:
        place = ground.place(span.start)
        while place < len(ground.sentences) and ground.sentences[place].start < span.end:
            sentence = ground.sentences[place]
            common = min(span.end, sentence.end) - max(span.start, sentence.start)
            taken[place] = taken.get(place, 0) + max(common, 0)
            place += 1
    yield from ((place, size) for place, size in taken.items() if size > 0)


def _counts(ground: Ground, finding: Finding, who: Sources, meant: Meant) -> bool:
    """Whether an attribution gives what somebody says, and not what is done, wanted or kept back."""
    speakers = [who.entities[source] for source in _speakers(meant)]
    if not speakers or finding.polarity is Polarity.DECLINES or _heads(ground, finding):
        return False
    if any(speaker.kind is SourceKind.ARTICLE or _publishes(ground, speaker) for speaker in speakers):
        return False
    if not all(_can_speak(entity) for entity in speakers):
        return finding.quoted
    return finding.quoted or _reports(ground, finding, speakers[0])


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
