"""What speaks in a text for a name's being a person's, a body's or a place's, and for "he" or "she"."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from claims.splitting import roles
from claims.splitting.naming import Naming
from claims.splitting.wording import words

_SMALL = frozenset({"of", "the", "for", "and", "on", "in", "to", "&", "de", "a", "an"})
_GIVEN = 2  # how many pronouns a given name weighs
_FAR = 40  # tokens from a name within which a pronoun may speak of it


@dataclass(slots=True)
class Entry:
    """One name: where it stands and what speaks for which kind; ``label`` is settled on first question."""

    name: str
    namings: list[Naming] = field(default_factory=list)
    person: int = 0
    body: int = 0
    place: int = 0
    titled: Counter[str] = field(default_factory=Counter)
    hinted: Counter[str] = field(default_factory=Counter)

    @property
    def parts(self) -> list[str]:
        """The words of the name, without "Jr." and the like at its end."""
        parts = self.name.split()
        while len(parts) > 1 and parts[-1].strip(",").lower() in words("naming", "suffixes"):
            parts.pop()
        return parts


def weigh(entry: Entry, naming: Naming) -> None:
    """Count what one place says about a name."""
    parts = [part.strip(".,").lower() for part in entry.parts]
    title = naming.title.lower().split()
    given = words("naming", "masculine") | words("naming", "feminine") | words("naming", "either")
    entry.person += 3 * bool(title) + 3 * naming.aged + 3 * (len(parts) > 1 and parts[0] in given)
    initial = len(parts) > 1 and len(parts[1]) == 1 and len(parts) > 2
    entry.person += 2 * initial
    held = any(part in words("naming", "bodies") for part in (parts if len(parts) > 1 else parts[:0]))
    capitals = len(parts) == 1 and entry.name.isupper() and len(entry.name) > 1
    end = entry.parts[-1].lower()
    placed = (len(parts) > 1 and end in words("naming", "places")) or entry.name in words("naming", "countries")
    entry.place += 9 * placed
    entry.body += 4 * held + 2 * capitals + 3 * naming.definite * (not title)
    if gender := roles.title_gender(naming.title):
        entry.titled[gender] += 1


def given_gender(parts: Sequence[str]) -> dict[str, int]:
    """What a given name says of ``he`` or ``she``, weighed as so many pronouns; empty where it says nothing."""
    first = parts[0].lower() if len(parts) > 1 else ""
    if first in words("naming", "masculine"):
        return {"he": _GIVEN}
    return {"she": _GIVEN} if first in words("naming", "feminine") else {}


def hint(found: Sequence[Naming], entries: dict[str, Entry]) -> None:
    """Let the first "he" or "she" behind a subject say of whom it speaks, if no other name stands between."""
    for place, naming in enumerate(found):
        if not naming.subject:
            continue
        stop = min(_next_name(found, place, entries), naming.last + _FAR)
        for token in naming.doc[naming.last + 1 : stop]:
            if token.pos_ == "PRON" and token.lower_ in words("voices", "he") | words("voices", "she"):
                entries[naming.name].hinted["he" if token.lower_ in words("voices", "he") else "she"] += 1
                break


def _next_name(found: Sequence[Naming], place: int, entries: dict[str, Entry]) -> int:
    """The token where the next name in the passage begins that may be a person's; the end where none does."""
    for naming in found[place + 1 : place + _FAR]:
        if naming.doc is not found[place].doc:
            break
        if naming.subject or entries[naming.name].person:
            return naming.first
    return len(found[place].doc)


def shortened(entries: dict[str, Entry]) -> dict[str, str]:
    """Short name to the body's full one: its initials, or the words that stand for it alone."""
    bodies = [name for name, entry in entries.items() if len(entry.parts) > 1 and entry.body >= entry.person]
    found: dict[str, str] = {}
    for name in bodies:
        for short in (_initials(name), _initials(name, every=True), *_cut(name)):
            if short != name and short in entries and len(short) > 1:
                found.setdefault(short, name)
    return {short: found.get(full, full) for short, full in found.items()}


def _initials(name: str, *, every: bool = False) -> str:
    parts = [part for part in name.replace("-", " ").split() if every or part.lower() not in _SMALL]
    return "".join(part[0] for part in parts if part[0].isalpha() and part not in {"'s", "’s"}).upper()


def _cut(name: str) -> list[str]:
    """What a body is called for short: without "for Justice", without "Inc.", without "Department of"."""
    parts = name.split()
    low = [part.lower() for part in parts]
    found = [" ".join(parts[:n]) for n in range(2, len(parts) - 1) if low[n] in _SMALL]
    if low[-1] in words("naming", "corporate"):
        found.append(" ".join(parts[:-1]))
    if low[0] in {"department", "ministry", "office", "bureau"} and low[1] == "of":
        found.append(" ".join(parts[2:]))
    return [short for short in found if short.split()[-1].lower() not in _SMALL]
