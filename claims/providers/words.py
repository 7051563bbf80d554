"""The words of a sentence that are worth searching for, and what kind each of them is."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

# A word may hold apostrophes, hyphens and inner full stops (U.S., 1.5, 10,000); a figure keeps its sign.
_WORD = re.compile(r"[$€£¥]?\w+(?:[.,'’\-/]\w+)*%?")
_POSSESSIVE = re.compile(r"['’]s?$", re.IGNORECASE)
_QUOTED = re.compile(r"[“\"«„][^“”\"«»„]+[”\"»“]")
_SENTENCE_END = re.compile(r"(?:^|[.!?:…]|[“\"«„‘(])[\s“\"«„‘(]*$")

_STOP_WORDS = """
a about above according added after again against ago all almost along already also although always am
among an and another any anyone anything are around as at away back be became because become been before
began being below between both but by came can cannot come could did do does doing done down due during
each either else enough even ever every few for former from further gave get gets getting give given go
goes going gone got had has have having he held her here hers herself him himself his how however i if
in indeed instead into is it its itself just keep kept last later least less let like likely made make
makes making many may me meanwhile might more most much must my myself near nearly neither never next no
nor not nothing now of off often on once one only onto or other others otherwise our ours ourselves out
over own per perhaps put quite rather really said same say saying says see seem seemed seems seen
several shall she should since so some someone something soon still such take taken tell telling than
that the their theirs them themselves then there therefore these they thing things this those though
through throughout thus to together told too took toward towards under unless until up upon us use used
using very via was way we well went were what whatever when where whether which while who whoever whom
whose why will with within without would yet you your yours yourself
"""
_STOP = frozenset(_STOP_WORDS.split())
# How unnamed sources are described: true of thousands of articles, so of no help in finding one.
_SOURCE_STOP_WORDS = """
anonymous article dr familiar insider insiders knowledge matter mr mrs ms official officials people
person persons source sources spokesman spokespeople spokesperson spokeswoman
"""
_SOURCE_STOP = frozenset(_SOURCE_STOP_WORDS.split())
_MONTH_NAMES = """
january february march april may june july august september october november december
jan feb mar apr jun jul aug sep sept oct nov dec
"""
_MONTHS = frozenset(_MONTH_NAMES.split())
_SCALE_WORDS = "hundred thousand million billion trillion percent per cent dollars euros pounds"
_SCALES = frozenset(_SCALE_WORDS.split())
_TITLE_WORDS = """
president prime minister secretary senator governor mayor chief executive officer director chairman
chairwoman chair professor prof judge justice general king queen prince princess pope sir lady lord
"""
_TITLES = frozenset(_TITLE_WORDS.split())


class Kind(IntEnum):
    """What a word is, the most telling first; faint are titles, days of a month, words about sources."""

    NAME = 0
    FIGURE = 1
    QUOTED = 2
    PLAIN = 3
    FAINT = 4


@dataclass(frozen=True, slots=True)
class Word:
    """A word as first written, without its possessive ending."""

    text: str
    kind: Kind


def content_words(text: str) -> list[str]:
    """The words of ``text`` worth searching for: each once, as first written, in order.

    Possessive endings are cut off; words of one letter are dropped, single figures are kept.
    """
    return [word.text for word in telling_words(text)]


def telling_words(text: str) -> list[Word]:
    """The same with what each word is: a name, a figure or date, in quotation marks, the rest."""
    words: dict[str, Word] = {}
    quoted = [match.span() for match in _QUOTED.finditer(text)]
    found = list(_WORD.finditer(text))
    shouted = text.isupper()
    for at, match in enumerate(found):
        word = _POSSESSIVE.sub("", match[0].strip("_"))
        near = [found[other][0] for other in (at - 1, at + 1) if 0 <= other < len(found)]
        if not _is_word(word) or _is_stop(word, near, shouted=shouted):
            continue
        inside = any(start <= match.start() < end for start, end in quoted)
        starts = bool(_SENTENCE_END.search(text[max(match.start() - 4, 0) : match.start()]))
        kind = _kind(word, near, inside=inside, starts=starts, shouted=shouted)
        known = words.get(word.casefold())
        if known is None or kind < known.kind:
            words[word.casefold()] = Word(known.text if known else word, kind)
    return list(words.values())


def any_words(text: str) -> list[str]:
    """Every word, stop words too."""
    return _WORD.findall(text)


def name_words(name: str) -> Iterator[Word]:
    """The words of a source's name, without what is true of thousands of sources."""
    for word in telling_words(name):
        if word.text.casefold() not in _SOURCE_STOP:
            yield Word(word.text, Kind.NAME)


def _is_word(word: str) -> bool:
    """Whether a token says anything: a figure, a word of two letters, or a letter that is a word itself."""
    return word.isdigit() or len(word) > 1 or (len(word) == 1 and not word.isascii())


def _is_stop(word: str, near: list[str], *, shouted: bool) -> bool:
    """Whether it is one of the words that every text has; US, WHO and the May of a date are not."""
    if word.casefold() not in _STOP:
        return False
    acronym = len(word) > 1 and word.isupper() and not shouted
    month = word == "May" and any(other[:1].isdigit() for other in near)
    return not acronym and not month


def _kind(word: str, near: list[str], *, inside: bool, starts: bool, shouted: bool) -> Kind:
    lower = word.casefold()
    if any(letter.isdigit() for letter in word):
        is_day = word.isdigit() and len(word) <= 2 and any(other.casefold() in _MONTHS for other in near)
        return Kind.FAINT if is_day else Kind.FIGURE
    if lower in _SCALES and any(other[-1:].isdigit() for other in near):
        return Kind.FIGURE
    if lower in _MONTHS and word[0].isupper() and any(other[:1].isdigit() for other in near):
        return Kind.FIGURE
    if lower in _TITLES or lower in _SOURCE_STOP:
        return Kind.FAINT
    if _is_name(word, near, starts=starts) and not shouted:
        return Kind.NAME
    return Kind.QUOTED if inside else Kind.PLAIN


def _is_name(word: str, near: list[str], *, starts: bool) -> bool:
    """A capital that does not come from the beginning of a sentence, or one that another follows."""
    if any(letter.isupper() for letter in word[1:]):
        return True
    follows = bool(near) and near[-1][:1].isupper() and near[-1].casefold() not in _STOP
    return word[0].isupper() and (not starts or follows)
