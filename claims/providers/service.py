"""What every outside service shares; a service's own file says only what to send and how to read it.

A service derives from ``Service``, sets the class attributes, and writes ``find``. Everything else happens
here and in the client: keys, rates, caching, errors in words, one hit a thing, the record for a replay.
"""

import re
import zlib
from abc import ABC, abstractmethod
from collections.abc import Iterable
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from claims.providers.answers import require_service
from claims.providers.base import Answer, Health, Hit, ProviderError, Question, Quota, Shape
from claims.providers.errors import ServiceError
from claims.providers.http import Response
from claims.providers.polite import Asker, Client
from claims.providers.query import cut
from claims.providers.talk import Talk
from claims.providers.tidy import tidy


class Service(ABC):
    """An outside service, asked through the polite client.

    Class attributes say what it is: ``slug``, ``name``, ``version`` (the adapter's own), ``terms`` (one line),
    ``home`` (a page for people), ``quota``, ``shape`` (how long a question may be), ``default_url`` (empty
    where somebody has to run it). ``needs_key``, ``needs_contact`` (a mail address in CONTACT) and an empty
    ``default_url`` keep it off until that is set; ``several`` lets it be set up for many base URLs, each with
    its host in slug and name; ``asks`` says what it can be asked for: "claim", "source" (a name), "address".
    ``refused`` are the words for 401 and 403 where they do not mean the key.
    """

    slug: str
    name: str
    version: str = "1"
    terms: str
    home: str
    quota: Quota
    shape: Shape = Shape()
    default_url: str = ""
    needs_key: bool = False
    needs_contact: bool = False
    several: bool = False
    asks: frozenset[str] = frozenset({"claim"})
    refused: str = ""

    def __init__(self, client: Client, *, base_url: str = "", key: str = "") -> None:
        self.client = client
        self.base_url = (base_url or self.default_url).strip().rstrip("/")
        self.key = key.strip()
        if self.several and _host(self.base_url):
            self.slug = _slug(f"{self.slug}-{self.base_url.partition('://')[2].removesuffix('/w')}")
            self.name = f"{self.name} ({_host(self.base_url)})"
        self._asker = Asker(
            slug=self.slug,
            name=self.name,
            version=self.version,
            quota=self.quota,
            secret=self.key,
            permitted=frozenset({_reached(self.base_url)} if base_url.strip() else ()),
        )

    def __repr__(self) -> str:
        return f"<{type(self).__name__} at {self.base_url}>"

    @classmethod
    def variable(cls) -> str:
        """How the names of its settings begin, such as GOOGLE_FACTCHECK."""
        return cls.slug.upper().replace("-", "_")

    def health(self) -> Health:
        """Whether all that it needs is set; whether the service accepts it shows with the first question."""
        if not self.base_url:
            return Health(ok=False, message=f"No address is set ({self.variable()}_URL).")
        if not _host(self.base_url):
            return Health(ok=False, message=f"What is set in {self.variable()}_URL is no web address.")
        if self.needs_key and not self.key:
            return Health(ok=False, message=f"No key is set ({self.variable()}_KEY).")
        if self.key and not (self.key.isascii() and self.key.isprintable() and " " not in self.key):
            return Health(ok=False, message="The key holds characters that no key has. Copy it again.")
        if self.needs_contact and not self.client.mail:
            return Health(ok=False, message="No mail address is set (CONTACT), which this service asks for.")
        return Health(ok=True)

    def ask(self, question: Question) -> Answer:
        """See ``Provider.ask``. An empty question, or none wanted, finds nothing and asks nobody.

        A question longer than the service takes is cut at a word, and the answer's note says so.
        """
        health = self.health()
        if not health.ok:
            raise ProviderError(health.message, retryable=False)
        asked, note = cut(question, self.shape.characters, service=self.name)
        if not asked.query or asked.limit < 1:
            return Answer([])
        talk = Talk(self.client, self._asker, accept=self.accept, check=self.check, fresh=asked.fresh)
        try:
            hits = tidy(self.find(asked, talk), asked.limit)
        except ServiceError as error:
            talk.regret(error)
            raise
        return Answer(hits, tuple(talk.exchanges), note)

    def search(self, query: str, as_of: date | None, lang: str, limit: int) -> list[Hit]:
        """The hits of ``ask``."""
        return self.ask(Question(query, as_of, lang, limit)).hits

    def accept(self, response: Response) -> Response:
        """The response if it is a success, else raises; override where a service uses statuses oddly."""
        return require_service(response, service=self.name, refused=self.refused)

    def check(self, value: Any) -> Any:
        """The JSON value if it is an answer, else raises; override where errors come with a success.

        Better than raising in ``find``: here the request still counts as under way, so failures add up.
        """
        return value

    @abstractmethod
    def find(self, question: Question, talk: Talk) -> Iterable[Hit]:
        """Ask through ``talk`` and yield hits, best first; repeats, overlong text and odd URLs are seen to.

        ``question.query`` is one line that is not empty and no longer than ``shape`` says.
        """


SAID = ("slug", "name", "terms", "home", "quota")
"""What every service says of itself."""


def service_of(name: str, kind: Any) -> type[Service]:
    """``kind``, if it is a service whose slug is ``name``; else TypeError or ValueError says what is missing."""
    if not (isinstance(kind, type) and issubclass(kind, Service)):
        raise TypeError("it is no class derived from claims.providers.service.Service")
    if missing := [word for word in SAID if not hasattr(kind, word)]:
        raise ValueError(f"it does not say its {', '.join(missing)}")
    if kind.slug != name:
        raise ValueError(f"its slug {kind.slug!r} is not the name of its entry point")
    return kind


def _slug(text: str) -> str:
    """Letters, figures, full stops and hyphens, at most 40; what is longer ends with a checksum."""
    slug = re.sub(r"[^a-z0-9.]+", "-", text.lower()).strip("-")
    return slug if len(slug) <= 40 else f"{slug[:31]}-{zlib.crc32(slug.encode()):08x}"


def _host(url: str) -> str:
    """``host:port`` of an address, the port where it is named; empty where the address is none."""
    try:
        place = urlsplit(url)
        port = place.port
    except ValueError:
        return ""
    if place.scheme not in {"http", "https"} or not place.hostname:
        return ""
    name = f"[{place.hostname}]" if ":" in place.hostname else place.hostname
    return name if port is None else f"{name}:{port}"


def _reached(url: str) -> str:
    """The same with the port always."""
    host = _host(url)
    named = host.rpartition("]")[2].count(":") == 1
    return host if named or not host else f"{host}:{443 if url.startswith('https:') else 80}"
