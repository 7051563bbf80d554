"""What the forms of editing send: places of the text, sentences, claims; what makes no sense is said in words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from django.http import QueryDict

Place = tuple[int, int]
LARGEST = 2**31 - 1
"""The largest offset that the database holds; PostgreSQL's ``integer``."""


def number(given: QueryDict, name: str) -> int:
    """A number from 0 on; raises ValidationError for anything else."""
    return _number(given.get(name, ""))


def numbers(given: QueryDict, name: str) -> list[int]:
    """Every number of that name, each once, in order; at least one."""
    found = sorted({_number(value) for value in given.getlist(name)})
    if not found:
        raise ValidationError(_("Choose a sentence first."))
    return found


def places(given: QueryDict, text: str) -> list[Place]:
    """Every ``place``, written "12-40", or ``start`` and ``end``: in code points of ``text``, end exclusive.

    Where ``quote`` comes along, the words that the person saw at each place, other words are refused. White space
    counts alike: a page does not know what stands between its paragraphs.
    """
    pairs = given.getlist("place")
    if "start" in given:
        pairs = [*pairs, f"{given['start']}-{given.get('end', '')}"]
    found = [_pair(value) for value in pairs]
    if not found:
        raise ValidationError(_("Select the words first."))
    if "quote" in given and given_quotes(given) != [text[start:end].split() for start, end in found]:
        raise ValidationError(_("Other words stand there by now. Reload the page and select them again."))
    return found


def given_quotes(given: QueryDict) -> list[list[str]]:
    """The words that a person saw, whatever white space is between them."""
    return [quote.split() for quote in given.getlist("quote")]


def ids(given: QueryDict, name: str) -> list[UUID]:
    """The ids of that name, each once; at least one."""
    try:
        found = list(dict.fromkeys(UUID(value) for value in given.getlist(name)))
    except ValueError as error:
        raise ValidationError(_("One of these claims is not known here.")) from error
    if not found:
        raise ValidationError(_("Choose at least one claim first."))
    return found


def places_of_words(text: str, words: str, near: int, within: Place | None = None) -> Place:
    """Where ``words`` stand in ``text``, the place nearest to ``near`` where there are several.

    White space counts alike, capitals do not. ``within`` bounds the search. Raises ValidationError.
    """
    typed = words.split()
    if not typed:
        raise ValidationError(_("Type the words as they stand in the text."))
    start, end = within or (0, len(text))
    pattern = re.compile(r"\s+".join(map(re.escape, typed)), re.IGNORECASE)
    found = [match.span() for match in pattern.finditer(text, start, end)]
    if not found:
        raise ValidationError(_("These words do not stand there. Copy them from the text, word for word."))
    return nearest(found, near)


def nearest(found: Iterable[Place], near: int) -> Place:
    """The place that ``near`` lies in or is closest to."""
    return min(found, key=lambda place: max(place[0] - near, near - place[1], 0))


def _pair(value: str) -> Place:
    start, _dash, end = value.partition("-")
    return _number(start), _number(end)


def _number(value: str) -> int:
    digits = value.strip()
    if not (digits.isascii() and digits.isdigit()) or len(digits) > 10 or int(digits) > LARGEST:
        raise ValidationError(_("This place is not in the text. Reload the page and select the words again."))
    return int(digits)
