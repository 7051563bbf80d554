"""Crossref's /works."""

from typing import Any

from claims.providers.crossref import Crossref
from tests.providers.spoken.format import Spoken

WORKS: list[dict[str, Any]] = [
    {
        "DOI": "10.5555/Bridge.1",
        "URL": "https://doi.org/10.5555/bridge.1",
        "type": "journal-article",
        "title": ["Bearings of <i>harbour</i> bridges &amp; tunnels"],
        "subtitle": ["A survey"],
        "author": [
            {"given": "Ada", "family": "Byron", "sequence": "first", "affiliation": []},
            {"name": "Harbour Board", "sequence": "additional", "affiliation": []},
        ],
        "issued": {"date-parts": [[2018, 5, 3]]},
        "container-title": ["Journal of Bridges"],
        "publisher": "Bridge Press",
        "abstract": (
            "<jats:title>Abstract</jats:title>"
            "<jats:p>Bearings last <jats:italic>forty</jats:italic> years.</jats:p>"
            "<jats:p>Toll fell by 12 &lt; 15 percent.</jats:p>"
        ),
    },
    {
        "DOI": "10.5555/ferry",
        "title": ["Ferries"],
        "author": [{"family": name} for name in ("One", "Two", "Three", "Four")],
        "issued": {"date-parts": [[2019]]},
        "publisher": "Bridge Press",
    },
]


def answer(*works: dict[str, Any]) -> dict[str, Any]:
    message = {"facets": {}, "total-results": len(works), "items": list(works), "items-per-page": 10, "query": {}}
    return {"status": "ok", "message-type": "work-list", "message-version": "1.0.0", "message": message}


SPOKEN = Spoken(kind=Crossref, success=answer(*WORKS), empty=answer(), query="bearings of harbour bridges")
