"""Brave's web/search."""

from typing import Any

from claims.providers.brave import Brave
from tests.providers.spoken.format import Spoken

KEY = "BSA-test-0123456789"
RESULTS: list[dict[str, Any]] = [
    {
        "title": "Bridge &amp; tunnel: <strong>closed</strong> for two months",
        "url": "https://www.paper.example/bridge",
        "is_source_local": False,
        "description": "The <strong>bridge</strong> doesn&#x27;t reopen before June.",
        "page_age": "2024-05-03T09:30:00",
        "age": "May 3, 2024",
        "profile": {"name": "The Paper", "url": "https://www.paper.example/bridge", "long_name": "paper.example"},
        "language": "en",
        "meta_url": {
            "scheme": "https",
            "netloc": "paper.example",
            "hostname": "www.paper.example",
            "path": "› bridge",
        },
        "extra_snippets": ["The city said so."],
        "type": "search_result",
    },
    {"title": "Ferry", "url": "https://ferry.example/", "description": "Free until June.", "language": "en"},
]
SPOKEN = Spoken(
    kind=Brave,
    success={
        "type": "search",
        "query": {"original": "bridge closes"},
        "web": {"type": "search", "results": RESULTS},
    },
    empty={"type": "search", "query": {"original": "bridge closes", "more_results_available": False}},
    key=KEY,
)
