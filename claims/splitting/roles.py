"""The roles that a text gives to persons, before a name ("Mayor London Breed") or behind it (", counsel for …")."""

import re
from collections import defaultdict
from collections.abc import Iterable

from claims.splitting.naming import Naming
from claims.splitting.wording import words

_BEHIND = re.compile(r"\s?,\s?((?:an?\s|the\s)?[^,.;:()“”\"]{3,120})(?=[,.;:]|$)")
_WORD = re.compile(r"[a-z]+(?:-[a-z]+)*")


def role(naming: Naming) -> str:
    """The role that stands at one place; empty where none does. A courtesy title ("Mr.") is no role."""
    if naming.title and not courtesy(naming.title):
        return naming.title
    end = naming.doc[naming.last].idx + len(naming.doc[naming.last])
    behind = _BEHIND.match(naming.doc.text, end)
    if behind is None or not _calls(behind[1]):
        return ""
    told = re.split(r"\s(?:who|which|that|whose)\b", " ".join(behind[1].split()))[0]
    return re.sub(r"^(?:an?|the)\s", "", told)


def title_gender(title: str) -> str:
    """``he`` or ``she`` where a title says so, an empty string else."""
    low = set(title.lower().split())
    if low & (words("naming", "masculine_titles") | words("voices", "masculine")):
        return "he"
    return "she" if low & (words("naming", "feminine_titles") | words("voices", "feminine")) else ""


def courtesy(title: str) -> bool:
    """Whether a title is but "Mr." or the like, which is no role."""
    low = title.lower().split()
    return all(w in words("naming", "masculine_titles") | words("naming", "feminine_titles") for w in low)


def _calls(behind: str) -> bool:
    """Whether the words behind a comma say what somebody is: a noun of persons stands near their begin."""
    if behind.lower().startswith(("who ", "which ", "whose ", "and ")):
        return False
    low = _WORD.findall(re.split(r"\s(?:who|which|that|said|says|told)\b", behind.lower())[0])
    nouns = words("nouns", "person") | words("naming", "titles")
    return any(word in nouns or word.removesuffix("s") in nouns for word in low[:8])


def holders(found: Iterable[tuple[Naming, str]]) -> dict[str, dict[str, None]]:
    """For each word of a role the full names of those who hold one with it, in the order of the text."""
    held: dict[str, dict[str, None]] = defaultdict(dict)
    for naming, full in found:
        for word in _WORD.findall(role(naming).lower()):
            held[word].setdefault(full)
    return held
