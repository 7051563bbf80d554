"""How what is known of a hit becomes its place in the list."""

from __future__ import annotations

from dataclasses import dataclass

RANKS = 10
"""The constant of reciprocal rank: how slowly the places of a list lose their worth."""

# Learned by listwise logistic regression on the 800 questions of the train part of CheckThat! 2020, task 2
# (tweets against fact-checked claims); the dev part had no say. ``benchmarks/already_checked.py`` measures them.
BY_MEANING = 7.8
BY_WORDS = 5.2
BY_SPELLING = 6.8
BY_PLACE_IN_MEANING = 4.1
BY_PLACE_IN_WORDS = 3.6


@dataclass(frozen=True, slots=True)
class Signs:
    """What speaks for one hit.

    ``meaning``: cosine to the question; ``words``: share of the question's words it has, rare ones counting more;
    ``spelling``: share of trigrams in common; places count from 0, None where it is not in that list.
    """

    meaning: float
    words: float
    spelling: float
    place_in_meaning: int | None = None
    place_in_words: int | None = None


def score(signs: Signs) -> float:
    """How well a hit answers; only good for comparing hits of one question."""
    return (
        BY_MEANING * signs.meaning
        + BY_WORDS * signs.words
        + BY_SPELLING * signs.spelling
        + BY_PLACE_IN_MEANING * reciprocal(signs.place_in_meaning)
        + BY_PLACE_IN_WORDS * reciprocal(signs.place_in_words)
    )


def reciprocal(place: int | None) -> float:
    """What a place in a list is worth: 10/11 for the first, 0 outside the list."""
    return 0.0 if place is None else RANKS / (RANKS + 1 + place)
