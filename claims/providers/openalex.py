"""OpenAlex: scholarly works with abstracts and retractions; ``/works``."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from claims.providers.answers import child, day, dicts, retry_after, string
from claims.providers.base import Hit, Question, Quota, Shape
from claims.providers.dated import earlier_first
from claims.providers.errors import RefusedError, SlowDownError
from claims.providers.http import Response
from claims.providers.languages import primary
from claims.providers.markup import readable
from claims.providers.service import Service
from claims.providers.talk import Talk

_MOST = 100
_FIELDS = "id,doi,display_name,publication_date,language,type,is_retracted,primary_location,abstract_inverted_index"
_LONGEST_ABSTRACT = 20_000  # words; a position beyond is an error in the data
_OPERATORS = str.maketrans(dict.fromkeys("*?~|", " "))


class OpenAlex(Service):
    """Asks with a free key, sent as a parameter that is kept nowhere. Retracted works say so in ``rating``."""

    slug = "openalex"
    name = "OpenAlex"
    terms = "CC0: free for any use."
    home = "https://developers.openalex.org/"
    quota = Quota("A free key pays for about 1,000 searches a day; we ask twice a second.", 2.0, 4, 2)
    shape = Shape(characters=300, words=8)
    default_url = "https://api.openalex.org"
    needs_key = True

    def accept(self, response: Response) -> Response:
        """OpenAlex answers 403 to those who ask too fast as well as to a key it does not know."""
        if response.status == 403 and b"key" not in response.body.lower():
            wait = retry_after(response.headers.get("retry-after")) or 60.0
            raise SlowDownError(f"{self.name} asks us to slow down.", retry_after=wait)
        if response.status in {400, 422} and b"api_key" in response.body.lower().replace(b" ", b"_"):
            raise RefusedError(f"{self.name} does not know the key. Ask the person who runs this installation.")
        return super().accept(response)

    def find(self, question: Question, talk: Talk) -> Iterable[Hit]:
        """Works up to the cut-off, then later ones; in the question's language where it is not English."""
        words = " ".join(question.query.translate(_OPERATORS).split())
        if not words:
            return []
        code = primary(question.lang)

        def ask(since: date | None, until: date | None) -> list[Hit]:
            bounds = [f"from_publication_date:{since}"] * (since is not None)
            bounds += [f"to_publication_date:{until}"] * (until is not None)
            bounds += [f"language:{code}|en"] * (len(code) == 2 and code != "en")
            params: dict[str, str | int] = {
                "search": words,
                "per_page": min(question.limit, _MOST),
                "select": _FIELDS,
            }
            if bounds:
                params["filter"] = ",".join(bounds)
            secret = {"api_key": self.key}
            return list(hits(talk.get_object(f"{self.base_url}/works", params=params, secret_params=secret)))

        return earlier_first(question, ask)


def hits(answer: dict[str, Any]) -> Iterator[Hit]:
    """One hit a work, identified as OpenAlex does."""
    for work in dicts(answer.get("results")):
        title = readable(string(work, "display_name"))
        venue = child(work, "primary_location", "source")
        yield Hit(
            provider_id=string(work, "id"),
            title=title,
            snippet=abstract(work.get("abstract_inverted_index")) or title,
            url=string(work, "doi")
            or string(child(work, "primary_location"), "landing_page_url")
            or string(work, "id"),
            publisher=readable(string(venue, "display_name")),
            published_at=day(string(work, "publication_date")),
            rating="Retracted" if work.get("is_retracted") is True else "",
            raw=work,
        )


def abstract(index: Any) -> str:
    """The text of an inverted index, which lists for each word its positions from 0."""
    if not isinstance(index, dict):
        return ""
    placed = [
        (position, word)
        for word, positions in index.items()
        if isinstance(word, str) and isinstance(positions, list)
        for position in positions
        if isinstance(position, int) and 0 <= position < _LONGEST_ABSTRACT
    ]
    return readable(" ".join(word for _, word in sorted(placed)))
