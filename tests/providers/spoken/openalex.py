"""OpenAlex's /works."""

from typing import Any

from claims.providers.errors import RefusedError, SlowDownError
from claims.providers.openalex import OpenAlex
from tests.providers.spoken.format import Spoken

KEY = "openalex-test-0123456789"
WORKS: list[dict[str, Any]] = [
    {
        "id": "https://openalex.org/W2741809807",
        "doi": "https://doi.org/10.5555/bridge.1",
        "display_name": "Bearings of <i>harbour</i> bridges",
        "publication_date": "2018-05-03",
        "language": "en",
        "type": "article",
        "is_retracted": True,
        "primary_location": {
            "landing_page_url": "https://doi.org/10.5555/bridge.1",
            "source": {"id": "https://openalex.org/S1", "display_name": "Journal of Bridges"},
        },
        "abstract_inverted_index": {
            "Bearings": [0],
            "last": [1, 5],
            "forty": [2],
            "years;": [3],
            "rails": [4],
            "less.": [6],
        },
    },
    {
        "id": "https://openalex.org/W2",
        "doi": None,
        "display_name": "Ferries",
        "publication_date": "2024-02-01",
        "is_retracted": False,
        "primary_location": {"landing_page_url": "https://ferry.example/paper", "source": None},
        "abstract_inverted_index": None,
    },
]


def answer(*works: dict[str, Any]) -> dict[str, Any]:
    return {"meta": {"count": len(works), "page": 1, "per_page": 10}, "results": list(works), "group_by": []}


SPOKEN = Spoken(
    kind=OpenAlex,
    success=answer(*WORKS),
    empty=answer(),
    query="bearings of harbour bridges",
    key=KEY,
    refusals={"revoked": RefusedError, "throttled": SlowDownError},
)
