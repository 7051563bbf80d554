"""Whom the words of a source mean: last names, pronouns, acronyms, the same description again, "the company".

Every link is a suggestion with its confidence (0 to 1) and its ground. Where the text does not decide between two,
both are given.
"""

from collections.abc import Sequence

from claims.splitting.candidates import bodies, persons
from claims.splitting.definite import last_poll, taken_up
from claims.splitting.entities import Entity
from claims.splitting.links import BODIES, MANY, MOST_OPEN, PAPERS, Ground, Link, decided, named, one
from claims.splitting.spans import Reading, SourceKind, Span, Tie
from claims.splitting.voices import Shape, Voice
from claims.splitting.wording import words

_USUAL = 0.8  # more in mind is whom the last name alone has meant before
_FIRST = 0.2  # more in mind is who was first to be named with a last name that two have
_SAME_NAME = 0.45  # of the likeliest: another of the same last name who is so near leaves it open
_CLOSE = 0.9  # of the likeliest: a second reading that is so near leaves it open


def link(ground: Ground, voice: Voice, at: int, own: Sequence[Span]) -> Link:
    """Whom ``voice``, whose words stand at ``at``, means; ``own`` are the words that it says."""
    if voice.shape is Shape.NAME:
        return _name(ground, voice, at)
    if voice.shape is Shape.PRONOUN:
        return _pronoun(ground, voice, at, own) or _new(ground, voice)
    again = ground.entities.find(voice.words)
    if again is not None and ground.entities.all[again].kind is not SourceKind.PERSON:
        return one(again, Tie.SAME, 0.85, f"“{voice.words}” was there before in the same words")
    if voice.noun in words("voices", "answering") and (poll := last_poll(ground, voice, at)):
        return poll
    found = taken_up(ground, voice, at, own) if voice.shape is Shape.NOUN else None
    return found or _new(ground, voice)


def _new(ground: Ground, voice: Voice) -> Link:
    place = ground.entities.add(_entity(voice))
    if voice.shape is Shape.PRONOUN:
        return one(place, Tie.PRONOUN, 0.3, f"“{voice.words}” is a pronoun, and nobody before it fits")
    return one(place, Tie.DESCRIBED, 0.8, f"“{voice.words}” stands for itself")


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
            return Link(tuple(_short(ground, voice, name, sure) for name, sure in ranked[:MOST_OPEN]))
        return Link((_short(ground, voice, *ranked[0]),))
    if fuller:
        return Link((_short(ground, voice, fuller[0], 0.95),))
    full = ground.names.fullest(voice.name)
    place = named(ground, full, voice)
    return one(place, Tie.NAMED, 0.95, f"“{voice.name}” is the name itself")


def _ranked(ground: Ground, fuller: Sequence[str], voice: Voice, at: int) -> list[tuple[str, float]]:
    """Those of several full names that a last name may mean, likeliest first, with how likely each is."""
    gender = voice.gender
    fits = [name for name in fuller if not gender or ground.names.gender(name)[0] in {gender, ""}] or list(fuller)
    known = [(n, f) for n in ground.recency.named_before(at) for f in fits if n.name == f]
    spoken = [(place, name) for place, name in ground.recency.speakers_before(at) if name in fits]
    weights = ground.recency.weights(at, known, spoken)
    weights[fits[0]] = weights.get(fits[0], 0.0) + _FIRST
    for name in fits:
        place = ground.entities.find(name)
        usual = place is not None and voice.name in ground.entities.all[place].aliases
        weights[name] = weights.get(name, 0.0) + _USUAL * usual
    total = sum(weights.values())
    order = sorted(fits, key=lambda name: -weights[name])
    kept = [name for name in order if weights[name] >= _SAME_NAME * weights[order[0]]]
    return [(name, round(0.9 * weights[name] / total, 2)) for name in kept]


def _short(ground: Ground, voice: Voice, full: str, sure: float) -> Reading:
    place = named(ground, full, voice)
    ground.entities.all[place].called(voice.name)
    if voice.kind is SourceKind.PERSON:
        which = "first" if full.casefold().startswith(voice.name.casefold() + " ") else "last"
        return Reading(place, Tie.SURNAME, sure, f"“{voice.name}” is the {which} name of {full}")
    return Reading(place, Tie.ACRONYM, min(sure, 0.9), f"“{voice.name}” is short for {full}")


def _pronoun(ground: Ground, voice: Voice, at: int, own: Sequence[Span]) -> Link | None:
    """The nearest that fits a pronoun in number and gender."""
    if voice.gender:
        weights = persons(ground, voice, at, own)
    elif voice.noun == "it":
        weights = bodies(ground, at, own, BODIES | PAPERS)
    elif voice.noun == "they":
        weights = bodies(ground, at, own, MANY)
    else:
        return None
    reason = (
        f"“{voice.words}” takes up {{}}, who was last spoken of"
        if voice.gender
        else f"“{voice.words}” takes up {{}}"
    )
    found = decided(ground, weights, Tie.PRONOUN, reason, close=_CLOSE)
    if found and not found.open and voice.gender and found.readings[0].confidence > 0.7:
        ground.names.heard(ground.entities.all[found.readings[0].source].name, voice.gender)
    return found
