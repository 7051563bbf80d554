"""Paragraphs: where a text breaks, whether its lines are wrapped or not."""

import re

from claims.splitting.spans import Span

_BLANK = re.compile(
    r"(?:\r\n|[\n\r\x0b\x0c\x85\u2028\u2029])[ \t\xa0\ufeff]*(?:\r\n|[\n\r\x0b\x0c\x85\u2028\u2029])\s*|\u2029|\x0c"
)
_LINE = re.compile(r"\r\n|[\n\r\x0b\x85\u2028]")
_ENDED = re.compile(r"[.!?…:;][\"”’»)\]]*\s*$")
_WRAP = 120  # no hard-wrapped line is longer, in code points


def paragraphs(text: str) -> list[Span]:
    """The paragraphs of ``text`` in order, trimmed of white space; empty for blank text.

    A blank line always parts. A single line end parts too, unless the lines look hard-wrapped.
    """
    found: list[Span] = []
    for block in _split(text, Span(0, len(text)), _BLANK) if text else []:
        found.extend([block] if _wrapped(block.of(text)) else _split(text, block, _LINE))
    return found


def _split(text: str, within: Span, at: re.Pattern[str]) -> list[Span]:
    cuts = [within.start]
    for match in at.finditer(text, within.start, within.end):
        cuts += [match.start(), match.end()]
    cuts.append(within.end)
    pairs = zip(cuts[::2], cuts[1::2], strict=True)
    return [span for span in (trimmed(text, b, e) for b, e in pairs) if span]


def trimmed(text: str, start: int, end: int) -> Span | None:
    """The stretch without white space at its ends; None if nothing is left."""
    inner = text[start:end]
    left = len(inner) - len(inner.lstrip())
    right = len(inner.rstrip())
    return Span(start + left, start + right) if left < right else None


def _wrapped(block: str) -> bool:
    """Whether a block's line ends are mere wrapping: full lines, mostly without an end of sentence."""
    lines = _LINE.split(block)
    body = lines[:-1]
    if len(body) < 2 or max(map(len, lines)) > _WRAP:
        return False
    full = sum(len(line) >= 0.7 * max(map(len, body)) and len(line) >= 40 for line in body)
    ended = sum(bool(_ENDED.search(line)) for line in body)
    return full >= 0.8 * len(body) and ended <= 0.5 * len(body)
