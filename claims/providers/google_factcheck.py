"""Google's Fact Check Tools: published fact-checks that match a claim.

The format is that of the documented method ``claims:search``, version v1alpha1.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

from claims.providers.answers import parse_object, require_service
from claims.providers.base import Health, Hit, ProviderError
from claims.providers.http import DEFAULT_LIMITS, Limits, Response, fetch

BASE_URL = "https://factchecktools.googleapis.com"
_LARGEST_PAGE = 50


class GoogleFactCheck:
    """Asks with a key that is sent in a header and appears in no message, no log and no ``repr``."""

    slug = "google-factcheck"
    name = "Google Fact Check Tools"
    version = "v1alpha1"
    terms = "Google API terms of service apply; name the publisher of every review that is shown."

    def __init__(
        self,
        key: str,
        *,
        base_url: str = BASE_URL,
        user_agent: str = "claim-workbench",
        limits: Limits = DEFAULT_LIMITS,
        allow_private: frozenset[str] = frozenset(),
    ) -> None:
        self._key = key.strip()
        self._url = f"{base_url.rstrip('/')}/v1alpha1/claims:search"
        self._user_agent = user_agent
        self._limits = limits
        self._allow_private = allow_private

    def __repr__(self) -> str:
        return f"<GoogleFactCheck at {self._url}>"

    def health(self) -> Health:
        """Whether a key is set that can be sent; whether Google accepts it shows with the first look-up."""
        if not self._key:
            return Health(ok=False, message="No key is set (GOOGLE_FACTCHECK_KEY).")
        if not (self._key.isascii() and self._key.isprintable() and " " not in self._key):
            return Health(ok=False, message="The key holds characters that no key has. Copy it again.")
        return Health(ok=True)

    def search(self, query: str, as_of: date | None, lang: str, limit: int) -> list[Hit]:
        """One hit for each review of a matching claim, in Google's order; see ``Provider.search``.

        ``as_of`` leaves nothing out: a later review is kept and its date shown. Raises ProviderError.
        """
        health = self.health()
        if not health.ok:
            raise ProviderError(health.message, retryable=False)
        if not query.strip() or limit < 1:
            return []
        answer = parse_object(self._ask(query, lang, limit).body, service=self.name)
        hits: dict[str, Hit] = {}
        for hit in _hits(answer):
            hits.setdefault(hit.provider_id, hit)
        return list(hits.values())[:limit]

    def _ask(self, query: str, lang: str, limit: int) -> Response:
        params: dict[str, str | int] = {"query": query, "pageSize": min(limit, _LARGEST_PAGE)}
        if lang:
            params["languageCode"] = lang
        headers = {
            "X-goog-api-key": self._key,
            "User-Agent": self._user_agent,
            "Accept": "application/json",
        }
        response = fetch(
            self._url,
            params=params,
            headers=headers,
            limits=self._limits,
            allow_private=self._allow_private,
        )
        if response.status == 400 and b"API_KEY_INVALID" in response.body:
            message = f"{self.name} does not know the key. Ask the person who runs this installation."
            raise ProviderError(message, retryable=False)
        return require_service(response, service=self.name)


def _hits(answer: dict[str, Any]) -> Iterator[Hit]:
    """The answer's reviews that can be cited; what is malformed is passed over."""
    for claim in _dicts(answer.get("claims")):
        text = _string(claim, "text")
        for review in _dicts(claim.get("claimReview")):
            url = _string(review, "url")
            if url.startswith(("https://", "http://")) and (text or _string(review, "title")):
                yield _hit(claim, review, url=url, text=text)


def _hit(claim: dict[str, Any], review: dict[str, Any], *, url: str, text: str) -> Hit:
    publisher = review.get("publisher")
    publisher = publisher if isinstance(publisher, dict) else {}
    claimant = _string(claim, "claimant")
    title = _string(review, "title") or text
    return Hit(
        provider_id=url,
        title=title,
        snippet=f"{claimant}: {text}" if claimant and text else text or title,
        url=url,
        publisher=_string(publisher, "name") or _string(publisher, "site"),
        published_at=_day(_string(review, "reviewDate")),
        rating=_string(review, "textualRating"),
        raw={**{key: value for key, value in claim.items() if key != "claimReview"}, "claimReview": [review]},
    )


def _dicts(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, list):
        yield from (item for item in value if isinstance(item, dict))


def _string(value: dict[str, Any], key: str) -> str:
    text = value.get(key)
    return text.strip() if isinstance(text, str) else ""


def _day(text: str) -> date | None:
    """The day of an RFC 3339 time such as ``2020-09-14T00:00:00Z``."""
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None
