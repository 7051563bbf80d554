"""GDELT DOC 2.0: news articles from all over the world since 2017; ``mode=artlist``, ``format=json``."""

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any, NoReturn

from claims.providers.answers import day, dicts, parse_object, retry_after, string
from claims.providers.base import Hit, ProviderError, Question, Quota, Shape
from claims.providers.errors import OutageError, SlowDownError
from claims.providers.http import Response
from claims.providers.languages import three_letters
from claims.providers.markup import domain, readable
from claims.providers.service import Service
from claims.providers.talk import Talk

_MOST = 250
_WINDOW = timedelta(days=90)
_SHORTEST_WORD = 3
_PACE = 10.0
_BAD_ESCAPE = re.compile(rb'\\(?!["\\/bfnrt]|u[0-9a-fA-F]{4})')
_COMPLAINT = re.compile(rb"^[A-Za-z][^{}<>]{5,400}$", re.DOTALL)


class Gdelt(Service):
    """Titles and addresses only, no passages. Asked for the three months before the cut-off, or before today.

    It is asked once a question, as it allows one request in five seconds: what came after the cut-off is
    found by asking without one.
    """

    slug = "gdelt"
    name = "GDELT"
    terms = "Free for any use; name the GDELT Project and link to it."
    home = "https://blog.gdeltproject.org/gdelt-doc-2-0-api-debuts/"
    quota = Quota("One request every five seconds for all of you; we leave six and a half.", 1 / 6.5, 1, 1)
    shape = Shape(characters=250, words=5)
    default_url = "https://api.gdeltproject.org"

    def accept(self, response: Response) -> Response:
        """GDELT tells of its limit in a sentence, with status 429 or 200."""
        if b"limit requests to one every" in response.body[:2000]:
            wait = retry_after(response.headers.get("retry-after")) or _PACE
            raise SlowDownError(f"{self.name} allows one request every five seconds.", retry_after=wait)
        return super().accept(response)

    def find(self, question: Question, talk: Talk) -> Iterable[Hit]:
        """Articles, the most relevant first."""
        words = query(question.query)
        if not words:
            raise ProviderError(f"{self.name} searches for words of three letters and more.", retryable=False)
        code = three_letters(question.lang)
        params: dict[str, str | int] = {
            "query": f"{words} sourcelang:{code}" if code else words,
            "mode": "artlist",
            "format": "json",
            "sort": "hybridrel",
            "maxrecords": min(question.limit, _MOST),
        }
        params |= period(question.as_of) if question.as_of else {"timespan": "3months"}
        url = f"{self.base_url}/api/v2/doc/doc"
        return hits(talk.get(url, params=params, read=lambda response: read(response.body, service=self.name)))


def query(text: str) -> str:
    """The words as GDELT takes them: three letters at least, what is not letters and digits only in quotes.

    A question in which somebody typed quotation marks, brackets or an operator is sent as it is.
    """
    if re.search(r'["()]|\b[a-z]+\d*:\S', text):
        return text
    words = (word.strip(".,;!?'’“”‘-–—") for word in text.split())
    return " ".join(word if word.isalnum() else f'"{word}"' for word in words if _letters(word) >= _SHORTEST_WORD)


def _letters(word: str) -> int:
    """How many letters and digits it has: GDELT refuses “U.S.” as too short."""
    return sum(letter.isalnum() for letter in word)


def period(as_of: date) -> dict[str, str | int]:
    """The three months that end with the day."""
    start = as_of - _WINDOW
    return {"startdatetime": f"{start:%Y%m%d}000000", "enddatetime": f"{as_of:%Y%m%d}235959"}


def read(body: bytes, *, service: str) -> dict[str, Any]:
    """The answer as an object; raises ProviderError with what GDELT complains of, which is plain text.

    Its JSON may hold backslashes that escape nothing, and control characters: both are mended.
    """
    if not body.strip():
        return {}
    if _COMPLAINT.match(body.strip()):
        _complain(body.strip(), service=service)
    mended = _BAD_ESCAPE.sub(rb"\\\\", body)
    wide = b"\x00" in body  # UTF-16, where bytes are not characters
    return parse_object(body if wide else mended.translate(_SPACES), service=service)


_SPACES = bytes(32 if code < 32 else code for code in range(256))


def _complain(body: bytes, *, service: str) -> NoReturn:
    try:
        words = " ".join(body.decode("utf-8").split())
    except UnicodeDecodeError as error:
        raise OutageError(f"{service} answered with something that is not JSON instead of data.") from error
    raise ProviderError(f"{service} did not accept the question: {words[:200]}", retryable=False)


def hits(answer: dict[str, Any]) -> Iterator[Hit]:
    """Articles; their day is when GDELT first saw them."""
    for article in dicts(answer.get("articles")):
        url, title = string(article, "url"), readable(string(article, "title"))
        yield Hit(
            provider_id=url,
            title=title,
            snippet=title,
            url=url,
            publisher=string(article, "domain") or domain(url),
            published_at=day(string(article, "seendate")),
            raw=article,
        )
