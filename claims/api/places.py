"""Places that a body names: of the text that people mean, inside of it, and with the words that they expect."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError

from claims.models import Revision


def text_seen(revision: Revision, given: dict[str, Any]) -> Revision:
    """The text; raises ValidationError where the offsets are those of another."""
    if given.pop("revision", revision.pk) != revision.pk:
        raise ValidationError({"revision": [_("This is not the text the claims stand in now. Read it again.")]})
    return revision


def places_of(revision: Revision, given: list[dict[str, Any]]) -> list[tuple[int, int]]:
    """The places as pairs; raises ValidationError that names the place and the field."""
    for number, place in enumerate(given):
        refuse_outside(revision.text, place, f"places.{number}.")
    return [(place["start"], place["end"]) for place in given]


def refuse_outside(text: str, given: dict[str, Any], path: str = "") -> None:
    """Raises ValidationError for offsets that the text has not, or that have other words than the quote."""
    words = _("The text has %(length)d code points: this is outside of it.") % {"length": len(text)}
    wrong = {f"{path}{name}": [words] for name in ("at", "start", "end") if given.get(name, 0) > len(text)}
    if not wrong and "start" in given and given["start"] >= given["end"]:
        wrong[f"{path}end"] = [_("The end is behind the last character: it must be greater than the start.")]
    if not wrong and "quote" in given and text[given["start"] : given["end"]] != given["quote"]:
        wrong[f"{path}quote"] = [_("Other words stand there. Offsets count code points, the end is exclusive.")]
    if wrong:
        raise ValidationError(wrong)
