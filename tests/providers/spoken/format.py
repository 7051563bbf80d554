"""One service as the loopback server plays it."""

from dataclasses import dataclass, field
from typing import Any

from claims.providers.errors import RefusedError
from claims.providers.service import Service


@dataclass(frozen=True)
class Spoken:
    """A service and its answers.

    ``success`` (at least two hits for ``query``) and ``empty`` are JSON values, bytes, or a function from the
    request to one of them; a request is a dict with ``method``, ``place`` (the path below the base URL),
    ``query`` (parameters or form) and ``headers``. ``refusals`` are the statuses that do not let us in, and
    what is raised for them.
    """

    kind: type[Service]
    success: Any
    empty: Any
    query: str = "bridge closes"
    key: str = ""
    contact: str = "desk (mail@desk.example)"
    refusals: dict[str, type[Exception]] = field(default_factory=lambda: {"revoked": RefusedError})

    def __str__(self) -> str:
        return self.kind.slug
