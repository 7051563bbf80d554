"""Brave's web search, version 1 of ``web/search``."""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from typing import Any

from claims.providers.answers import child, day, dicts, string
from claims.providers.base import Hit, Question, Quota, Shape
from claims.providers.dated import earlier_first
from claims.providers.errors import RefusedError, SlowDownError
from claims.providers.http import Response
from claims.providers.languages import primary
from claims.providers.markup import domain, readable
from claims.providers.service import Service
from claims.providers.talk import Talk

_LARGEST_PAGE = 20
_FIRST_DAY = date(1990, 1, 1)
_LANGUAGES = frozenset(
    [
        "ar",
        "eu",
        "bn",
        "bg",
        "ca",
        "hr",
        "cs",
        "da",
        "nl",
        "en",
        "et",
        "fi",
        "fr",
        "gl",
        "de",
        "gu",
        "he",
        "hi",
        "hu",
        "is",
        "it",
        "kn",
        "ko",
        "lv",
        "lt",
        "ms",
        "ml",
        "mr",
        "nb",
        "pl",
        "pa",
        "ro",
        "ru",
        "sr",
        "sk",
        "sl",
        "es",
        "sv",
        "ta",
        "te",
        "th",
        "tr",
        "uk",
        "vi",
    ]
)
_SPECIAL = {"ja": "jp", "no": "nb", "pt": "pt-pt", "pt-br": "pt-br", "zh": "zh-hans", "zh-tw": "zh-hant"}


class Brave(Service):
    """Asks with a key that is sent in a header. Only answered requests are billed."""

    slug = "brave"
    name = "Brave Search"
    terms = "Paid by plan; whether results may be kept depends on your plan's storage rights."
    home = "https://brave.com/search/api/"
    quota = Quota("By plan; we ask once a second, as the smallest plans allow.", 1.0, 1, 1)
    shape = Shape(characters=300, words=12)
    default_url = "https://api.search.brave.com"
    needs_key = True

    def accept(self, response: Response) -> Response:
        """Brave answers 422 to a key it does not know, and says in a header when a quota starts anew."""
        if response.status == 422 and b"SUBSCRIPTION_TOKEN_INVALID" in response.body:
            raise RefusedError(f"{self.name} does not know the key. Ask the person who runs this installation.")
        if response.status == 429 and "retry-after" not in response.headers:
            wait = until_reset(
                response.headers.get("x-ratelimit-remaining"), response.headers.get("x-ratelimit-reset")
            )
            raise SlowDownError(f"{self.name} asks us to slow down: the quota is used up.", retry_after=wait)
        return super().accept(response)

    def find(self, question: Question, talk: Talk) -> Iterable[Hit]:
        """Web results up to the cut-off, then later ones."""

        def ask(since: date | None, until: date | None) -> list[Hit]:
            params: dict[str, str | int] = {
                "q": " ".join(question.query.split()[:50]),
                "count": min(question.limit, _LARGEST_PAGE),
                "result_filter": "web",
                "text_decorations": "false",
            }
            if since or until:
                params["freshness"] = f"{since or _FIRST_DAY}to{until or datetime.now(UTC).date()}"
            if language(question.lang):
                params["search_lang"] = language(question.lang)
            url = f"{self.base_url}/res/v1/web/search"
            return list(hits(talk.get_object(url, params=params, secrets={"X-Subscription-Token": self.key})))

        return earlier_first(question, ask)


def language(lang: str) -> str:
    """The code that Brave uses for a BCP 47 code; empty where it knows none."""
    code = primary(lang)
    return _SPECIAL.get(lang.lower(), _SPECIAL.get(code, code if code in _LANGUAGES else ""))


def until_reset(remaining: str | None, reset: str | None) -> float | None:
    """Seconds until the last of the exhausted windows starts anew, at most a day; None where it is not said.

    Both headers list one figure a window, such as ``0, 1200`` and ``1, 1419704``.
    """
    left, seconds = _figures(remaining), _figures(reset)
    waits = [after for count, after in zip(left, seconds, strict=False) if count <= 0]
    return min(max(waits), 86_400.0) if waits else None


def _figures(value: str | None) -> list[float]:
    parts = [part.strip()[:12] for part in (value or "").split(",")]
    return [float(part) for part in parts if part.isascii() and part.isdigit()]


def hits(answer: dict[str, Any]) -> Iterator[Hit]:
    """Web results in Brave's order, with the further passages of a page where the plan gives them."""
    for result in dicts(child(answer, "web").get("results")):
        url = string(result, "url")
        yield Hit(
            provider_id=url,
            title=readable(string(result, "title")),
            snippet=readable(string(result, "description")),
            url=url,
            publisher=readable(string(child(result, "profile"), "name")) or domain(url),
            published_at=day(string(result, "page_age")),
            raw=result,
        )
