"""The one contract of every look-up provider: a question in, hits out."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class Hit:
    """One passage that may bear on a claim.

    ``snippet`` is the passage as the provider gave it; ``provider_id`` is stable for the same thing
    found again, so that it is stored once. ``start``/``end`` are code-point offsets of the snippet in
    the document's text where the provider knows it, else None. ``raw`` is what came over the wire.
    """

    provider_id: str
    title: str
    snippet: str
    url: str = ""
    publisher: str = ""
    published_at: date | None = None
    rating: str = ""
    start: int | None = None
    end: int | None = None
    raw: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Health:
    """Whether a provider can be asked now, and why not in a sentence a person understands."""

    ok: bool
    message: str = ""


class ProviderError(Exception):
    """The question could not be answered; the message says why in words a reviewer understands.

    ``retryable`` is True where asking again later may help; ``retry_after`` (seconds) where the
    service said when.
    """

    def __init__(self, message: str, *, retryable: bool, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.retryable = retryable
        self.retry_after = retry_after


class Provider(Protocol):
    """What a provider file offers."""

    slug: str
    name: str
    version: str
    terms: str

    def search(self, query: str, as_of: date | None, lang: str, limit: int) -> list[Hit]:
        """At most ``limit`` hits, best first; raises ProviderError. Hits after ``as_of`` are kept."""
        ...

    def health(self) -> Health:
        """Answers without a network call where it can."""
        ...
