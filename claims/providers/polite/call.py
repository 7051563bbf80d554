"""One request to a service, with what may be kept of it apart from what may not."""

import hashlib
import json
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field

from claims.providers.base import Quota


@dataclass(frozen=True, slots=True)
class Asker:
    """The service as the client knows it. ``permitted`` are private places (host:port) its operator named."""

    slug: str
    name: str
    version: str
    quota: Quota
    secret: str = field(default="", repr=False)
    permitted: frozenset[str] = frozenset()

    @property
    def fingerprint(self) -> str:
        """Changes with the key, so that a breaker that a wrong key opened closes with the right one."""
        return hashlib.sha256(f"{self.slug}\n{self.secret}".encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Call:
    """``params`` and ``headers`` may be recorded; ``secrets`` (headers) and ``secret_params`` never are.

    The parameters of a POST are its form. ``fresh`` passes over the cache when reading.
    """

    asker: Asker
    method: str
    url: str
    params: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    secrets: Mapping[str, str] = field(default_factory=dict, repr=False)
    secret_params: Mapping[str, str] = field(default_factory=dict, repr=False)
    fresh: bool = False

    @property
    def digest(self) -> str:
        """The same for the same question: Unicode composed, runs of white space as one space, any order."""
        params = sorted((name, normalised(value)) for name, value in self.params.items())
        parts = [self.asker.slug, self.asker.version, self.method, self.url, params, sorted(self.headers.items())]
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def normalised(text: str) -> str:
    """Composed characters, single spaces. Case stays: OR and or are different questions to some services."""
    return " ".join(unicodedata.normalize("NFC", text).split())
