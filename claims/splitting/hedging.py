"""What holds a statement back (hedges) and whether it says that something is not so (negation)."""

import re
from functools import cache
from typing import TYPE_CHECKING

from claims.splitting.wording import table, words

if TYPE_CHECKING:
    from spacy.tokens import Token

_FIGURE = (
    r"(?:[$€£]?\d|(?:a|one|two|three|four|five|six|seven|eight|nine|ten|twelve|twenty|thirty|forty|fifty|half)\b)"
)
_NOT = re.compile(r"\b(?:not|never|no longer|nobody|no one|none|neither|cannot)\b|n['’]t\b", re.I)
_NO = frozenset({"no", "neither"})
_NOBODY = frozenset({"nobody", "none", "nothing", "neither"})


@cache
def _hedges() -> re.Pattern[str]:
    plain = "|".join(sorted(words("hedges", "words"), key=len, reverse=True))
    phrases = "|".join(phrase for phrase in table("hedges")["phrases"] if phrase != "may")
    sizes = "|".join(sorted(words("hedges", "sizes"), key=len, reverse=True))
    return re.compile(rf"\b(?:(?i:{plain}|{phrases})\b|may\b|(?i:{sizes})(?=\ {_FIGURE}))")


def hedges(text: str) -> tuple[str, ...]:
    """The words that hold a statement back, small letters, each once, in the order of the text."""
    return tuple(dict.fromkeys(match.group().lower() for match in _hedges().finditer(text)))


def negated(text: str, head: "Token | None") -> bool:
    """Whether a statement says that something is not so: at its main verb if that is known, else anywhere."""
    if head is None:
        return bool(_NOT.search(text))
    return any(_denies(child) for child in head.children)


def _denies(child: "Token") -> bool:
    if child.dep_ == "neg":
        return True
    if child.dep_ == "advmod":
        return any(inner.dep_ == "neg" for inner in child.children)  # "no longer"
    if child.dep_ in {"nsubj", "nsubjpass", "dobj", "attr"}:
        return child.lower_ in _NOBODY or any(c.dep_ in {"det", "neg"} and c.lower_ in _NO for c in child.lefts)
    return False
