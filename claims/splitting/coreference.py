"""Whom the words of a source mean: last names, pronouns, "the company", acronyms, the same description again.

Every link is a suggestion with its confidence (0 to 1) and its ground. Where the text does not decide between two,
both are given.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import log

from claims.splitting.entities import Entities, Entity, key
from claims.splitting.namebook import Names
from claims.splitting.naming import Naming
from claims.splitting.recency import LASTING, PASSING, Pace, Recency
from claims.splitting.spans import Reading, SourceKind, Span, Tie
from claims.splitting.voices import Shape, Voice
from claims.splitting.wording import table, words

PERSONS = frozenset({SourceKind.PERSON, SourceKind.UNNAMED_PERSON, SourceKind.ANONYMOUS})
BODIES = frozenset({SourceKind.ORGANISATION})
PAPERS = frozenset({SourceKind.DOCUMENT})
MANY = frozenset({SourceKind.UNNAMED_GROUP, SourceKind.ORGANISATION, SourceKind.ANONYMOUS})
_CLOSE = 0.9  # of the likeliest: a second reading of a pronoun that is so near leaves it open
_OPEN_BODY = 0.3  # the same for "the company", which says less of whom it means
_MOST_OPEN = 4  # readings shown
_HINTED = 0.3  # of its weight has a reading whose given name speaks for the other gender
_UNKNOWN = 0.8  # … and one whose name does not tell
_ONE_BODY = 0.5  # of its weight has a body as the reading of "they"
_BRIEF = 3  # words; "the source" takes up whoever was last, a longer description does not
_FITTING = 2.0  # times its weight has a body whose name says what it is called
_ISSUED = frozenset({"statement", "letter", "email", "e-mail", "tweet", "post", "memo", "release", "note"})


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


def link(ground: Ground, voice: Voice, at: int, own: Sequence[Span]) -> Link:
    """Whom ``voice``, whose words stand at ``at``, means; ``own`` are the words that it says."""
    if voice.shape is Shape.NAME:
        return _name(ground, voice, at)
    if voice.shape is Shape.PRONOUN:
        return _pronoun(ground, voice, at, own) or _new(ground, voice)
    again = ground.entities.find(voice.words)
    if again is not None and ground.entities.all[again].kind is not SourceKind.PERSON:
        return _one(again, Tie.SAME, 0.85, f"“{voice.words}” was there before in the same words")
    found = _noun(ground, voice, at, own) if voice.shape is Shape.NOUN else None
    return found or _new(ground, voice)


def _one(place: int, tie: Tie, confidence: float, reason: str) -> Link:
    return Link((Reading(place, tie, round(min(max(confidence, 0.0), 1.0), 2), reason),))


def _new(ground: Ground, voice: Voice) -> Link:
    place = ground.entities.add(_entity(voice))
    if voice.shape is Shape.PRONOUN:
        return _one(place, Tie.PRONOUN, 0.3, f"“{voice.words}” is a pronoun, and nobody before it fits")
    return _one(place, Tie.DESCRIBED, 0.8, f"“{voice.words}” stands for itself")


def _entity(voice: Voice) -> Entity:
    name = voice.name if voice.shape is Shape.NAME else voice.words
    made = Entity(name, voice.kind, voice.reason, voice.name, voice.noun, voice.role, voice.gender, voice.plural)
    made.owner = voice.owner
    made.nouns = {voice.noun} - {""}
    return made


def _name(ground: Ground, voice: Voice, at: int) -> Link:
    """A name: itself, or the fuller one that it is short for."""
    fuller = ground.names.full_names(voice.name) if voice.name else []
    if len(fuller) > 1:
        ranked = _ranked(ground, fuller, voice, at)
        if len(ranked) > 1:
            return Link(tuple(_short(ground, voice, name, sure) for name, sure in ranked[:_MOST_OPEN]))
        fuller = [ranked[0][0]]
    if fuller:
        return Link((_short(ground, voice, fuller[0], 0.95),))
    full = ground.names.fullest(voice.name)
    place = named(ground, full, voice)
    return _one(place, Tie.NAMED, 0.95, f"“{voice.name}” is the name itself")


def _ranked(ground: Ground, fuller: Sequence[str], voice: Voice, at: int) -> list[tuple[str, float]]:
    """Those of several full names that a last name may mean, likeliest first, with how likely each is."""
    gender = _titled(voice)
    fits = [name for name in fuller if not gender or ground.names.gender(name)[0] in {gender, ""}] or list(fuller)
    known = [(n, f) for n in ground.recency.named_before(at) for f in fits if n.name == f]
    spoken = [(place, name) for place, name in ground.recency.speakers_before(at) if name in fits]
    weights = ground.recency.weights(at, known, spoken)
    order = sorted(fits, key=lambda name: -weights.get(name, 0.0))
    top = weights.get(order[0], 0.0)
    kept = [name for name in order if weights.get(name, 0.0) >= _CLOSE * top]
    return [(name, round(0.9 / len(kept), 2)) for name in kept]


def _titled(voice: Voice) -> str:
    low = set(voice.role.lower().split())
    if low & words("naming", "masculine_titles"):
        return "he"
    return "she" if low & words("naming", "feminine_titles") else ""


def _short(ground: Ground, voice: Voice, full: str, sure: float) -> Reading:
    place = named(ground, full, voice)
    ground.entities.all[place].called(voice.name)
    if voice.kind is SourceKind.PERSON:
        which = "last" if full.rsplit(maxsplit=1)[-1].casefold() == voice.name.casefold() else "first"
        return Reading(place, Tie.SURNAME, sure, f"“{voice.name}” is the {which} name of {full}")
    return Reading(place, Tie.ACRONYM, min(sure, 0.9), f"“{voice.name}” is short for {full}")


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


def _pronoun(ground: Ground, voice: Voice, at: int, own: Sequence[Span]) -> Link | None:
    """The nearest that fits a pronoun in number and gender."""
    if voice.gender:
        weights = _persons(ground, voice, at, own)
    elif voice.noun == "it":
        weights = _bodies(ground, at, own, BODIES | PAPERS)
    elif voice.noun == "they":
        weights = _bodies(ground, at, own, MANY)
    else:
        return None
    reason = (
        f"“{voice.words}” takes up {{}}, who was last spoken of"
        if voice.gender
        else f"“{voice.words}” takes up {{}}"
    )
    found = _decided(ground, weights, Tie.PRONOUN, reason, close=_CLOSE)
    if found and not found.open and voice.gender and found.readings[0].confidence > 0.7:
        ground.names.heard(ground.entities.all[found.readings[0].source].name, voice.gender)
    return found


def _persons(ground: Ground, voice: Voice, at: int, own: Sequence[Span]) -> dict[str, float]:
    known = [(naming, full) for naming in ground.recency.named_before(at) if (full := person(ground, naming))]
    spoken = [
        (place, name)
        for place, name in ground.recency.speakers_before(at)
        if (n := ground.entities.find(name)) is not None
        and ground.entities.all[n].kind in PERSONS
        and not ground.entities.all[n].plural
    ]
    weights = ground.recency.weights(at, known, spoken, own)
    fits = {name: weight * _gendered(ground, name, voice.gender) for name, weight in weights.items()}
    return {name: weight for name, weight in fits.items() if weight > 0}


def person(ground: Ground, naming: Naming) -> str:
    """The full name of the person that is named there; empty where it is none, or two may be meant."""
    if not naming.title and len(naming.parts) == 1 and not ground.names.full_names(naming.name):
        place = ground.entities.find(naming.name)
        single = place is not None and ground.entities.all[place].kind is SourceKind.PERSON
        return naming.name if single else ""
    if ground.names.label(naming.name) != "person":
        return ""
    fuller = ground.names.full_names(naming.name)
    return (fuller[0] if len(fuller) == 1 else "") if fuller else ground.names.fullest(naming.name)


def _gendered(ground: Ground, name: str, gender: str) -> float:
    """How well a person goes with "he" or "she", 0 to 1."""
    place = ground.entities.find(name)
    known, sure = ground.names.gender(name)
    if place is not None and not known:
        known, sure = ground.entities.all[place].gender, True
    if not known:
        return _UNKNOWN
    return 1.0 if known == gender else 0.0 if sure else _HINTED


def _bodies(
    ground: Ground,
    at: int,
    own: Sequence[Span],
    kinds: frozenset[SourceKind],
    pace: Pace = PASSING,
) -> dict[str, float]:
    known = [(naming, full) for naming in ground.recency.named_before(at) if (full := body(ground, naming))]
    spoken = [
        (place, name)
        for place, name in ground.recency.speakers_before(at)
        if (n := ground.entities.find(name)) is not None and ground.entities.all[n].kind in kinds
    ]
    weights = ground.recency.weights(at, known, [], own, pace)
    if kinds is MANY:
        weights = {name: weight * _ONE_BODY for name, weight in weights.items()}
    for name, weight in ground.recency.weights(at, [], spoken, own, pace).items():
        weights[name] = weights.get(name, 0.0) + weight
    return weights


def body(ground: Ground, naming: Naming) -> str:
    """The full name of the body that is named there; empty where it is none."""
    if ground.names.label(naming.name) != "body":
        return ""
    fuller = ground.names.full_names(naming.name)
    return fuller[0] if len(fuller) == 1 else naming.name


def _decided(ground: Ground, weights: dict[str, float], tie: Tie, reason: str, *, close: float) -> Link | None:
    """The likeliest name, or all that are near to it."""
    ranked = sorted(weights.items(), key=lambda pair: -pair[1])[:_MOST_OPEN]
    if not ranked:
        return None
    total = sum(weights.values())
    kept = [(name, weight) for name, weight in ranked if weight >= close * ranked[0][1]]
    found = []
    for name, weight in kept:
        place = ground.entities.find(name)
        place = named(ground, name) if place is None else place
        sure = round(min(0.95, 0.4 + 0.55 * weight / total) if len(kept) == 1 else weight / total, 2)
        found.append(Reading(place, tie, sure, reason.format(ground.entities.all[place].name)))
    return Link(tuple({reading.source: reading for reading in found}.values()))


def _noun(ground: Ground, voice: Voice, at: int, own: Sequence[Span]) -> Link | None:
    """Whom "the company", "the source", "the statement" take up."""
    order = [n for _, name in ground.recency.speakers_before(at) if (n := ground.entities.find(name)) is not None]
    if voice.kind is SourceKind.ORGANISATION:
        return _the_body(ground, voice, at, own)
    if voice.kind is SourceKind.ANONYMOUS:
        return _the_source(ground, voice, order)
    if "’s " in voice.words or "'s " in voice.words:
        return None
    place = ground.entities.last(PERSONS | BODIES | PAPERS | MANY, order, {voice.noun})
    if place is not None:
        name = ground.entities.all[place].name
        return _one(place, Tie.NOUN, 0.8, f"“{voice.words}” takes up {name}")
    if voice.kind is SourceKind.DOCUMENT and voice.noun in _ISSUED and not voice.owner and order:
        name = ground.entities.all[order[0]].name
        return _one(order[0], Tie.NOUN, 0.5, f"“{voice.words}” is what {name} put out")
    return _the_person(ground, voice, at, own) if voice.kind is SourceKind.UNNAMED_PERSON else None


def _the_source(ground: Ground, voice: Voice, order: Sequence[int]) -> Link | None:
    """The source without a name that began with the same words; for "the source" and the like the last one."""
    unnamed = [place for place in order if ground.entities.all[place].kind is SourceKind.ANONYMOUS]
    same = [place for place in unnamed if key(ground.entities.all[place].name).startswith(key(voice.words))]
    if same:
        return _one(same[0], Tie.NOUN, 0.9, f"“{voice.words}” takes up {ground.entities.all[same[0]].name}")
    if not unnamed or len(voice.words.split()) > _BRIEF:
        return None
    return _one(unnamed[0], Tie.NOUN, 0.8, f"“{voice.words}” takes up the last source without a name")


def _the_person(ground: Ground, voice: Voice, at: int, own: Sequence[Span]) -> Link | None:
    holders = ground.names.holders(voice.noun)
    if not holders:
        return None
    weights = (
        {name: w for name, w in _persons(ground, voice, at, own).items() if name in holders} if voice.gender else {}
    )
    weights = weights or dict.fromkeys(holders, 1.0)
    return _decided(ground, weights, Tie.NOUN, f"“{voice.words}” takes up {{}}, who has that role", close=_CLOSE)


def _the_body(ground: Ground, voice: Voice, at: int, own: Sequence[Span]) -> Link | None:
    calls = ground.names.calls(voice.noun)
    weights = {
        name: weight * _fits(ground, name, voice.noun) * (1 + log(ground.names.count(name)) / 2) * (1 + calls[name])
        for name, weight in _bodies(ground, at, own, BODIES, LASTING).items()
    }
    weights = {name: weight for name, weight in weights.items() if weight > 0 and key(name) != key(voice.words)}
    return _decided(ground, weights, Tie.NOUN, f"“{voice.words}” may take up {{}}", close=_OPEN_BODY)


def _fits(ground: Ground, name: str, noun: str) -> float:
    """How well a body's name goes with what it is called: "the agency" with "Food and Drug Administration"."""
    place = ground.entities.find(name)
    if place is not None and noun in ground.entities.all[place].nouns:
        return _FITTING
    said = set(name.lower().split())
    sorts = {sort for sort, held in table("voices")["same_body"].items() if noun in held.split()}
    held = {sort for sort, signs in table("voices")["same_body"].items() if said & set(signs.split())}
    if sorts & held:
        return _FITTING
    return 0.0 if held or not sorts & words("voices", "any_body") else 1.0
