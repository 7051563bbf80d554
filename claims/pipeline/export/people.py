"""Who is named in an export: editors export with names, others see stand-ins for everybody but themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claims.formats import export_shape as shape
from claims.models import Role, User

if TYPE_CHECKING:
    from collections.abc import Iterable

NAMING = (Role.EDITOR, Role.OWNER)


class People:
    """Names by user id for one reader. A stand-in has a blank, which no user name can have."""

    def __init__(self, user_ids: Iterable[int | None], *, viewer: User | None, role: Role | None) -> None:
        self.withheld = viewer is not None and role not in NAMING
        own = viewer.pk if viewer else None
        users = User.objects.filter(pk__in={pk for pk in user_ids if pk}).order_by("pk")
        self._people: dict[int, shape.Person] = {}
        for number, user in enumerate(users, start=1):
            hidden = self.withheld and user.pk != own
            name, label = (f"person {number}", "") if hidden else (user.username, user.label)
            self._people[user.pk] = {"username": name, "label": label}

    def name(self, pk: int | None) -> str | None:
        """The name to write for a user id; None for nobody."""
        return self._people[pk]["username"] if pk else None

    def listed(self) -> list[shape.Person]:
        """Everybody who is named, by user name."""
        return sorted(self._people.values(), key=lambda person: person["username"])
