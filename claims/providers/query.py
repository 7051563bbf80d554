"""A claim to search words: names, figures and content words, in the claim's order, without the rest."""

import re
import unicodedata
from dataclasses import replace

from claims.providers.base import ProviderError, Question

LONGEST_QUERY = 300
LONGEST_TYPED = 2_000

# A word may hold apostrophes, hyphens and inner full stops (U.S., 1.5, 10,000); a figure keeps its sign.
_WORD = re.compile(r"[$€£¥]?\w+(?:[.,'’\-/]\w+)*%?")
_POSSESSIVE = re.compile(r"['’]s?$", re.IGNORECASE)

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


def content_words(text: str) -> list[str]:
    """The words of ``text`` worth searching for: each once, as first written, in order.

    Possessive endings are cut off; words of one letter are dropped, single figures are kept.
    """
    words: dict[str, str] = {}
    for match in _WORD.finditer(text):
        word = _POSSESSIVE.sub("", match[0].strip("_"))
        key = word.casefold()
        if key not in _STOP and _is_word(word):
            words.setdefault(key, word)
    return list(words.values())


def build_query(claim_text: str, source_name: str = "") -> str:
    """A search query of at most 300 characters: who said it, then what, in the claim's order.

    When it would be longer, plain words go first; names and figures stay. A claim of stop words only is
    searched for as it stands. Empty only when both arguments hold no word.
    """
    source = [word for word in content_words(source_name) if word.casefold() not in _SOURCE_STOP]
    words = content_words(" ".join([*source, claim_text]))
    if not words:
        words = _WORD.findall(claim_text)
    return " ".join(_shortened(words))


def _is_word(word: str) -> bool:
    """Whether a token says anything: a figure, a word of two letters, or a letter that is a word itself."""
    return word.isdigit() or len(word) > 1 or (len(word) == 1 and not word.isascii())


def _shortened(words: list[str]) -> list[str]:
    """The words that fit into a query, the telling ones chosen first, in their old order."""
    telling = sorted(range(len(words)), key=lambda at: (not _is_telling(words[at]), at))
    chosen: list[int] = []
    room = LONGEST_QUERY + 1
    for at in telling:
        if len(words[at]) + 1 <= room:
            chosen.append(at)
            room -= len(words[at]) + 1
    return [words[at] for at in sorted(chosen)] or [words[0][:LONGEST_QUERY]] if words else []


def _is_telling(word: str) -> bool:
    return word[0].isupper() or any(character.isdigit() for character in word)


def cut(question: Question, longest: int, *, service: str) -> tuple[Question, str]:
    """The question on one line of at most ``longest`` characters, and a note where words were left off.

    It is cut at a word. Raises ProviderError for more than 2,000 characters: that is no question any more.
    """
    visible = (" " if unicodedata.category(letter) in {"Cc", "Cs"} else letter for letter in question.query)
    line = " ".join(unicodedata.normalize("NFC", "".join(visible)).split())
    if len(line) > LONGEST_TYPED:
        raise ProviderError(f"A question may have at most {LONGEST_TYPED:,} characters.", retryable=False)
    if len(line) <= longest:
        return replace(question, query=line), ""
    head = line[: longest + 1].rpartition(" ")[0] or line[:longest]
    note = f"{service} takes {longest} characters at most: the question was cut after “{head[-40:]}”."
    return replace(question, query=head), note
