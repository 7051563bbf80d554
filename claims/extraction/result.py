"""What reading a file gives, and what it says when it cannot be read."""

from dataclasses import dataclass
from datetime import date


class Unreadable(Exception):
    """The bytes hold no text we can take; the message says why and what to do."""


class Empty(Unreadable):
    """Nothing is left to check."""

    def __init__(self, message: str = "There is no text to check.") -> None:
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class Extracted:
    """An article's text, ready to be frozen, with what the file says about itself.

    ``language`` is a BCP 47 tag or empty; ``extractor`` and ``extractor_version`` name what took the text
    out; ``notes`` are sentences for the person who submitted it, about what was changed or guessed.
    ``page_starts`` are offsets into ``text`` (code points), one a page, where the file has pages.
    """

    text: str
    title: str = ""
    byline: str = ""
    publisher: str = ""
    published_at: date | None = None
    language: str = ""
    extractor: str = ""
    extractor_version: str = ""
    notes: tuple[str, ...] = ()
    page_starts: tuple[int, ...] = ()
