"""What kind of name each name of a text is, of whom it speaks, and which names are one."""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING

from claims.splitting import roles
from claims.splitting.language import name_entities
from claims.splitting.namesigns import Entry, given_gender, hint, shortened, weigh
from claims.splitting.naming import Naming
from claims.splitting.wording import words

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_PLACES = frozenset({"GPE", "LOC"})
_BODIES = frozenset({"ORG", "FAC", "PRODUCT", "WORK_OF_ART", "LAW", "EVENT"})
_GROUPS = frozenset({"NORP"})
_PLACES_READ = 6  # places of a name at which its role is looked for


class Names:
    """All names of a text. Reading it costs nothing but where the parse leaves open what a name names."""

    def __init__(self, found: Sequence[Naming]) -> None:
        self.namings = found
        self._entries: dict[str, Entry] = {}
        self._labels: dict[str, Counter[str]] = defaultdict(Counter)
        self._seen: set[int] = set()
        self._settled: dict[str, str] = {}
        self._by_doc: dict[int, list[Naming]] = defaultdict(list)
        for naming in found:
            self._by_doc[id(naming.doc)].append(naming)
            entry = self._entries.setdefault(naming.name, Entry(naming.name))
            entry.namings.append(naming)
            weigh(entry, naming)
        hint(found, self._entries)
        self._last = self._by_part(-1)
        self._first = self._by_part(0)
        self._short = shortened(self._entries)
        self._called: dict[str, Counter[str]] = {}
        self._held: dict[str, dict[str, None]] | None = None

    def _by_part(self, place: int) -> dict[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for entry in self._entries.values():
            if len(entry.parts) > 1:
                found[entry.parts[place].casefold()].append(entry.name)
        return found

    def entry(self, name: str) -> Entry | None:
        """What is known of a name; None where it is new."""
        return self._entries.get(name)

    def label(self, name: str, *, asking: bool = True) -> str:
        """``person``, ``body``, ``place``, ``group`` or, where nothing says which, an empty string.

        Without ``asking`` only by what is known already: the parser's own answer takes time.
        """
        if name not in self._settled:
            by_signs = self._by_signs(name)
            if not (by_signs or asking or self._asked(name)):
                return ""
            self._settled[name] = by_signs or self._by_parser(name)
        return self._settled[name]

    def _by_signs(self, name: str) -> str:
        entry = self._entries.get(name)
        if entry is None:
            return ""
        if len(entry.parts) == 1 and (full := self._full_persons(entry.parts[0])) and full != [name]:
            return "person"
        if entry.place > max(entry.person, entry.body):
            return "place"
        if entry.person != entry.body:
            return "person" if entry.person > entry.body else "body"
        return ""

    def _asked(self, name: str) -> bool:
        entry = self._entries.get(name)
        return entry is None or id(entry.namings[0].doc) in self._seen

    def _by_parser(self, name: str) -> str:
        entry = self._entries.get(name)
        if entry is None:
            return ""
        self._look(entry)
        counts = self._labels.get(name)
        return counts.most_common(1)[0][0] if counts else ""

    def _look(self, entry: Entry) -> None:
        """Ask the parser what the name names, in the passage where it first stands."""
        doc = entry.namings[0].doc
        if id(doc) not in self._seen:
            self._seen.add(id(doc))
            name_entities([doc])
            self._note(doc)

    def _note(self, doc: "Doc") -> None:
        inside = {n: ent for ent in doc.ents for n in range(ent.start, ent.end)}
        for naming in self._by_doc[id(doc)]:
            if naming.last in inside and (kind := _kind(inside[naming.last].label_)):
                self._labels[naming.name][kind] += 1

    def within(self, doc: "Doc", first: int, last: int) -> list[Naming]:
        """The names that stand between two tokens of a passage, both included."""
        found = self._by_doc[id(doc)]
        place = bisect_left(found, first, key=lambda naming: naming.first)
        names = []
        while place < len(found) and found[place].first <= last:
            names.append(found[place])
            place += 1
        return names

    def full_names(self, name: str) -> list[str]:
        """The fuller names of persons or bodies that a name may be short for; empty where it is full itself."""
        entry = self._entries.get(name)
        if entry is not None and len(entry.parts) > 1 and entry.parts[0].lower() in words("naming", "particles"):
            ending = " " + name.casefold()
            return [full for full in self._last[entry.parts[-1].casefold()] if full.casefold().endswith(ending)]
        if entry is None or len(entry.parts) > 1:
            return [self._short[name]] if name in self._short else []
        persons = [full for full in self._full_persons(entry.parts[0]) if full != name]
        return persons or ([self._short[name]] if name in self._short else [])

    def fullest(self, name: str) -> str:
        """The longest name of the same first and last word: "Robert Paul Hartley" for "Robert Hartley"."""
        entry = self._entries.get(name)
        if entry is None or len(entry.parts) < 2:
            return name
        first = entry.parts[0].casefold()
        same = [full for full in self._last[entry.parts[-1].casefold()] if full.split()[0].casefold() == first]
        return max(same, key=len, default=name)

    def _full_persons(self, part: str) -> list[str]:
        key = part.casefold()
        found = self._last.get(key) or self._first.get(key) or []
        known = [n for n in found if self._entries[n].person > self._entries[n].body or self._alike(n, part)]
        return list(dict.fromkeys(self.fullest(name) for name in known))

    def _alike(self, name: str, part: str) -> bool:
        """Whether the parser alone takes a name for a person's, and its last word for no place's."""
        entry, short = self._entries[name], self._entries.get(part)
        if entry.person != entry.body or self.label(name) != "person":
            return False
        if short is None:
            return True
        self._look(short)
        return "place" not in self._labels[part]

    def role(self, name: str) -> str:
        """The fullest role that the text gives to a person; empty where it gives none."""
        entry = self._entries.get(name)
        places = entry.namings[:_PLACES_READ] if entry else []
        short = self._entries.get(entry.parts[-1]) if entry else None
        places = places + (short.namings[:_PLACES_READ] if short else [])
        return max((roles.role(naming) for naming in places), key=len, default="")

    def holders(self, noun: str) -> list[str]:
        """The persons to whom the text gives a role with this noun."""
        if self._held is None:
            called = ((n, self.fullest((self.full_names(n.name) or [n.name])[0])) for n in self.namings)
            self._held = roles.holders(pair for pair in called if len(pair[1].split()) > 1)
        return [name for name in self._held.get(noun, {}) if self.label(name) == "person"]

    def count(self, name: str) -> int:
        """At how many places a name stands, itself or in short; at least 1."""
        entry = self._entries.get(name)
        return max(len(entry.namings) if entry else 0, 1) + sum(
            len(self._entries[short].namings) for short, full in self._short.items() if full == name
        )

    def calls(self, noun: str) -> Counter[str]:
        """How often the text itself calls each body "the company", "the agency": by the words in one sentence."""
        if noun not in self._called:
            docs = {id(naming.doc): naming.doc for naming in self.namings}.values()
            bodies = (self._called_so(token) for doc in docs for token in doc if token.lower_ == noun)
            self._called[noun] = Counter(name for name in bodies if name)
        return self._called[noun]

    def _called_so(self, token: "Token") -> str:
        """The body that a noun stands for in its sentence: the name right behind it, or the subject before it."""
        sent = token.sent
        near = [n for n in self.within(token.doc, sent.start, token.i + 1) if self.label(n.name) in {"body", ""}]
        if near and near[-1].first == token.i + 1:
            return near[-1].name
        if token.i == sent.start or token.nbor(-1).lower_ != "the" or _in_relative(token):
            return ""
        before = [naming for naming in near if naming.last < token.i]
        acting = [naming for naming in before if naming.subject]
        return (acting or before)[-1].name if before else ""

    def heard(self, name: str, gender: str) -> None:
        """Remember that "he" or "she" took up a name."""
        if entry := self._entries.get(name):
            entry.hinted[gender] += 1

    def gender(self, name: str) -> tuple[str, bool]:
        """``he`` or ``she``, and whether a title says so; an empty string where nothing tells."""
        entry = self._entries.get(name)
        if entry is None:
            return "", False
        last = entry.parts[-1]
        alone = last != name and last in self._entries and len(self._last[last.casefold()]) == 1
        entries = [entry, self._entries[last]] if alone else [entry]
        titled = sum((one.titled for one in entries), Counter())
        if titled:
            return titled.most_common(1)[0][0], True
        hints = sum((one.hinted for one in entries), Counter(given_gender(entry.parts)))
        ranked = hints.most_common(2)
        even = len(ranked) == 2 and ranked[0][1] == ranked[1][1]
        return (ranked[0][0] if ranked and not even else ""), False


def _in_relative(token: "Token") -> bool:
    """Whether a word stands in a relative clause, whose own subject may be meant."""
    current = token
    for _ in range(8):
        if current.dep_ == "relcl":
            return True
        current = current.head
    return False


def _kind(label: str) -> str:
    if label == "PERSON":
        return "person"
    if label in _BODIES:
        return "body"
    if label in _PLACES:
        return "place"
    return "group" if label in _GROUPS else ""
