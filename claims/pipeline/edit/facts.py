"""What can be said of a claim's words without a parser: kind of speech, check-worthiness, hedges, negation."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from claims.models import SpeechKind
from claims.splitting import checkworthy, hedging, paragraphs, quotes, spans, speech

if TYPE_CHECKING:
    from claims.models import Claim
    from claims.pipeline.edit.places import Place

LONGEST = 60

FACTS = ["text", "worthiness", "reasons", "hedges", "negated", "confidence"]
"""The fields that follow from the words of a claim and from a person having chosen them."""


def note_facts(claim: Claim, words: str, *, unnamed: bool = False) -> None:
    """Set, but do not save, what follows from ``words``; ``unnamed`` says that nobody is named for them."""
    score, reasons = checkworthy.score(words, unnamed=unnamed)
    claim.text, claim.worthiness, claim.reasons = words, score, [reason[:LONGEST] for reason in reasons]
    claim.hedges = [hedge[:LONGEST] for hedge in hedging.hedges(words)]
    claim.negated, claim.confidence = hedging.negated(words, None), 1.0


@lru_cache(maxsize=4)
def _paragraphs(text: str) -> tuple[spans.Span, ...]:
    """Found once for all claims of a text that change together."""
    return tuple(paragraphs.paragraphs(text))


def speech_of(text: str, places: list[Place], *, attributed: bool) -> str:
    """Direct, mixed or indirect by the quotation marks around; outside of them narrated where nobody says it."""
    first, last = places[0][0], places[-1][1]
    around = [part for part in _paragraphs(text) if part.start < last and part.end > first]
    marked = quotes.quotations(text, around, around)
    found = speech.kind([spans.Span(start, end) for start, end in places], marked)
    if found == spans.SpeechKind.INDIRECT and not attributed:
        return SpeechKind.NARRATED
    return str(found)
