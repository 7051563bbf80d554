"""What the links of an article are made of: their ground, one reading or several, the entity that is named."""

from dataclasses import dataclass

from claims.splitting.entities import Entities, Entity
from claims.splitting.namebook import Names
from claims.splitting.recency import Recency
from claims.splitting.spans import Reading, SourceKind, Tie
from claims.splitting.voices import Shape, Voice

PERSONS = frozenset({SourceKind.PERSON, SourceKind.UNNAMED_PERSON, SourceKind.ANONYMOUS})
BODIES = frozenset({SourceKind.ORGANISATION})
PAPERS = frozenset({SourceKind.DOCUMENT})
MANY = frozenset({SourceKind.UNNAMED_GROUP, SourceKind.ORGANISATION, SourceKind.ANONYMOUS})
MOST_OPEN = 4
"""Readings shown where the text does not decide."""


@dataclass(frozen=True, slots=True)
class Ground:
    """What the links of one article are read from."""

    names: Names
    recency: Recency
    entities: Entities


@dataclass(frozen=True, slots=True)
class Link:
    """Whom a voice means: one reading, or several that stay open, likeliest first."""

    readings: tuple[Reading, ...]

    @property
    def open(self) -> bool:
        """Whether the text does not decide."""
        return len(self.readings) > 1


def one(place: int, tie: Tie, confidence: float, reason: str) -> Link:
    """A link that is not open; ``confidence`` is kept between 0 and 1."""
    return Link((Reading(place, tie, round(min(max(confidence, 0.0), 1.0), 2), reason),))


def named(ground: Ground, full: str, voice: Voice | None = None) -> int:
    """The index of the entity with this full name, with what the voice says of it."""
    kind = voice.kind if voice and voice.shape is Shape.NAME else _kind(ground, full)
    reason = voice.reason if voice and voice.shape is Shape.NAME else f"“{full}” is {_SORTS[kind]}"
    if voice and voice.name != full and voice.kind is SourceKind.PERSON:
        reason = f"“{full}” is a person’s name"
    place = ground.entities.add(Entity(full, kind, reason, full))
    entity = ground.entities.all[place]
    if kind is SourceKind.PERSON:
        entity.gender = entity.gender or ground.names.gender(full)[0]
        entity.serves(ground.names.role(full))
    if voice and voice.shape is Shape.NAME:
        entity.serves(voice.role)
        entity.nouns |= {voice.noun} - {""}
        entity.owner = entity.owner or voice.owner
    return place


_SORTS = {SourceKind.PERSON: "a person’s name", SourceKind.ORGANISATION: "the name of a body"}


def _kind(ground: Ground, name: str) -> SourceKind:
    return SourceKind.PERSON if ground.names.label(name) == "person" else SourceKind.ORGANISATION


def order(ground: Ground, at: int) -> list[int]:
    """The entities that spoke before an offset, the last first."""
    return [n for _, name in ground.recency.speakers_before(at) if (n := ground.entities.find(name)) is not None]


def decided(
    ground: Ground, weights: dict[str, float], tie: Tie, reason: str, *, close: float, most: float = 0.95
) -> Link | None:
    """The likeliest name, or all that are near to it; ``most`` is how sure a single one can be."""
    ranked = sorted(weights.items(), key=lambda pair: -pair[1])[:MOST_OPEN]
    if not ranked:
        return None
    total = sum(weights.values())
    kept = [(name, weight) for name, weight in ranked if weight >= close * ranked[0][1]]
    found = []
    for name, weight in kept:
        place = ground.entities.find(name)
        place = named(ground, name) if place is None else place
        sure = round(min(most, 0.4 + 0.55 * weight / total) if len(kept) == 1 else weight / total, 2)
        found.append(Reading(place, tie, sure, reason.format(ground.entities.all[place].name)))
    return Link(tuple({reading.source: reading for reading in found}.values()))
