"""A claim to search words: names, figures, dates and content words, in the claim's order, without the rest."""

import math
import unicodedata
from dataclasses import replace

from claims.providers.base import ProviderError, Question, Shape
from claims.providers.words import Kind, Word, any_words, content_words, name_words, telling_words

__all__ = ["LONGEST_QUERY", "LONGEST_TYPED", "build_query", "content_words", "cut"]

LONGEST_QUERY = 300
LONGEST_TYPED = 2_000
_USUAL = Shape(characters=LONGEST_QUERY)
# Of a question of few words, so many parts may be names and figures: with these alone, a service that wants
# every word to occur finds the people and misses the matter.
_SHARES = {Kind.NAME: 2 / 3, Kind.FIGURE: 1 / 4, Kind.FAINT: 0}


def build_query(claim_text: str, source_name: str = "", shape: Shape = _USUAL) -> str:
    """A search query within ``shape``: who said it, then what, in the claim's order.

    ``source_name`` is given where it is in question whether they said it. When it would be too long, plain
    words go first; names, figures and quoted words stay. A claim of stop words only is searched for as it
    stands. Empty only when both arguments hold no word.
    """
    words = {word.text.casefold(): word for word in name_words(source_name)}
    for word in telling_words(claim_text):
        words.setdefault(word.text.casefold(), word)
    chosen = list(words.values()) or [Word(text, Kind.PLAIN) for text in any_words(claim_text)]
    return " ".join(_within(_fewer(chosen, shape.words), shape.characters))


def _fewer(words: list[Word], most: int) -> list[Word]:
    """At most so many words: each kind has its share, and what one leaves goes to the most telling others.

    Of plain words the longer ones go first: they are the rarer ones.
    """
    if len(words) <= most:
        return words
    length = [len(word.text) if word.kind is Kind.PLAIN else 0 for word in words]
    ranked = sorted(range(len(words)), key=lambda at: (words[at].kind, -length[at], at))
    chosen: list[int] = []
    for at in ranked:
        kind = words[at].kind
        share = math.ceil(most * _SHARES.get(kind, 1))
        if len(chosen) < most and sum(words[other].kind == kind for other in chosen) < share:
            chosen.append(at)
    chosen += [at for at in ranked if at not in chosen][: most - len(chosen)]
    return [words[at] for at in sorted(chosen)]


def _within(words: list[Word], longest: int) -> list[str]:
    """The words that fit into so many characters, the telling ones chosen first, in their old order."""
    chosen: list[int] = []
    room = longest + 1
    for at in sorted(range(len(words)), key=lambda at: (words[at].kind, at)):
        if len(words[at].text) + 1 <= room:
            chosen.append(at)
            room -= len(words[at].text) + 1
    return [words[at].text for at in sorted(chosen)] or [word.text[:longest] for word in words[:1]]


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
