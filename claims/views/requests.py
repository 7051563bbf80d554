"""The request as our middleware makes it, for views behind a login."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.http import HttpRequest

if TYPE_CHECKING:
    from django_htmx.middleware import HtmxDetails

    from claims.models import User


class Request(HttpRequest):
    """A request by a signed-in person; ``htmx`` is true where a fragment is asked for."""

    user: User
    htmx: HtmxDetails


def uuid_of(value: str | None) -> UUID | None:
    """An id out of an address or a form; None for anything else."""
    try:
        return UUID(value or "")
    except ValueError:
        return None
