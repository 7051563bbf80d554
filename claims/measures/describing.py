"""What the words for an unnamed source tell a reader: how specific they are, how the source knows, how many speak.

English only; the words are in ``rules/describing.toml``. Every answer carries the words that decided it.
"""

import re
from dataclasses import dataclass
from itertools import pairwise

from claims.measures.wording import pattern, table, words

MOST_SPECIFIC = 3
_NEAR = 6  # words after a number among which the people stand: "two senior White House officials"

_WORD = re.compile(r"\w[\w’'-]*(?<![’'])")
_POSSESSIVE = re.compile(r"['’]s?$")
_POINTED_AT = re.compile(r"^\W*(?:the|this|that|these|those|its|his|her|their|our|my)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Specificity:
    """``level`` 0 (could be anybody) to 3; ``reasons`` pair what was told with the words that tell it."""

    level: int
    reasons: tuple[tuple[str, str], ...]


def specificity(described: str) -> Specificity:
    """How far the words for an unnamed source narrow down who it is.

    One step each for a role ("official"), a body ("White House", "the ministry"), a rank ("senior", "former") and
    a way of knowing ("who attended the meeting", "close to the talks"). "Familiar with the matter" is none: it fits
    everybody who ever spoke of a thing. A rank alone narrows nothing, nor does what else a source is familiar with:
    that tells what it knows, not who it is.
    """
    stock = _matched(described, "stock")
    itself = " ".join(described.split()).partition(stock)[0] if stock else described
    found = {
        "role": _listed(itself, "role"),
        "body": _name(itself) or _listed(itself, "body"),
        "rank": _listed(itself, "rank"),
        "way of knowing": firsthand(described) or _matched(described, "secondhand") or _matter(described),
    }
    told = {what: word for what, word in found.items() if word}
    weak = {"rank", "way of knowing"} if told.get("way of knowing") == _matter(described) else {"rank"}
    if set(told) <= weak:
        return Specificity(0, (("stock phrase", stock),) if stock else ())
    return Specificity(min(MOST_SPECIFIC, len(told)), tuple(told.items()))


def firsthand(described: str) -> str:
    """The words that say that a source saw, heard or did it ("who attended the meeting"); "" where none do."""
    return _matched(described, "firsthand")


def told_count(described: str) -> tuple[int, str]:
    """How many sources the words say that there are, and the words that say so; (0, "") where they do not.

    A plural without a number ("officials") gives no count: it is as often one voice as several.
    """
    people = words("describing", "people") | words("describing", "role")
    flat = " ".join(described.split())
    for match in pattern("describing", "many").finditer(flat):
        following = list(_WORD.finditer(flat, match.end()))[:_NEAR]
        who = next((word for word in following if _singulars(word.group()) & people), None)
        if who:
            many = match.group().lower()
            return table("describing")["number"].get(many) or int(many), flat[match.start() : who.end()]
    return 0, ""


def passive(wording: str) -> str:
    """The words that report without saying who does ("it is understood", "reportedly"); "" where none do."""
    return _matched(wording, "passive")


def names_document(described: str) -> bool:
    """Whether a reader could find the document: a name, number, date or owner, or pointed at ("the indictment").

    "A report", "court documents" and "e-mails reviewed by the Courier" are none: the Courier is who saw them.
    """
    described = described.split(firsthand(described) or "\0", maxsplit=1)[0]
    if _POINTED_AT.match(described) or re.search(r"\d|['’]s\b|s['’](?=\s)", described):
        return True
    plain = words("describing", "document")
    found = (word for word in _WORD.findall(described) if word[0].isupper())
    return any(
        not _singulars(word) & plain and word.lower() not in words("describing", "no_name") for word in found
    )


def _matched(described: str, key: str) -> str:
    match = pattern("describing", key).search(" ".join(described.split()))
    return match.group().strip() if match else ""


def _listed(described: str, key: str) -> str:
    known = words("describing", key)
    return next((word for word in _WORD.findall(described) if _singulars(_POSSESSIVE.sub("", word)) & known), "")


def _name(described: str) -> str:
    """The first run of capitalised words that are no opening, number or role."""
    found = [word for word in _WORD.finditer(described) if _is_name(word.group())]
    if not found:
        return ""
    last = found[0]
    for word, following in pairwise(found):
        if following.start() - word.end() > 1:
            break
        last = following
    return _POSSESSIVE.sub("", described[found[0].start() : last.end()])


def _is_name(word: str) -> bool:
    plain = (words("describing", key) for key in ("no_name", "role", "rank", "people", "document"))
    return word[0].isupper() and not _singulars(word) & frozenset().union(*plain)


def _matter(described: str) -> str:
    """A familiarity that says with what: "familiar with the board's vote", not "familiar with the matter"."""
    match = pattern("describing", "stock").search(" ".join(described.split()))
    if match is None or pattern("describing", "empty_matter").match(match["what"]):
        return ""
    return match.group().strip()


def _singulars(word: str) -> set[str]:
    """A word in small letters with what it may be the plural of."""
    low = word.lower()
    forms = {low}
    if low.endswith("men"):
        forms.add(f"{low[:-3]}man")
    if low.endswith("ies"):
        forms.add(f"{low[:-3]}y")
    if low.endswith("es"):
        forms.add(low[:-2])
    if low.endswith("s"):
        forms.add(low[:-1])
    return forms
