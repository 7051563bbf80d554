"""Typewriter quotation marks: two apostrophes (or grave accents) that mean one double mark."""

import re

_PAIR = re.compile("(?<![^\\s(\\[—–-])(''|``)(?=\\S)|(''|``)")
_NESTED = re.compile("(?<=\\S)'''(?!')")


def unfolded(text: str) -> str:
    """The text with each pair as one straight mark and a space on its outer side; the length stays the same."""
    if "''" not in text and "``" not in text:
        return text
    return _PAIR.sub(lambda match: ' "' if match[1] else '" ', _NESTED.sub("'\" ", text))


def widened(text: str, start: int, end: int) -> tuple[int, int]:
    """The ends of a quotation in the original text, the outer half of a pair taken in."""
    if text[max(0, start - 1) : start + 1] in {"''", "``"}:
        start -= 1
    if text[end - 1 : end + 1] in {"''", "``"}:
        end += 1
    return start, end
