"""Claims: what the sources of a text say, one statement at a time; the ground on which claims are made."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from claims.splitting import hedging
from claims.splitting.checkworthy import Actors, worthiness
from claims.splitting.clauses import Clauses, Part
from claims.splitting.findings import Finding
from claims.splitting.spans import Attribution, Claim, Polarity, SourceKind, SourceMention, Span, SpeechKind

_DIVIDED = 0.9  # of that, where a statement was taken out of a sentence of several


@dataclass(frozen=True, slots=True)
class Ground:
    """What claims are made from."""

    text: str
    sentences: Sequence[Span]
    paragraphs: Sequence[Span]
    actors: Actors
    clauses: Clauses

    def cut(self, span: Span) -> list[tuple[int, Span]]:
        """A span in pieces, one for each sentence that it touches, with the sentence's index."""
        place = max(0, bisect_right(self.sentences, span.start, key=lambda s: s.start) - 1)
        pieces = []
        while place < len(self.sentences) and self.sentences[place].start < span.end:
            sentence = self.sentences[place]
            start, end = max(span.start, sentence.start), min(span.end, sentence.end)
            if start < end:
                pieces.append((place, Span(start, end)))
            place += 1
        return pieces

    def worded(self, spans: Sequence[Span]) -> str:
        """The words of a claim."""
        return " ".join(span.of(self.text) for span in spans)


def attributed(
    ground: Ground, attributions: Sequence[Attribution], found: Sequence[Finding], sources: Sequence[SourceMention]
) -> list[Claim]:
    """The claims of the sources: one for each statement of what they say, or the whole clause.

    ``found`` holds what each attribution was made from, in the same order.
    """
    claims = []
    for index, attribution in enumerate(attributions):
        kind = sources[attribution.source_index].kind if attribution.source_index is not None else None
        chain, sure, whole = _chain(attributions, index), found[index].confidence, found[index].whole
        for spans in _stretches(ground, attribution, whole=whole):
            parts = _parts(ground, attribution, spans, whole=whole)
            sureness = round(sure * _DIVIDED, 2) if len(parts) > 1 else sure
            claims += [
                claim(ground, part, attribution.speech, attribution.polarity, chain, kind, sureness)
                for part in parts
            ]
    return claims


def claim(
    ground: Ground,
    part: Part,
    speech: SpeechKind,
    polarity: Polarity,
    chain: tuple[int, ...],
    kind: SourceKind | None,
    confidence: float,
) -> Claim:
    """One statement as a claim; ``chain`` are its attributions, none for the article's own voice."""
    words = ground.worded(part.spans)
    score, reasons = worthiness(words, part.spans, ground.actors, kind, attributed=bool(chain))
    return Claim(
        text=words,
        spans=part.spans,
        speech=speech,
        polarity=polarity,
        attributions=chain,
        worthiness=score,
        reasons=reasons,
        confidence=confidence,
        hedges=hedging.hedges(words),
        negated=hedging.negated(words, part.head),
    )


def _parts(ground: Ground, attribution: Attribution, spans: list[Span], *, whole: bool) -> list[Part]:
    """The statements of one sentence of content; a quotation stays as it was spoken, so that it can be compared."""
    if whole or len(spans) > 1 or attribution.speech is SpeechKind.DIRECT:
        head = ground.clauses.head(spans[0]) if len(spans) == 1 else None
        return [Part(head, tuple(spans))]
    return ground.clauses.parts(spans[0])


def _stretches(ground: Ground, attribution: Attribution, *, whole: bool) -> list[list[Span]]:
    if whole or attribution.polarity is Polarity.DECLINES:
        spans = [*attribution.source, *attribution.cue, *attribution.content]
        clause = Span(min(s.start for s in spans), max(s.end for s in spans))
        return [[piece for _, piece in ground.cut(clause)]]
    by_sentence: dict[int, list[Span]] = {}
    for span in attribution.content:
        for place, piece in ground.cut(span):
            by_sentence.setdefault(place, []).append(piece)
    spoken = [spans for spans in by_sentence.values() if any(c.isalnum() for s in spans for c in s.of(ground.text))]
    return spoken or list(by_sentence.values())


def _chain(attributions: Sequence[Attribution], index: int) -> tuple[int, ...]:
    chain: list[int] = []
    current: int | None = index
    while current is not None and current not in chain:
        chain.append(current)
        current = attributions[current].parent
    return tuple(chain)
