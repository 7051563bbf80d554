"""What of a project somebody wants to take along."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, Self
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from claims.models import ClaimState

LISTS = ("articles", "states", "sources", "ratings")


@dataclass(frozen=True, slots=True)
class Chosen:
    """Empty means all. ``since`` and ``until``, both included, are about the day an article was published, where
    that is known, else the day it was taken in. ``sources`` are ids of whom a claim rests on; ``ratings`` slugs of
    the ruling in force.
    """

    articles: tuple[UUID, ...] = ()
    states: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    sources: tuple[UUID, ...] = ()
    ratings: tuple[str, ...] = ()

    @classmethod
    def from_values(cls, values: Mapping[str, Any]) -> Self:
        """From plain values, as a form, a query or a row has them; lists may be one value or several.

        Raises ValidationError with a message by field: for what is no id, no state, no day, or is not known at all.
        """
        wrong: dict[str, str] = {}
        known = {one.name for one in fields(cls)}
        for name in sorted(set(values) - known):
            wrong[name] = _("Nothing is chosen by “%(name)s”.") % {"name": name}
        read: dict[str, Any] = {}
        for name in sorted(known & set(values)):
            try:
                read[name] = _READ[name](values[name])
            except ValueError as error:
                wrong[name] = str(error)
        if not wrong and read.get("since") and read.get("until") and read["since"] > read["until"]:
            wrong["until"] = _("This day lies before the first.")
        if wrong:
            raise ValidationError(wrong)
        return cls(**read)

    def as_values(self) -> dict[str, Any]:
        """Plain values that ``from_values`` takes; without what is empty."""
        told: dict[str, Any] = {name: [str(one) for one in getattr(self, name)] for name in LISTS}
        told |= {name: str(getattr(self, name) or "") for name in ("since", "until")}
        return {name: value for name, value in told.items() if value}

    @property
    def whole_articles(self) -> bool:
        """Whether each article that is chosen comes with all of its claims."""
        return not (self.states or self.sources or self.ratings)

    def __bool__(self) -> bool:
        return bool(self.as_values())


def _several(read: Callable[[str], Any]) -> Callable[[Any], tuple[Any, ...]]:
    def read_all(value: Any) -> tuple[Any, ...]:
        listed: Iterable[Any] = [value] if isinstance(value, str | UUID) else value or []
        return tuple(dict.fromkeys(read(str(one).strip()) for one in listed if str(one).strip()))

    return read_all


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise ValueError(_("“%(text)s” is not an id.") % {"text": text}) from None


def _state(text: str) -> str:
    if text not in ClaimState.values:
        known = ", ".join(ClaimState.values)
        raise ValueError(_("“%(text)s” is no state. There are: %(known)s.") % {"text": text, "known": known})
    return text


def _day(value: Any) -> date | None:
    if not value or isinstance(value, date):
        return value or None
    try:
        return date.fromisoformat(str(value).strip())
    except ValueError:
        raise ValueError(_("“%(text)s” is no day. Write it as 2026-05-12.") % {"text": value}) from None


_READ: dict[str, Callable[[Any], Any]] = {
    "articles": _several(_uuid),
    "states": _several(_state),
    "since": _day,
    "until": _day,
    "sources": _several(_uuid),
    "ratings": _several(str),
}
