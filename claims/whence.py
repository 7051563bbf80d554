"""From where the act at hand comes: which door, which address, which request, whose token."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal

Door = Literal["page", "api", "admin", "command", "worker", ""]

_NAME = re.compile(r"[A-Za-z0-9._-]{8,64}\Z")


@dataclass(frozen=True, slots=True)
class Whence:
    """From where something is done. ``request`` is the id that logs, answers and tasks of one request share.

    ``address`` is an IP address; ``token`` the id of the token; ``task`` the name of a task or command.
    """

    door: Door = ""
    address: str = ""
    request: str = ""
    token: str = ""
    task: str = ""

    def as_dict(self) -> dict[str, Any]:
        """What is known, as plain values."""
        return {name: value for name, value in asdict(self).items() if value}


_NOWHERE = Whence()
_now: ContextVar[Whence] = ContextVar("whence", default=_NOWHERE)


def whence() -> Whence:
    """From where the act at hand comes; all empty where nobody said so."""
    return _now.get()


def origin() -> dict[str, Any]:
    """The same as plain values, for a row of the audit trail."""
    return _now.get().as_dict()


def request_id() -> str:
    """The id of the request or task at hand; empty outside of any."""
    return _now.get().request


def begin(where: Whence) -> Any:
    """From now on in this context; give what it answers to ``end``."""
    return _now.set(where)


def end(mark: Any) -> None:
    """As it was before ``begin``."""
    _now.reset(mark)


@contextmanager
def coming_from(where: Whence) -> Iterator[Whence]:
    """For as long as the block runs."""
    mark = begin(where)
    try:
        yield where
    finally:
        end(mark)


def by_token(pk: Any) -> None:
    """A token was found good: the rest of the request is done with it."""
    _now.set(replace(_now.get(), token=str(pk)))


def new_request_id(told: str = "") -> str:
    """The id that a caller gave, if it has the shape of one; else a fresh one."""
    return told if _NAME.match(told) else secrets.token_hex(16)
