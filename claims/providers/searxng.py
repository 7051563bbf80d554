"""SearXNG: a metasearch engine that a desk runs itself; ``/search`` with ``format=json``."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from claims.providers.answers import day, dicts, string
from claims.providers.base import Hit, Question, Quota, Shape
from claims.providers.errors import OutageError, RefusedError
from claims.providers.http import Response
from claims.providers.languages import primary
from claims.providers.markup import domain, readable
from claims.providers.service import Service
from claims.providers.talk import Talk

# ``!bang`` picks an engine (``!!`` leaves for it), ``:xx`` a language, ``<5`` a time limit: none of it is meant.
_COMMAND = re.compile(r"(?<!\S)[!:?<]+(?=\S)")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Z]{2})?")  # others it refuses


class SearXNG(Service):
    """It gives about twenty results a page and knows no cut-off: later hits are marked by their dates."""

    slug = "searxng"
    name = "SearXNG"
    terms = "Your own instance; the terms of the search engines it asks apply."
    home = "https://docs.searxng.org/dev/search_api.html"
    quota = Quota(
        "Your own instance; we ask once a second, as the engines behind it block who asks oftener.", 1.0, 3, 2
    )
    shape = Shape(characters=400, words=12)

    def accept(self, response: Response) -> Response:
        """SearXNG answers 403 to a format that is not switched on."""
        if response.status == 403:
            words = "switch JSON on there (settings.yml: search, formats, json), or let us past its limiter"
            raise RefusedError(f"{self.name} does not give out JSON: {words}. (Status 403.)")
        return super().accept(response)

    def find(self, question: Question, talk: Talk) -> Iterable[Hit]:
        """The first page, in SearXNG's order."""
        params = {"q": _COMMAND.sub("", question.query), "format": "json", "pageno": 1}
        codes = (code for code in (question.lang, primary(question.lang)) if _LANGUAGE.fullmatch(code))
        if code := next(codes, ""):
            params["language"] = code
        return hits(talk.get_object(f"{self.base_url}/search", params=params))

    def check(self, value: Any) -> Any:
        """That the engines behind it failed is not that there is nothing to be found."""
        failed = [reason for reason in map(_unresponsive, _list(value.get("unresponsive_engines"))) if reason]
        if failed and not any(dicts(value.get("results"))):
            raise OutageError(f"None of the engines behind {self.name} found anything; {'; '.join(failed[:5])}.")
        return value


def hits(answer: dict[str, Any]) -> Iterator[Hit]:
    """Web results, in SearXNG's order."""
    for result in dicts(answer.get("results")):
        url = string(result, "url")
        yield Hit(
            provider_id=url,
            title=readable(string(result, "title")),
            snippet=readable(string(result, "content")),
            url=url,
            publisher=domain(url),
            published_at=day(string(result, "publishedDate") or string(result, "pubdate")),
            raw=result,
        )


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _unresponsive(entry: Any) -> str:
    """Which engine failed and why, of a pair."""
    words = [readable(word) for word in entry if isinstance(word, str)] if isinstance(entry, list) else []
    return ": ".join(words[:2])[:100]
