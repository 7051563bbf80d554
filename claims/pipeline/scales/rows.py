"""What a person sends of a scale: its ratings in order, checked before they become an edition."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.utils.text import slugify
from django.utils.translation import gettext as _

MOST = 20
"""Ratings on offer at once; more than anybody can tell apart."""

LARGEST_VALUE = 100
"""A value lies between this and its negative."""

LARGEST_NEED = 9
"""Pieces of evidence that a rating may ask for."""

LONGEST_DEFINITION = 1000
"""Code points."""


@dataclass(frozen=True, slots=True)
class Row:
    """One rating as it is to be; an empty ``slug`` is a new one. ``value`` None is off the scale."""

    label: str
    definition: str
    slug: str = ""
    value: int | None = None
    needs_evidence: int = 0
    needs_independent: int = 0

    def tidy(self) -> Row:
        """Without the white space around and within its words that nobody means."""
        label = " ".join(self.label.replace("\0", "").split())
        return replace(self, label=label, definition=" ".join(self.definition.replace("\0", "").split()))


def wrong_with(rows: Sequence[Row], known: Iterable[str]) -> dict[str, str]:
    """What is wrong, by "rows" for all of them and "N.field" for the row at place N, from 0; empty for nothing.

    ``known`` are the slugs that the scale has already.
    """
    wrong: dict[str, str] = {}
    if len(rows) < 2:
        wrong["rows"] = _("A scale needs at least two ratings on offer.")
    elif len(rows) > MOST:
        wrong["rows"] = _("A scale has at most %(most)d ratings on offer.") % {"most": MOST}
    known, labels, values, slugs = set(known), set[str](), set[int](), set[str]()
    for place, row in enumerate(rows):
        found = _words(row) | _numbers(row)
        if row.slug and (row.slug not in known or row.slug in slugs):
            found["label"] = _("This rating is not one of this scale, or stands there twice.")
        if row.label.casefold() in labels:
            found["label"] = _("Another rating has this name.")
        if row.value is not None and row.value in values:
            found["value"] = _("Another rating has this value.")
        labels.add(row.label.casefold())
        slugs.add(row.slug)
        values |= {row.value} if row.value is not None else set()
        wrong |= {f"{place}.{field}": message for field, message in found.items()}
    return wrong


def _words(row: Row) -> dict[str, str]:
    found = {}
    if not row.label:
        found["label"] = _("Give it a name.")
    elif len(row.label) > 60:
        found["label"] = _("At most %(limit)d characters.") % {"limit": 60}
    if not row.definition:
        found["definition"] = _("Say when it applies: a rating needs a definition.")
    elif len(row.definition) > LONGEST_DEFINITION:
        found["definition"] = _("At most %(limit)d characters.") % {"limit": LONGEST_DEFINITION}
    return found


def _numbers(row: Row) -> dict[str, str]:
    found = {}
    if row.value is not None and abs(row.value) > LARGEST_VALUE:
        found["value"] = _("A number from −%(n)d to %(n)d, or nothing.") % {"n": LARGEST_VALUE}
    for field, needed in (("needs_evidence", row.needs_evidence), ("needs_independent", row.needs_independent)):
        if not 0 <= needed <= LARGEST_NEED:
            found[field] = _("A number from 0 to %(n)d.") % {"n": LARGEST_NEED}
    return found


def with_slugs(rows: Iterable[Row], taken: Iterable[str]) -> list[Row]:
    """The rows, new ones with a slug made of their name, once and for good; ``taken`` are all slugs ever used."""
    used, named = set(taken), []
    for row in rows:
        slug = row.slug or _free(slugify(row.label)[:50].strip("-") or "rating", used)
        used.add(slug)
        named.append(replace(row, slug=slug))
    return named


def _free(wanted: str, used: set[str]) -> str:
    slug, number = wanted, 2
    while slug in used:
        slug, number = f"{wanted}-{number}", number + 1
    return slug
