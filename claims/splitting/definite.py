"""Whom a noun takes up: "the company", "the source", "the statement", "the mayor"."""

from collections.abc import Sequence
from math import log

from claims.splitting.candidates import bodies, fitting, persons
from claims.splitting.entities import key
from claims.splitting.links import BODIES, MANY, PAPERS, PERSONS, Ground, Link, decided, one, order
from claims.splitting.recency import LASTING
from claims.splitting.spans import SourceKind, Span, Tie
from claims.splitting.voices import Voice
from claims.splitting.wording import words

_CLOSE = 0.9  # of the likeliest: a second holder of a role that is so near leaves it open
_OPEN_BODY = 0.3  # the same for "the company", which says less of whom it means
_UNTOLD = 0.6  # a body that nothing in the text calls so may be meant for want of another
_NEAR = 3  # sentences
_BRIEF = 3  # words; "the source" takes up whoever was last, a longer description does not
_ISSUED = frozenset({"statement", "letter", "email", "e-mail", "tweet", "post", "memo", "release", "note"})


def taken_up(ground: Ground, voice: Voice, at: int, own: Sequence[Span]) -> Link | None:
    """Whom a noun with "the" or "that" takes up; None where it stands for itself."""
    before = order(ground, at)
    if voice.kind is SourceKind.ORGANISATION:
        return _the_body(ground, voice, at, own)
    if voice.kind is SourceKind.ANONYMOUS:
        return _the_source(ground, voice, before)
    if "’s " in voice.words or "'s " in voice.words:
        return None  # "the company's statement" is told apart by whose it is
    if voice.owner:
        before = [place for place in before if ground.entities.all[place].owner == voice.owner]
    place = ground.entities.last(PERSONS | BODIES | PAPERS | MANY, before, {voice.noun})
    if voice.kind is SourceKind.UNNAMED_PERSON and not _just_spoke(ground, place, at):
        return _the_person(ground, voice, at, own) or _same(ground, voice, place)
    return _same(ground, voice, place) or _issuer(ground, voice, before)


def _issuer(ground: Ground, voice: Voice, before: Sequence[int]) -> Link | None:
    """Who put out "the statement", where none was spoken of: whoever spoke last."""
    if voice.kind is not SourceKind.DOCUMENT or voice.noun not in _ISSUED or voice.owner:
        return None
    if not before or len(voice.words.split()) > _BRIEF:
        return None
    name = ground.entities.all[before[0]].name
    return one(before[0], Tie.NOUN, 0.5, f"“{voice.words}” is what {name} put out")


def _same(ground: Ground, voice: Voice, place: int | None) -> Link | None:
    if place is None:
        return None
    return one(place, Tie.NOUN, 0.8, f"“{voice.words}” takes up {ground.entities.all[place].name}")


def _just_spoke(ground: Ground, place: int | None, at: int) -> bool:
    """Whether an entity spoke in this sentence or in one of the three before it."""
    if place is None:
        return False
    here, name = ground.recency.sentence(at), ground.entities.all[place].name
    near = (spoke for spoke, who in ground.recency.speakers_before(at) if who == name)
    return any(here - ground.recency.sentence(spoke) <= _NEAR for spoke in near)


def last_poll(ground: Ground, voice: Voice, at: int) -> Link | None:
    """The poll that was last spoken of, for those who answered it: "64% said"."""
    place = ground.entities.last(PAPERS, order(ground, at), words("voices", "polls"))
    if place is None:
        return None
    return one(place, Tie.NOUN, 0.7, f"“{voice.words}” answered {ground.entities.all[place].name}")


def _the_source(ground: Ground, voice: Voice, order: Sequence[int]) -> Link | None:
    """The source without a name that began with the same words; for "the source" and the like the last one."""
    unnamed = [place for place in order if ground.entities.all[place].kind is SourceKind.ANONYMOUS]
    same = [place for place in unnamed if key(ground.entities.all[place].name).startswith(key(voice.words))]
    if same:
        return one(same[0], Tie.NOUN, 0.9, f"“{voice.words}” takes up {ground.entities.all[same[0]].name}")
    if not unnamed or len(voice.words.split()) > _BRIEF:
        return None
    return one(unnamed[0], Tie.NOUN, 0.8, f"“{voice.words}” takes up the last source without a name")


def _the_person(ground: Ground, voice: Voice, at: int, own: Sequence[Span]) -> Link | None:
    holders = ground.names.holders(voice.noun)
    if not holders:
        return None
    weights = (
        {name: w for name, w in persons(ground, voice, at, own).items() if name in holders} if voice.gender else {}
    )
    weights = weights or dict.fromkeys(holders, 1.0)
    return decided(ground, weights, Tie.NOUN, f"“{voice.words}” takes up {{}}, who has that role", close=_CLOSE)


def _the_body(ground: Ground, voice: Voice, at: int, own: Sequence[Span]) -> Link | None:
    calls = ground.names.calls(voice.noun)
    weights = {
        name: weight
        * fitting(ground, name, voice.noun)
        * (1 + log(ground.names.count(name)) / 2)
        * (1 + calls[name])
        for name, weight in bodies(ground, at, own, BODIES, LASTING).items()
    }
    weights = {name: weight for name, weight in weights.items() if weight > 0 and key(name) != key(voice.words)}
    told = any(calls[name] or fitting(ground, name, voice.noun) > 1 for name in weights)
    most = 0.95 if told else _UNTOLD
    return decided(ground, weights, Tie.NOUN, f"“{voice.words}” may take up {{}}", close=_OPEN_BODY, most=most)
