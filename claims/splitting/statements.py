"""Claims: what of a text can be checked, one statement at a time, and which sentences are waived."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from claims.splitting.checkworthy import Actors, worthiness
from claims.splitting.findings import joined
from claims.splitting.language import Passage
from claims.splitting.spans import Attribution, Claim, Polarity, SourceMention, Span, SpeechKind, Waiver
from claims.splitting.waivers import waiver

if TYPE_CHECKING:
    from spacy.tokens import Token

_THIN = 0.4  # of a sentence in clauses only: below this the article says more than its sources do
_SURE = {True: 0.85, False: 0.7}  # the splitter's confidence with and without a source


@dataclass(frozen=True, slots=True)
class Ground:
    """What claims are made from."""

    text: str
    sentences: Sequence[Span]
    paragraphs: Sequence[Span]
    actors: Actors

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


def attributed(
    ground: Ground, attributions: Sequence[Attribution], wholes: Sequence[bool], sources: Sequence[SourceMention]
) -> list[Claim]:
    """The claims of the sources: one for each sentence of what they say, or the whole clause."""
    claims = []
    for index, attribution in enumerate(attributions):
        kind = sources[attribution.source_index].kind if attribution.source_index is not None else None
        for spans in _stretches(ground, attribution, whole=wholes[index]):
            words = " ".join(span.of(ground.text) for span in spans)
            score, reasons = worthiness(words, spans, ground.actors, kind, attributed=True)
            claims.append(
                Claim(
                    text=words,
                    spans=tuple(spans),
                    speech=attribution.speech,
                    polarity=attribution.polarity,
                    attributions=_chain(attributions, index),
                    worthiness=score,
                    reasons=reasons,
                    confidence=_SURE[bool(attribution.source)],
                )
            )
    return claims


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


def narrated(
    ground: Ground, claims: Sequence[Claim], wholes: Iterable[Span], passages: Sequence[Passage]
) -> tuple[list[Claim], list[Waiver]]:
    """The claims of the article's own voice, and the waivers: between them every sentence left over."""
    full, part = _covered(ground, claims, set(wholes))
    roots = _roots(ground, passages)
    alone = set(ground.paragraphs)
    made, waived = [], []
    for place, sentence in enumerate(ground.sentences):
        thin = place not in full and part.get(place, 0) < _THIN * (sentence.end - sentence.start)
        if place in full or not thin:
            continue
        said = sentence.of(ground.text)
        reason = waiver(said, roots.get(place), alone=sentence in alone)
        if reason is None:
            made.append(_own(ground, said, sentence))
        elif place not in part:
            waived.append(Waiver(place, reason))
    return made, waived


def _covered(ground: Ground, claims: Sequence[Claim], wholes: set[Span]) -> tuple[set[int], dict[int, int]]:
    """Sentences that hold what a source says, and those that only tell of it, with code points told."""
    full: set[int] = set()
    part: dict[int, int] = {}
    for claim in claims:
        for span in joined(claim.spans):
            for place, piece in ground.cut(span):
                if span in wholes:
                    part[place] = part.get(place, 0) + piece.end - piece.start
                else:
                    full.add(place)
    return full, part


def _roots(ground: Ground, passages: Sequence[Passage]) -> "dict[int, Token]":
    roots: dict[int, Token] = {}
    for passage in passages:
        for sent in passage.doc.sents:
            at = passage.at(sent.root)
            roots.setdefault(bisect_right(ground.sentences, at, key=lambda s: s.start) - 1, sent.root)
    return roots


def _own(ground: Ground, said: str, sentence: Span) -> Claim:
    score, reasons = worthiness(said, [sentence], ground.actors, None, attributed=False)
    claim = Claim(
        text=said, spans=(sentence,), speech=SpeechKind.NARRATED, polarity=Polarity.ASSERTS, confidence=0.9
    )
    return replace(claim, worthiness=score, reasons=reasons)
