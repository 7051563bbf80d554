"""The Wayback Machine: earlier versions of a page, and a request to save it now.

Formats: the availability API (on archive.org), the CDX server's ``output=json`` and Save Page Now 2.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from urllib.parse import quote, urlsplit

from claims.providers import wayback_save
from claims.providers.answers import child, parse_json, string
from claims.providers.base import Hit, ProviderError, Question, Quota, Shape
from claims.providers.dated import earlier_first
from claims.providers.errors import RefusedError
from claims.providers.http import Response
from claims.providers.markup import domain
from claims.providers.polite import Asker, Client
from claims.providers.query import LONGEST_TYPED
from claims.providers.service import Service
from claims.providers.talk import Talk
from claims.providers.wayback_save import SaveJob, moment

_REPLAY = "https://web.archive.org/web"
_FIELDS = ("timestamp", "original", "mimetype", "statuscode", "digest", "length")
_SAVES = Quota("About six pages a minute with a key.", 0.1, 3, 1)


@dataclass(frozen=True, slots=True)
class Capture:
    """A copy in the archive. ``digest`` (SHA-1 in base 32) changes when the page does; it may be empty."""

    at: datetime
    original: str
    url: str
    status: str = ""
    digest: str = ""
    mimetype: str = ""


class Wayback(Service):
    """Asked for addresses, not for claims; its key (``access:secret``) is needed for saving only."""

    slug = "wayback"
    name = "Wayback Machine"
    terms = "The Internet Archive's terms of use apply; polite use, no guarantee."
    home = "https://web.archive.org/"
    quota = Quota("Throttled by address without figures; we ask every two seconds.", 0.5, 2, 1)
    shape = Shape(characters=LONGEST_TYPED, words=1)
    default_url = "https://web.archive.org"
    asks = frozenset({"address"})

    def __init__(self, client: Client, *, base_url: str = "", key: str = "") -> None:
        super().__init__(client, base_url=base_url, key=key)
        self._saver = replace(self._asker, slug=f"{self.slug}-save", quota=_SAVES)

    def accept(self, response: Response) -> Response:
        """The CDX server answers 403 for sites that the archive does not show."""
        if response.status == 403 and b"AccessControl" in response.body:
            raise ProviderError(f"The {self.name} does not show copies of this site.", retryable=False)
        return super().accept(response)

    def find(self, question: Question, talk: Talk) -> Iterable[Hit]:
        """One hit a version of the page that is the question; none where the question is no address.

        The last versions before the cut-off come first, the newest of them first; then later ones.
        """
        if not is_address(question.query):
            return []

        def ask(since: date | None, until: date | None) -> list[Hit]:
            found = self._captures(talk, question.query, since, until, question.limit)
            return [_hit(capture) for capture in found]

        return earlier_first(question, ask)

    def available(self, url: str, at: date | None = None) -> Capture | None:
        """The copy nearest to the day (else the newest); None where there is none. Raises ProviderError."""
        params = {"url": url} | ({"timestamp": f"{at:%Y%m%d}"} if at else {})
        here = self.base_url if self.base_url != self.default_url else "https://archive.org"
        return closest(self._talk(self._asker).get_object(f"{here}/wayback/available", params=params), url)

    def captures(
        self, url: str, *, since: date | None = None, until: date | None = None, limit: int = 50
    ) -> list[Capture]:
        """The versions of a page: of copies in a row with the same digest, the first. Newest first.

        With ``since`` and no ``until`` they are the first ones since that day, oldest first.
        """
        return self._captures(self._talk(self._asker), url, since, until, limit)

    def save(self, url: str) -> SaveJob:
        """Ask the archive to save a page now. Raises ProviderError; see ``SaveJob`` for what it means."""
        if not is_address(url):
            raise ProviderError("Only a web address can be saved.", retryable=False)
        read = self._object
        form: dict[str, str | int] = {"url": url, "skip_first_archive": 1}
        talk = self._talk(self._saver)
        return wayback_save.submitted(
            talk.post(f"{self.base_url}/save", read=read, form=form, secrets=self._login())
        )

    def save_status(self, job_id: str) -> SaveJob:
        """How far a job is, asked anew each time. Raises ProviderError."""
        url = f"{self.base_url}/save/status/{quote(job_id, safe='')}"
        answer = self._talk(self._saver, fresh=True).get_object(url, secrets=self._login())
        return wayback_save.status(answer, job_id)

    def _captures(self, talk: Talk, url: str, since: date | None, until: date | None, limit: int) -> list[Capture]:
        oldest_first = since is not None and until is None
        params: dict[str, str | int] = {
            "url": url,
            "output": "json",
            "fl": ",".join(_FIELDS),
            "collapse": "digest",
            "limit": limit if oldest_first else -limit,
        }
        params |= {"from": f"{since:%Y%m%d}"} if since else {}
        params |= {"to": f"{until:%Y%m%d}"} if until else {}
        found = list(talk.get(f"{self.base_url}/cdx/search/cdx", params=params, read=self._rows))
        return found if oldest_first else found[::-1]

    def _rows(self, response: Response) -> list[Capture]:
        if not response.body.strip():
            return []
        return list(captures(parse_json(response.body, service=self.name)))

    def _object(self, response: Response) -> dict[str, Any]:
        value = parse_json(response.body, service=self.name)
        return value if isinstance(value, dict) else {}

    def _talk(self, asker: Asker, *, fresh: bool = False) -> Talk:
        return Talk(self.client, asker, accept=self.accept, fresh=fresh)

    def _login(self) -> dict[str, str]:
        access, _, secret = self.key.partition(":")
        if not (access and secret):
            raise RefusedError(
                f"Saving needs a key: {self.variable()}_KEY must be “access:secret” as archive.org gives it."
            )
        return {"Authorization": f"LOW {self.key}"}


def is_address(text: str) -> bool:
    """Whether the text is one web address and nothing else."""
    try:
        place = urlsplit(text)
        return place.scheme in {"http", "https"} and bool(place.hostname) and " " not in text
    except ValueError:
        return False


def captures(rows: Any) -> Iterator[Capture]:
    """The captures in a CDX answer, whose first row names the fields; rows that cannot be read are passed over."""
    table = [row for row in rows if isinstance(row, list)] if isinstance(rows, list) else []
    names = table[0] if table and all(isinstance(name, str) for name in table[0]) else []
    for row in table[1:]:
        fields = {name: value for name, value in zip(names, row, strict=False) if isinstance(value, str)}
        at, original = moment(fields.get("timestamp", "")), fields.get("original", "")
        if at is not None and original:
            url = f"{_REPLAY}/{fields['timestamp']}/{original}"
            yield Capture(
                at,
                original,
                url,
                fields.get("statuscode", ""),
                fields.get("digest", ""),
                fields.get("mimetype", ""),
            )


def closest(answer: dict[str, Any], url: str) -> Capture | None:
    """The capture in an availability answer."""
    found = child(answer, "archived_snapshots", "closest")
    at = moment(string(found, "timestamp"))
    if found.get("available") is not True or at is None:
        return None
    place = string(found, "url")
    original = place.partition(f"/web/{string(found, 'timestamp')}/")[2] or url
    return Capture(at, original, f"{_REPLAY}/{string(found, 'timestamp')}/{original}", string(found, "status"))


def _hit(capture: Capture) -> Hit:
    status = f", status {capture.status}" if capture.status not in {"", "200", "-"} else ""
    return Hit(
        provider_id=capture.url,
        title=f"{capture.original} as of {capture.at:%Y-%m-%d}",
        snippet=f"Copy of {capture.original} taken on {capture.at:%Y-%m-%d at %H:%M} UTC{status}",
        url=capture.url,
        publisher=domain(capture.original),
        published_at=capture.at.date(),
        raw={"timestamp": f"{capture.at:%Y%m%d%H%M%S}", "original": capture.original, "digest": capture.digest},
    )
