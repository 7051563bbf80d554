"""How the words reach the reader, and what their source does with them."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from claims.splitting.quotes import Quotation
from claims.splitting.spans import Polarity, Span, SpeechKind
from claims.splitting.wording import words

if TYPE_CHECKING:
    from spacy.tokens import Token


def polarity(cue: "Token", under: "Sequence[Token]") -> Polarity:
    """What a reporting word says of its content; ``under`` are the words right under it in the parse."""
    lemma = cue.lemma_.lower()
    negative = any(child.dep_ == "neg" for child in under)
    unsure = any(c.dep_ == "acomp" and c.lower_ in words("verbs", "unsure") for c in under)
    if lemma in words("verbs", "declining"):
        return Polarity.DECLINES
    if unsure or lemma in words("verbs", "doubting"):
        return Polarity.ASSERTS if negative and not unsure else Polarity.DOUBTS
    if lemma in words("verbs", "denying"):
        return Polarity.ASSERTS if negative else Polarity.DENIES
    return _negative(lemma) if negative else Polarity.ASSERTS


def _negative(lemma: str) -> Polarity:
    """What "did not" makes of a verb that neither denies nor doubts by itself."""
    if lemma in words("verbs", "assenting"):
        return Polarity.DENIES
    return Polarity.DECLINES if lemma in words("verbs", "declined") else Polarity.ASSERTS


def kind(content: Iterable[Span], quotations: Iterable[Quotation]) -> SpeechKind:
    """Direct where nearly all of the content stands in quotation marks, mixed where some of it does."""
    spans = list(content)
    quoted = sum(
        max(0, min(span.end, q.span.end) - max(span.start, q.span.start)) for span in spans for q in quotations
    )
    total = sum(span.end - span.start for span in spans)
    if quoted >= 0.9 * total:
        return SpeechKind.DIRECT
    return SpeechKind.MIXED if quoted else SpeechKind.INDIRECT


def among(quotations: Sequence[Quotation], content: Sequence[Span]) -> list[Quotation]:
    """Those of the quotations, given in order, that touch the content."""
    first = bisect_right(quotations, min(s.start for s in content), key=lambda q: q.span.start)
    last = bisect_left(quotations, max(s.end for s in content), key=lambda q: q.span.start)
    return list(quotations[max(0, first - 1) : last])
