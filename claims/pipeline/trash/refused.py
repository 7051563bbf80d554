"""Why something does not go into the trash."""

from __future__ import annotations

from django.core.exceptions import ValidationError


class Refused(ValidationError):
    """The message says why, and what to do. ``confirmable`` is True where typing a name is what is missing."""

    def __init__(self, message: str, *, field: str = "confirm", confirmable: bool = False) -> None:
        super().__init__({field: message})
        self.confirmable = confirmable
