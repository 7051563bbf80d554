"""The entities that an article rests on, gathered while its sources are read."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from claims.splitting.spans import SourceKind, SourceMention

LONGEST = 300  # code points of a name; a longer description is cut at a word
_LEADING = re.compile(r"^(?:an?|the|that|this|these|those|one|some|another|its|their|his|her)\s+", re.IGNORECASE)


@dataclass(slots=True)
class Entity:
    """An entity in the making; ``short`` is its name or its description up to the noun, ``gender`` may be blank."""

    name: str
    kind: SourceKind
    reason: str
    short: str
    noun: str = ""
    role: str = ""
    gender: str = ""
    plural: bool = False
    owner: str = ""
    nouns: set[str] = field(default_factory=set)
    aliases: dict[str, None] = field(default_factory=dict)

    def called(self, alias: str) -> None:
        """Remember another name for it."""
        if alias and alias.casefold() != self.name.casefold():
            self.aliases.setdefault(cut(alias))

    def serves(self, role: str) -> None:
        """Remember a role; the fullest is kept."""
        if len(role) > len(self.role):
            self.role = role

    def mention(self) -> SourceMention:
        """The entity as the split shows it."""
        return SourceMention(self.name, self.kind, self.reason, self.role, tuple(self.aliases))


def cut(name: str) -> str:
    """A name of at most 300 code points, cut at a word where there is one."""
    flat = " ".join(name.split())
    if len(flat) <= LONGEST:
        return flat
    return flat[: flat.rfind(" ", 0, LONGEST + 1) if " " in flat[:LONGEST] else LONGEST].rstrip()


def key(words: str) -> str:
    """What makes two descriptions the same one: the words without the article, without regard to case."""
    flat = " ".join(words.split()).casefold()
    return _LEADING.sub("", flat) or flat


class Entities:
    """All entities of an article, each once, in the order of their first use."""

    def __init__(self) -> None:
        self.all: list[Entity] = []
        self._places: dict[str, int] = {}

    def find(self, words: str) -> int | None:
        """The index of the entity with this name or description."""
        return self._places.get(key(words))

    def add(self, entity: Entity, *names: str) -> int:
        """The index of the entity, which is new or found under its own or another of the names."""
        for name in (entity.name, *names):
            if (place := self.find(name)) is not None:
                return place
        entity.name = cut(entity.name)
        self.all.append(entity)
        for name in (entity.name, *names):
            self._places.setdefault(key(name), len(self.all) - 1)
        return len(self.all) - 1

    def know(self, place: int, name: str) -> None:
        """Let an entity be found under one more name."""
        self._places.setdefault(key(name), place)

    def last(self, kinds: Iterable[SourceKind], order: Iterable[int], nouns: Iterable[str] = ()) -> int | None:
        """The first index in ``order`` of an entity of these kinds that one of the nouns, if given, has called."""
        wanted, called = set(kinds), set(nouns)
        fits = (n for n in order if self.all[n].kind in wanted and (not called or called & self.all[n].nouns))
        return next(fits, None)
