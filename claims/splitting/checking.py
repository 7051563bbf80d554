"""Whether a split fits its text: what a splitter from elsewhere gives is not taken on trust."""

from collections.abc import Iterator

from claims.splitting.spans import Span, Split


class Misfit(ValueError):
    """The split does not fit the text; the message says where."""


def check(found: Split, text: str) -> None:
    """Every span lies inside the text, every index leads to something, nothing is empty. Raises Misfit."""
    if not isinstance(found, Split):
        raise Misfit(f"it gave {type(found).__name__} in place of a Split")
    for what, span in _spans(found):
        if span.end > len(text):  # a span itself sees to the rest
            raise Misfit(f"{what} is [{span.start}, {span.end}) in a text of {len(text)} characters")
    for what, index, many in _indices(found):
        if not 0 <= index < many:
            raise Misfit(f"{what} leads to number {index} of {many}")
    for number, claim in enumerate(found.claims):
        if not claim.spans or not claim.text.strip():
            raise Misfit(f"claim {number} has no words or no place")
    _check_order(found)


def _check_order(found: Split) -> None:
    last = 0
    for number, sentence in enumerate(found.sentences):
        if sentence.span.start < last:
            raise Misfit(f"sentence {number} begins before the one before it ends")
        last = sentence.span.end


def _spans(found: Split) -> Iterator[tuple[str, Span]]:
    yield from ((f"sentence {number}", one.span) for number, one in enumerate(found.sentences))
    for number, one in enumerate(found.attributions):
        yield from ((f"a span of attribution {number}", span) for span in (*one.source, *one.cue, *one.content))
    for number, claim in enumerate(found.claims):
        yield from ((f"a span of claim {number}", span) for span in claim.spans)
    for number, statement in enumerate(found.statements):
        yield from ((f"a span of statement {number}", span) for span in statement.spans)


def _indices(found: Split) -> Iterator[tuple[str, int, int]]:
    """What points where: the words for it, the index, and how many there are to point to."""
    sources, attributions = len(found.sources), len(found.attributions)
    for number, one in enumerate(found.attributions):
        for reading in (*one.readings, *one.open_readings):
            yield f"a reading of attribution {number}", reading.source, sources
        if one.parent is not None:
            yield f"the parent of attribution {number}", one.parent, attributions
    for number, claim in enumerate(found.claims):
        yield from ((f"an attribution of claim {number}", index, attributions) for index in claim.attributions)
    yield from (("a waiver", one.sentence, len(found.sentences)) for one in found.waivers)
    yield from (("a statement", one.source, sources) for one in found.statements)
