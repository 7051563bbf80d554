"""By what people, scales and ratings are called in a file, in place of this installation's ids."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypedDict

from claims.models import Rating, Scale, User


class RatingName(TypedDict):
    """Which rating of which edition of which scale."""

    scale: str
    version: int
    slug: str


@dataclass(slots=True)
class Names:
    """Names by id. ``met`` gathers the people that were written, so that they can be listed."""

    people: dict[int, str]
    scales: dict[str, str]
    ratings: dict[str, RatingName]
    met: set[int] = field(default_factory=set)

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

    def person(self, pk: int) -> str:
        """A user name."""
        self.met.add(pk)
        return self.people[pk]
