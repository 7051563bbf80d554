"""The part of a text that a question is about, for services that give a poor passage or none."""

import re
from bisect import bisect_left

_WORD = re.compile(r"\w+")
_STEM = 6  # letters that words must share: engineer and engineers, not engine and engineer


def stems(query: str) -> frozenset[str]:
    """The beginnings of the query's words, in lower case, without words of one or two letters."""
    return frozenset(word[:_STEM] for word in _WORD.findall(query.casefold()) if len(word) > 2)


def mentions(text: str, wanted: frozenset[str]) -> int:
    """How many of the wanted words occur in the text."""
    return len(wanted & {word[:_STEM] for word in _WORD.findall(text.casefold())})


def best_passage(text: str, wanted: frozenset[str], *, longest: int = 500) -> str:
    """The passage of at most ``longest`` characters with the most different wanted words; empty where none occurs.

    Among equals the first is taken. It begins and ends at a word, with some of what stands before.
    """
    found = [(at.start(), at[0][:_STEM].casefold()) for at in _WORD.finditer(text)]
    hits = [(start, stem) for start, stem in found if stem in wanted]
    if not hits:
        return ""
    span = longest * 3 // 4
    starts = [start for start, _ in hits]
    counted = (
        (len({stem for _, stem in hits[at : bisect_left(starts, start + span)]}), -at)
        for at, start in enumerate(starts)
    )
    begin = starts[-max(counted)[1]]
    return _around(text, max(0, begin - longest // 4), longest)


def _around(text: str, begin: int, longest: int) -> str:
    """``longest`` characters from ``begin``, without the words that are cut at either end."""
    end = begin + longest
    part = text[begin:end]
    if begin and not text[begin - 1].isspace():
        part = part.partition(" ")[2] or part
    if end < len(text) and not text[end].isspace():
        part = part.rpartition(" ")[0] or part
    return part.strip()
