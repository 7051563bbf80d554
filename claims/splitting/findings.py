"""What the rules hand to each other before the split is put together."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from claims.splitting.spans import Polarity, Span

if TYPE_CHECKING:
    from spacy.tokens import Token


@dataclass(slots=True)
class Finding:
    """One attribution in the making; spans in text offsets, content in order and apart.

    ``cue_at`` is where the reporting word begins, ``clause`` the words from source to content.
    ``whole`` says that the content alone is no statement (a noun, an infinitive, a refusal), so
    that the claim is the whole clause. ``hops`` says that it may stand inside another's content,
    ``quoted`` that it is speech in quotation marks, ``who`` is the head word of the source.
    ``confidence`` (0 to 1) is how sure the reading is, ``reach`` the last paragraph that its content goes on
    in, if that is not its own.
    """

    cue_at: int
    source: list[Span]
    cue: list[Span]
    content: list[Span]
    paragraph: int
    polarity: Polarity = Polarity.ASSERTS
    whole: bool = False
    hops: bool = False
    rule: str = ""
    who: "Token | None" = None
    quoted: bool = False
    reach: int = -1
    confidence: float = 0.75

    @property
    def clause(self) -> Span:
        """The shortest stretch with source, cue and content."""
        spans = [*self.source, *self.cue, *self.content]
        return Span(min(span.start for span in spans), max(span.end for span in spans))


def holds(outer: Iterable[Span], offset: int) -> bool:
    """Whether any of the spans covers the offset."""
    return any(span.start <= offset < span.end for span in outer)


def joined(spans: Iterable[Span]) -> list[Span]:
    """The same stretches in order, those that touch or overlap made one."""
    out: list[Span] = []
    for span in sorted(spans):
        if out and span.start <= out[-1].end:
            out[-1] = Span(out[-1].start, max(out[-1].end, span.end))
        else:
            out.append(span)
    return out


def without(span: Span, holes: Iterable[Span]) -> list[Span]:
    """What is left of a span when the holes are cut out."""
    left = [span]
    for hole in holes:
        parts = [(p.start, min(p.end, hole.start)) for p in left] + [(max(p.start, hole.end), p.end) for p in left]
        left = [Span(b, e) for b, e in parts if b < e]
    return joined(left)
