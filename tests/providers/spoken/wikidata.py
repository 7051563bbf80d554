"""Wikidata's wbsearchentities and wbgetentities, formatversion 2."""

from typing import Any

from claims.providers.wikidata import Wikidata
from tests.providers.spoken.format import Spoken

SEARCH: list[dict[str, Any]] = [
    {
        "id": "Q42",
        "title": "Q42",
        "pageid": 138,
        "concepturi": "http://www.wikidata.org/entity/Q42",
        "repository": "wikidata",
        "url": "//www.wikidata.org/wiki/Q42",
        "display": {
            "label": {"value": "Douglas Adams", "language": "en"},
            "description": {"value": "English science fiction writer", "language": "en"},
        },
        "label": "Douglas Adams",
        "description": "English science fiction writer",
        "match": {"type": "alias", "language": "en", "text": "Douglas Noël Adams"},
        "aliases": ["Douglas Noël Adams"],
    },
    {
        "id": "Q28421831",
        "title": "Q28421831",
        "concepturi": "http://www.wikidata.org/entity/Q28421831",
        "url": "//www.wikidata.org/wiki/Q28421831",
        "label": "Douglas Adams",
        "match": {"type": "label", "language": "en", "text": "Douglas Adams"},
    },
]
ENTITIES: dict[str, Any] = {
    "Q42": {
        "type": "item",
        "id": "Q42",
        "aliases": {
            "en": [{"language": "en", "value": "Douglas Noël Adams"}, {"language": "en", "value": "Bop Ad"}]
        },
    },
    "Q28421831": {"type": "item", "id": "Q28421831", "aliases": {}},
}


def success(asked: dict[str, Any]) -> Any:
    if asked["query"]["action"] == "wbgetentities":
        return {"entities": ENTITIES, "success": 1}
    limit = int(asked["query"]["limit"])
    return {"searchinfo": {"search": asked["query"]["search"]}, "search": SEARCH[:limit], "success": 1}


SPOKEN = Spoken(
    kind=Wikidata,
    success=success,
    empty={"searchinfo": {"search": "nobody"}, "search": [], "success": 1},
    query="Douglas Adams",
)
