"""Places in a text as claims stand on them: checked, trimmed, in order, apart; and cut out of one another."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from claims.models import Claim, Span, SpanRole

Place = tuple[int, int]


class Refused(ValidationError):
    """This cannot be done to these claims; the message says why and what to do."""


def checked(text: str, places: Iterable[Place]) -> list[Place]:
    """The places trimmed of white space, in order; those that overlap or touch are one. Raises Refused."""
    found: list[Place] = []
    for start, end in sorted(places):
        if not 0 <= start < end <= len(text):
            raise Refused(_("These words do not stand in this text. Select them again."))
        if place := trimmed(text, start, end):
            found.append(place)
    if not found:
        raise Refused(_("Select at least one word."))
    return joined(found)


def trimmed(text: str, start: int, end: int) -> Place | None:
    """The stretch without white space at its ends; None where nothing is left."""
    inner = text[start:end]
    left = len(inner) - len(inner.lstrip())
    right = len(inner.rstrip())
    return (start + left, start + right) if left < right else None


def joined(places: Iterable[Place]) -> list[Place]:
    """The same places in order, with one for those that overlap or touch."""
    found: list[Place] = []
    for start, end in sorted(places):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found


def common(places: Iterable[Place], start: int, end: int) -> list[Place]:
    """What of the places lies in [start, end)."""
    cut = ((max(first, start), min(last, end)) for first, last in places)
    return [(first, last) for first, last in cut if first < last]


def worded(text: str, places: Iterable[Place]) -> str:
    """The wording of a claim that stands there: the words of each place, one space between."""
    return " ".join(text[start:end] for start, end in places)


def content_of(claim: Claim) -> list[Place]:
    """Where the content of the claim stands, in order."""
    return contents([claim])[claim.pk]


def contents(claims: Iterable[Claim]) -> dict[UUID, list[Place]]:
    """The same for many, by their ids; one query."""
    found: dict[UUID, list[Place]] = {claim.pk: [] for claim in claims}
    spans = Span.objects.filter(claim__in=found, role=SpanRole.CONTENT).order_by("start", "end")
    for pk, start, end in spans.values_list("claim_id", "start", "end"):
        found[pk].append((start, end))
    return found
