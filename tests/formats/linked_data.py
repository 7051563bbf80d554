"""JSON-LD as a graph, with the contexts that are kept here: nothing is fetched, and no term is lost in silence."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pyld import jsonld

HERE = Path(__file__).parent / "contexts"
CONTEXTS = {
    "https://schema.org": "schema.org.jsonld",
    "http://www.w3.org/ns/anno.jsonld": "anno.jsonld",
}


def graph(document: Any) -> list[str]:
    """The statements in N-Quads, sorted, blank nodes named in the canonical way."""
    told = jsonld.normalize(
        document, {"algorithm": "URDNA2015", "format": "application/n-quads", "documentLoader": _load}
    )
    return sorted(told.splitlines())


def expanded(document: Any) -> Any:
    """Every term as its IRI; ValueError for a term that no context knows, which a processor would drop."""
    _check(document, set(_terms(document)))
    return jsonld.expand(document, {"documentLoader": _load})


def _load(url: str, options: Any) -> dict[str, Any]:
    kept = json.loads((HERE / CONTEXTS[url.rstrip("/")]).read_text())
    return {"contentType": "application/ld+json", "contextUrl": None, "documentUrl": url, "document": kept}


def _terms(document: Any) -> dict[str, Any]:
    given = document["@context"] if isinstance(document["@context"], list) else [document["@context"]]
    known: dict[str, Any] = {}
    for one in given:
        known |= json.loads((HERE / CONTEXTS[one]).read_text())["@context"] if isinstance(one, str) else one
    return known


def _check(value: Any, known: set[str]) -> None:
    if isinstance(value, list):
        for one in value:
            _check(one, known)
    elif isinstance(value, dict):
        names = [name for name in value if not name.startswith("@")]
        types = [value[name] for name in ("@type", "type") if name in value]
        if unknown := [name for name in [*names, *types] if name not in known]:
            raise ValueError(f"No context knows {unknown}.")
        for name, one in value.items():
            if name != "@context":
                _check(one, known)
