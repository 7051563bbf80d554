"""Texts as units to be compared: what two spellings of one word have in common, with offsets into the text.

A unit is a word in a plain form (small letters, no accents, one spelling, contractions taken apart, numbers as
digits) together with the place in the text that it was read from. Several units can share a place ("don't" is "do"
and "not"), and one unit can span several words ("twenty-five").
"""

import re
import unicodedata
from functools import cache, lru_cache

from claims.measures.numerals import Unit, plain_number, put_together
from claims.measures.wording import table, words

ELLIPSIS = "…"
OPEN, CLOSE = "[", "]"
ANY = "*"  # at the end of a form: the editor has changed the ending, "resign[ed]"

_MARKS = "".join(chr(code) for code in range(0x300, 0x1E950) if unicodedata.category(chr(code))[0] == "M")
_JOINERS = "\u00ad\u200b\u200c\u200d\u2060"  # soft hyphen and marks without width
_LETTERS = rf"(?:[^\W\d_][{re.escape(_MARKS)}{_JOINERS}]*)+"
_TOKEN = re.compile(
    r"(?P<gap>[\[(]?\s*(?:…|\.\s?\.\s?\.(?:\s?\.)?)\s*[\])]?)"
    r"|(?P<ordinal>\d+(?:st|nd|rd|th)\b)"
    r"|(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    r"|(?P<initials>\b(?:[A-Za-z]\.){2,}|\b(?:US|UK|EU|UN)\b)"
    r"|(?P<sign>[$€£%&])"
    r"|(?P<ideograph>[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff])"
    rf"|(?P<capital>\[[^\W\d_]\]{_LETTERS})"
    rf"|(?P<tail>{_LETTERS}\[{_LETTERS}\])"
    rf"|(?P<word>{_LETTERS}(?:['’‘ʼ]{_LETTERS})*)"
    r"|(?P<bracket>[\[\]])"
)
_CHUNK = re.compile(r"\.(?: \.)+|\S+")
_STRIP = {ord(mark): None for mark in _JOINERS}
_SUFFIXES = (
    "",
    "s",
    "ed",
    "ing",
    "er",
    "ers",
    "able",
    "ite",
    "ites",
    "ful",
    "less",
    "hood",
    "hoods",
    "ly",
    "al",
    "d",
)


@lru_cache(maxsize=16)
def read(text: str) -> tuple[Unit, ...]:
    """The units of a text in order. Ellipses and square brackets are units of their own; other marks are none."""
    units: list[Unit] = []
    for match in _CHUNK.finditer(text):
        at = match.start()
        units += [Unit(form, at + start, at + end) for form, start, end in _in_chunk(match.group())]
    return tuple(put_together(units))


@lru_cache(maxsize=65536)
def _in_chunk(chunk: str) -> tuple[tuple[str, int, int], ...]:
    """The units of what stands between two spaces, with offsets into it."""
    return tuple(
        (form, *match.span())
        for match in _TOKEN.finditer(chunk)
        for form in _forms(match.group(), str(match.lastgroup))
    )


def _forms(token: str, kind: str) -> tuple[str, ...]:
    if kind == "gap":
        return (ELLIPSIS,)
    if kind == "number":
        return (plain_number(token),)
    if kind == "initials":
        return (f"{token.replace('.', '').lower()}.",)
    if kind == "sign":
        return (table("spelling")["currency"].get(token) or {"%": "%", "&": "and"}[token],)
    if kind == "tail":
        return (_word(token[: token.index("[")])[0] + ANY,)
    return (token.lower(),) if kind in ("bracket", "ordinal") else _word(token.replace("[", "").replace("]", ""))


def _word(token: str) -> tuple[str, ...]:
    bare = unicodedata.normalize("NFKD", token.translate(_STRIP)).casefold()
    plain = "".join(char for char in bare if not unicodedata.combining(char))
    plain = plain.replace("’", "'").replace("‘", "'").replace("ʼ", "'")
    if plain in words("spelling", "fillers"):
        return ()
    if joined := table("spelling")["joined"].get(plain):
        return tuple(joined.split())
    for ending, form in table("spelling")["ending"].items():
        if plain.endswith(ending) and len(plain) > len(ending):
            return (spelling(plain[: -len(ending)]), form)
    return (spelling(plain),)


@cache
def _variants() -> dict[str, str]:
    """Spellings to the one that stands for them."""
    known: dict[str, str] = dict(table("spelling")["pair"])
    known |= table("spelling")["currency"]
    known |= {
        stem + tail: stem.replace("our", "or") + tail for stem in words("spelling", "our") for tail in _SUFFIXES
    }
    known |= {stem + tail: f"{stem[:-2]}er{tail}" for stem in words("spelling", "re") for tail in ("", "s", "d")}
    for stem in words("spelling", "one_l"):
        known |= {f"{stem}l{tail}": stem + tail for tail in ("ed", "ing", "er", "ers", "or", "ors", "ous")}
    return known


def spelling(word: str) -> str:
    """The one spelling of a word in small letters: American where there are two, -ize where there is a choice."""
    return _variants().get(word) or _ISE.sub(r"\1z\2", word)


_ISE = re.compile(r"^(\w{2,}[iy])s(e|es|ed|ing|ers?|ations?)$")


@cache
def alternatives(form: str) -> frozenset[str]:
    """The other forms that may stand for this one: "'s" for "is", "has" for "'s"."""
    alike = {one: others.split() for one, others in table("spelling")["alike"].items()}
    return frozenset([*alike.get(form, []), *(one for one, others in alike.items() if form in others)])


def same(one: str, other: str) -> bool:
    """Whether two forms are one word to a reader: "it's" may be "it is" and "it has"."""
    if one == other or (other in _MUTABLE and other in alternatives(one)):
        return True
    return one.endswith(ANY) and len(one) > 1 and other.startswith(one[:-2])


_MUTABLE = frozenset({*table("spelling")["alike"], *" ".join(table("spelling")["alike"].values()).split()})
