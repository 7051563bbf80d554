"""The one contract of every look-up provider: a question in, an answer with hits out.

``ask`` is what the workbench calls: its ``Answer`` also tells what was sent and what came back, so that a
look-up can be replayed. ``search`` is the same question with nothing but the hits. Providers of this
installation (local.py) exchange nothing with anybody; outside services derive from ``service.Service``.
"""

import hashlib
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
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

    def is_after(self, as_of: date | None) -> bool:
        """Whether it was published after the cut-off; False where either day is unknown."""
        return as_of is not None and self.published_at is not None and self.published_at > as_of


@dataclass(frozen=True, slots=True)
class Question:
    """What a provider is asked.

    ``as_of`` is the claim's day: a provider may use it to rank, never to leave later hits out. ``lang`` is
    a BCP 47 code or empty. ``limit`` is the most hits wanted. ``fresh`` asks the service again although
    today's answer is at hand.
    """

    query: str
    as_of: date | None = None
    lang: str = ""
    limit: int = 10
    fresh: bool = False


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and what came back, fit to be stored: no key, no secret.

    ``url`` is without the query string, which is ``params``; ``sha256`` and ``size`` (bytes) are those of
    the body after decompression. ``from_cache`` says that it was fetched earlier, at ``retrieved_at``.
    """

    method: str
    url: str
    params: Mapping[str, str]
    status: int
    sha256: str
    size: int
    retrieved_at: datetime
    from_cache: bool = False

    @property
    def request(self) -> dict[str, Any]:
        """Method, URL and parameters as plain JSON."""
        return {"method": self.method, "url": self.url, "params": dict(self.params)}


@dataclass(frozen=True, slots=True)
class Answer:
    """Hits, best first, and how they were come by.

    ``exchanges`` are in the order of asking; none where the provider is this installation itself. ``note``
    tells the reviewer what was done to the question, such as that it was cut.
    """

    hits: list[Hit]
    exchanges: tuple[Exchange, ...] = ()
    note: str = ""

    @property
    def request(self) -> list[dict[str, Any]]:
        """Every request as plain JSON, in order."""
        return [exchange.request for exchange in self.exchanges]

    @property
    def response_sha256(self) -> str:
        """Of the one body; of the lines of hex digests where there were several; empty where none."""
        digests = [exchange.sha256 for exchange in self.exchanges]
        return digests[0] if len(digests) == 1 else _digest_of(digests)

    @property
    def retrieved_at(self) -> datetime | None:
        """When the newest of the bodies was fetched."""
        return max((exchange.retrieved_at for exchange in self.exchanges), default=None)

    @property
    def from_cache(self) -> bool:
        """Whether nothing was fetched for this answer that was not at hand."""
        return bool(self.exchanges) and all(exchange.from_cache for exchange in self.exchanges)


def _digest_of(digests: list[str]) -> str:
    return hashlib.sha256("\n".join(digests).encode()).hexdigest() if digests else ""


@dataclass(frozen=True, slots=True)
class Quota:
    """How often a service may be asked by all workers together, in words for people and in figures.

    A bucket of ``burst`` tokens fills at ``per_second``; at most ``concurrency`` requests are under way.
    """

    words: str
    per_second: float = 1.0
    burst: int = 1
    concurrency: int = 2


OURSELVES = Quota("No limit: this is the workbench's own.", per_second=math.inf)


@dataclass(frozen=True, slots=True)
class Shape:
    """What a provider's questions look like: at most so many characters, and words where built by machine.

    Services that want every word to occur are asked for few words.
    """

    characters: int = 300
    words: int = 40


@dataclass(frozen=True, slots=True)
class Health:
    """Whether a provider can be asked now, and why not in a sentence a person understands."""

    ok: bool
    message: str = ""


class ProviderError(Exception):
    """The question could not be answered; the message says why in words a reviewer understands.

    ``retryable`` is True where asking again later may help; ``retry_after`` (seconds) where it is known
    when. ``counts`` is False where the service was not asked at all (our own rate, a pause it asked for):
    such a wait is none of the attempts after which a look-up fails. ``noted`` says that the other workers
    have been told of it.
    """

    noted = False

    def __init__(
        self, message: str, *, retryable: bool, retry_after: float | None = None, counts: bool = True
    ) -> None:
        super().__init__(message)
        self.retryable = retryable
        self.retry_after = retry_after
        self.counts = counts


class Provider(Protocol):
    """What a provider offers. ``version`` is the adapter's own and changes when its hits would.

    ``asks`` says what it can be asked for: "claim" (every claim is), "source" (a name), "address" (a web page).
    """

    @property
    def slug(self) -> str:
        """Lower-case, at most 40 characters, stored with every look-up."""
        ...

    @property
    def name(self) -> str:
        """What people call it."""
        ...

    version: str
    terms: str
    home: str
    quota: Quota
    shape: Shape
    asks: frozenset[str]

    def ask(self, question: Question) -> Answer:
        """At most ``question.limit`` hits, best first; raises ProviderError. Later hits are kept."""
        ...

    def search(self, query: str, as_of: date | None, lang: str, limit: int) -> list[Hit]:
        """The hits of ``ask``."""
        ...

    def health(self) -> Health:
        """Whether it is set up well; no network call."""
        ...
