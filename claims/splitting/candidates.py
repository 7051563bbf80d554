"""Who may be meant at a place of an article: the persons and the bodies in mind there, and how well each fits."""

from collections.abc import Sequence

from claims.splitting.links import MANY, PERSONS, Ground
from claims.splitting.naming import Naming
from claims.splitting.recency import PASSING, Pace
from claims.splitting.spans import SourceKind, Span
from claims.splitting.voices import Voice
from claims.splitting.wording import table, words

_HINTED = 0.15  # of its weight has a reading whose given name speaks for the other gender
_UNKNOWN = 0.8  # … and one whose name does not tell
_ONE_BODY = 0.5  # of its weight has a body as the reading of "they"
_FITTING = 2.0  # times its weight has a body whose name says what it is called


def persons(ground: Ground, voice: Voice, at: int, own: Sequence[Span]) -> dict[str, float]:
    """How much each person is in mind that goes with the voice's "he" or "she"."""
    return _persons(ground, voice, at, own, asking=False) or _persons(ground, voice, at, own, asking=True)


def _persons(ground: Ground, voice: Voice, at: int, own: Sequence[Span], *, asking: bool) -> dict[str, float]:
    before = ground.recency.named_before(at)
    known = [(naming, full) for naming in before if (full := person(ground, naming, asking=asking))]
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


def person(ground: Ground, naming: Naming, *, asking: bool) -> str:
    """The full name of the person that is named there; empty where it is none, or two may be meant."""
    if not naming.title and len(naming.parts) == 1 and not ground.names.full_names(naming.name):
        place = ground.entities.find(naming.name)
        single = place is not None and ground.entities.all[place].kind is SourceKind.PERSON
        return naming.name if single else ""
    if ground.names.label(naming.name, asking=asking) != "person":
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


def bodies(
    ground: Ground,
    at: int,
    own: Sequence[Span],
    kinds: frozenset[SourceKind],
    pace: Pace = PASSING,
) -> dict[str, float]:
    """How much each body, paper or group of these kinds is in mind."""
    asking = pace is not PASSING
    before = ground.recency.named_before(at)
    known = [(naming, full) for naming in before if (full := body(ground, naming, asking=asking))]
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


def body(ground: Ground, naming: Naming, *, asking: bool) -> str:
    """The full name of the body that is named there; empty where it is none."""
    if ground.names.label(naming.name, asking=asking) != "body":
        return ""
    fuller = ground.names.full_names(naming.name)
    return fuller[0] if len(fuller) == 1 else naming.name


def fitting(ground: Ground, name: str, noun: str) -> float:
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
