"""By what people, scales and ratings are called in a file, in place of this installation's ids."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TypedDict

from claims.models import Rating, Scale, User

_CALLED = re.compile(r"@([\w.+-]+)")


class RatingName(TypedDict):
    """Which rating of which edition of which scale."""

    scale: str
    version: int
    slug: str


@dataclass(slots=True)
class Names:
    """Names by id. ``met`` gathers the people that were written, so that they can be listed.

    With ``veiled_for`` the names of all but one person are stand-ins, numbered as they are met. A stand-in has a
    blank, which no user name can have.
    """

    people: dict[int, str]
    scales: dict[str, str]
    ratings: dict[str, RatingName]
    met: set[int] = field(default_factory=set)
    veiled_for: int | None = None
    stand_ins: dict[int, str] = field(default_factory=dict)

    @classmethod
    def read(cls) -> Names:
        """All of this installation's: few beside what people write."""
        ratings = Rating.objects.values_list("pk", "version__scale__slug", "version__number", "slug")
        return cls(
            people=dict(User.objects.values_list("pk", "username")),
            scales={str(pk): slug for pk, slug in Scale.objects.values_list("pk", "slug")},
            ratings={
                str(pk): {"scale": scale, "version": version, "slug": slug} for pk, scale, version, slug in ratings
            },
        )

    @property
    def veiled(self) -> bool:
        """Whether stand-ins take the place of names."""
        return self.veiled_for is not None

    def meet(self, named: Iterable[str | None]) -> None:
        """Keep in mind who was written: user ids between blanks, many of them alike."""
        for ids in set(named) - {None}:
            self.met.update(int(pk) for pk in str(ids).split())

    def person(self, pk: int) -> str:
        """A user name, or who stands in."""
        self.met.add(pk)
        if self.veiled_for is None or pk == self.veiled_for:
            return self.people[pk]
        return self.stand_ins.setdefault(pk, f"person {len(self.stand_ins) + 1}")

    def unnamed(self, text: str) -> str:
        """Words that people wrote to each other, with stand-ins for the people they call on by @name."""
        if self.veiled_for is None:
            return text
        return _CALLED.sub(self._stand_in, text)

    def _stand_in(self, called: re.Match[str]) -> str:
        by_name = {name.casefold(): pk for pk, name in self.people.items()}
        pk = by_name.get(called[1].rstrip(".-").casefold())
        return called[0] if pk is None else f"@{self.person(pk)}"
