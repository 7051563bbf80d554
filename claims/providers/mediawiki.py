"""MediaWiki: full-text search of any wiki, Wikipedia or a desk's own.

Formats: the Action API's ``generator=search`` (api.php, formatversion 2) and the REST API's ``search/page``
(rest.php), whichever address is set. ``srwhat=text`` is needed by wikis without a search server: their
default is to search titles only. Their excerpts hold wikitext; those of Wikipedia do not.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from claims.providers.answers import child, day, dicts, string, without_markup
from claims.providers.base import Hit, ProviderError, Question, Quota, Shape
from claims.providers.errors import OutageError, RefusedError, SlowDownError
from claims.providers.markup import domain
from claims.providers.service import Service
from claims.providers.talk import Talk

_MOST = 50
_LINK = re.compile(r"\[\[(?:[^\[\]|]*\|)?([^\[\]|]*)\]\]")
_CUT_LINK = re.compile(r"\[\[(?:[^\[\]|]*\|)?|\]\]")
_QUOTES = re.compile(r"'{2,5}")
_NOWIKI = re.compile(r"</?nowiki */?>?")
_TRY_AGAIN = (
    "internal_api_error",
    "failed-",
    "cirrussearch-backend",
    "cirrussearch-too-busy",
    "search-error",
    "readonly",
)


class MediaWiki(Service):
    """One wiki. ``published_at`` is the day its text was last changed: until then it may have said else."""

    slug = "mediawiki"
    name = "MediaWiki"
    terms = "The wiki's own licence (Wikipedia: CC BY-SA); a wiki is a lead to primary sources, not one itself."
    home = "https://www.mediawiki.org/wiki/API:Search"
    quota = Quota(
        "Wikimedia asks for few requests at once and a User-Agent with a contact; we ask twice a second.", 2.0, 4, 2
    )
    shape = Shape(characters=300, words=6)
    several = True
    refused = "The wiki does not let us read it: it is closed, or it refuses our User-Agent (CONTACT)."

    def find(self, question: Question, talk: Talk) -> Iterable[Hit]:
        """One hit a page, in the wiki's order."""
        limit = min(question.limit, _MOST)
        if self.base_url.endswith("/rest.php"):
            params: dict[str, str | int] = {"q": question.query, "limit": limit}
            return rest_hits(talk.get_object(f"{self.base_url}/v1/search/page", params=params), self.base_url)
        url = self.base_url if self.base_url.endswith("/api.php") else f"{self.base_url}/api.php"
        return api_hits(talk.get_object(url, params=_PARAMS | {"gsrsearch": question.query, "gsrlimit": limit}))

    def check(self, value: Any) -> Any:
        """Errors of api.php come with status 200."""
        return without_error(value, service=self.name)


_PARAMS: dict[str, str | int] = {
    "action": "query",
    "format": "json",
    "formatversion": 2,
    "generator": "search",
    "gsrwhat": "text",
    "gsrprop": "snippet|timestamp",
    "prop": "info|extracts",
    "inprop": "url",
    "exintro": 1,
    "explaintext": 1,
    "exlimit": "max",
    "exchars": 600,
}


def api_hits(answer: dict[str, Any]) -> Iterator[Hit]:
    """Hits of an answer of api.php. Pages come ordered by their id; ``index`` is their rank."""
    pages = list(dicts(child(answer, "query").get("pages")))
    for page in sorted(pages, key=_rank):
        title, url = string(page, "title"), string(page, "canonicalurl") or string(page, "fullurl")
        extract = string(page, "extract")
        yield Hit(
            provider_id=url,
            title=title,
            snippet=excerpt(string(page, "snippet")) or extract,
            url=url,
            publisher=domain(url),
            published_at=day(string(page, "timestamp")),
            raw=page,
        )


def rest_hits(answer: dict[str, Any], base_url: str) -> Iterator[Hit]:
    """Hits of an answer of rest.php; it names pages by key and id, and says nothing of their age."""
    place = base_url.removesuffix("/rest.php")
    for page in dicts(answer.get("pages")):
        number = page.get("id")
        if isinstance(number, int) and not isinstance(number, bool):
            url = f"{place}/index.php?curid={number}"
            snippet = excerpt(string(page, "excerpt")) or string(page, "description")
            yield Hit(url, string(page, "title"), snippet, url, publisher=domain(url), raw=page)


def excerpt(html: str) -> str:
    """The plain text of an excerpt, which is HTML around wikitext that may be cut anywhere.

    Three dots at its beginning stand before half a word, which is left out with them.
    """
    text = _NOWIKI.sub("", without_markup(html))
    plain = _QUOTES.sub("", _CUT_LINK.sub("", _LINK.sub(r"\1", text))).strip()
    return plain.partition(" ")[2] if plain.startswith("...") else plain


def _rank(page: dict[str, Any]) -> float:
    index = page.get("index")
    return float(index) if isinstance(index, int) and abs(index) < 10**9 else float(10**9)


def without_error(answer: dict[str, Any], *, service: str) -> dict[str, Any]:
    """An answer of api.php, any wiki's or Wikidata's, unless it tells of an error; raises ProviderError then."""
    if "error" not in answer:
        return answer
    code = string(child(answer, "error"), "code")
    if code in {"ratelimited", "maxlag"}:
        raise SlowDownError(f"{service} asks us to slow down ({code}).", retry_after=30.0)
    if code == "readapidenied":
        raise RefusedError(f"{service} lets nobody read it without an account ({code}).")
    if code.startswith(_TRY_AGAIN):
        raise OutageError(f"{service} has a fault of its own at the moment ({code}).")
    raise ProviderError(f"{service} did not accept the question ({code or 'no reason given'}).", retryable=False)
