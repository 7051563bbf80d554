"""The sentences of a text that rest on a source: who is heard where, and for how long.

A sentence rests on the source whose words, with what leads in to them, take up the most of it. What a source merely
does, wants or declines is no statement of its.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from claims.splitting.entities import Entity
from claims.splitting.findings import Finding
from claims.splitting.sources import Sources
from claims.splitting.spans import SourceKind, Span, Statement, VoiceType
from claims.splitting.telling import Ground, according, counts, speakers
from claims.splitting.wording import words

_TYPES = {
    SourceKind.PERSON: VoiceType.NAMED_PERSON,
    SourceKind.ORGANISATION: VoiceType.NAMED_ORG,
    SourceKind.DOCUMENT: VoiceType.DOCUMENT,
    SourceKind.ANONYMOUS: VoiceType.ANONYMOUS,
    SourceKind.UNNAMED_PERSON: VoiceType.ANONYMOUS,
    SourceKind.UNNAMED_GROUP: VoiceType.UNNAMED_GROUP,
}
_FIGURES = re.compile(
    r"\d ?%|\bper ?cent|percentage point|margin of error|\b(?:in|by|of|to) the (?:\S+ ){0,3}(?:poll|survey)\b",
    re.IGNORECASE,
)
_INSIDE = re.compile(r"\b(?:in|by) (?:the|that|this|his|her|its|their) (\w+)", re.IGNORECASE)
_FEWEST_WORDS = 4  # of a quotation that is speech, not a word held up
_FEWEST_POLLS = 2  # sentences that rest on polls, for an article to be about them
_OUTERMOST = 100  # times its size weighs what speaks for all of a sentence
_LEAST = 0.2  # of a sentence; what takes up less is said by the way
_SOME = 0.2  # of a sentence; what takes up less is a scrap
_LONGEST_GAP = 2  # sentences that stand between two of one source and are filled


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
        while sources and heard.get(last + 1) == sources and _follows(ground, last + 1):
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


def _follows(ground: Ground, place: int) -> bool:
    """Whether a sentence goes on in the paragraph of the one before, or after its colon."""
    before = ground.sentences[place - 1].of(ground.text)
    return ground.paragraph(place) == ground.paragraph(place - 1) or before.endswith(":")


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
    counted = [counts(ground, finding, who, meant) for finding, meant in zip(found, who.meant, strict=True)]
    sizes: dict[int, dict[int, int]] = {}
    for index, finding in enumerate(found):
        if not counted[index] or _inside(counted, parents, index):
            continue
        outermost = according(ground, finding)
        for place, size in _taken(ground, finding):
            sentence = ground.sentences[place]
            part = size / (sentence.end - sentence.start)
            if part < _LEAST and not (finding.quoted or outermost):
                continue
            weight = _OUTERMOST if outermost and part > _SOME else 1
            sizes.setdefault(place, {})[index] = size * weight
    heard = {place: max(held, key=lambda index: held[index]) for place, held in sizes.items()}
    return {place: speakers(who.meant[index]) for place, index in heard.items()}


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
