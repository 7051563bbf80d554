"""SearXNG's /search with format=json."""

from typing import Any

from claims.providers.searxng import SearXNG
from tests.providers.spoken.format import Spoken


def result(number: int, **more: Any) -> dict[str, Any]:
    return {
        "url": f"https://www.news{number}.example/bridge",
        "title": f"Bridge closes, part {number}",
        "content": "The bridge closes for two months, the city said.",
        "publishedDate": "2024-05-03T09:30:00",
        "thumbnail": None,
        "engine": "duckduckgo",
        "template": "default.html",
        "parsed_url": ["https", f"www.news{number}.example", "/bridge", "", "", ""],
        "img_src": "",
        "priority": "",
        "engines": ["duckduckgo", "mojeek"],
        "positions": [number, 4],
        "score": 2.5,
        "category": "general",
    } | more


def answer(*results: dict[str, Any], unresponsive: list[list[str]] | None = None) -> dict[str, Any]:
    return {
        "query": "bridge closes",
        "number_of_results": 0,
        "results": list(results),
        "answers": [],
        "corrections": [],
        "infoboxes": [],
        "suggestions": ["bridge closed"],
        "unresponsive_engines": unresponsive or [],
    }


SPOKEN = Spoken(
    kind=SearXNG,
    success=answer(result(1), result(2, publishedDate=None), unresponsive=[["qwant", "Suspended: CAPTCHA"]]),
    empty=answer(),
)
