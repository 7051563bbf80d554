"""Wikidata: who or what a name may stand for.

Format: ``wbsearchentities`` finds items by label or alias; ``wbgetentities`` then gives all their aliases.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from claims.providers.answers import child, dicts, string
from claims.providers.base import Hit, Question, Quota, Shape
from claims.providers.languages import primary
from claims.providers.mediawiki import without_error
from claims.providers.service import Service
from claims.providers.talk import Talk

_MOST = 20
_PAGES = "https://www.wikidata.org/wiki/"


class Wikidata(Service):
    """Asked for sources, not for claims. ``raw`` holds ``id``, ``label``, ``description`` and ``aliases``."""

    slug = "wikidata"
    name = "Wikidata"
    terms = "CC0: free for any use."
    home = "https://www.wikidata.org/wiki/Wikidata:Data_access"
    quota = Quota(
        "Wikimedia asks for few requests at once and a User-Agent with a contact; we ask twice a second.", 2.0, 4, 2
    )
    shape = Shape(characters=250, words=6)
    default_url = "https://www.wikidata.org"
    asks = frozenset({"source"})
    refused = "Wikidata refuses our User-Agent: put a mail address into CONTACT."

    def find(self, question: Question, talk: Talk) -> Iterable[Hit]:
        """Items in Wikidata's order; English where no language is known."""
        lang = primary(question.lang) or "en"
        url = f"{self.base_url}/w/api.php"
        limit = min(question.limit, _MOST)
        named = {"search": question.query, "language": lang, "uselang": lang, "type": "item", "limit": limit}
        found = talk.get_object(url, params=_FORMAT | {"action": "wbsearchentities"} | named)
        items = list(dicts(found.get("search")))
        ids = [item["id"] for item in items if is_item(item.get("id"))]
        if not ids:
            return []
        wanted = {"ids": "|".join(dict.fromkeys(ids)), "props": "aliases", "languages": lang}
        known = talk.get_object(url, params=_FORMAT | {"action": "wbgetentities"} | wanted)
        return hits(items, aliases(known, lang))

    def check(self, value: Any) -> Any:
        """Errors come with status 200."""
        return without_error(value, service=self.name)


_FORMAT: dict[str, str | int] = {"format": "json", "formatversion": 2}


def is_item(identity: Any) -> bool:
    """Whether it is an item's identifier, such as Q42."""
    return isinstance(identity, str) and identity[:1] == "Q" and identity[1:].isascii() and identity[1:].isdigit()


def hits(items: list[dict[str, Any]], also: dict[str, list[str]]) -> Iterator[Hit]:
    """One hit an item: its label, what it is, and what else it is called."""
    for item in items:
        identity = item.get("id")
        if not is_item(identity):
            continue
        names = also.get(str(identity), [])
        label = string(item, "label") or str(identity)
        about = string(item, "description")
        called = f"Also called: {', '.join(names)}." if names else ""
        yield Hit(
            provider_id=str(identity),
            title=label,
            snippet=f"{about}. {called}".strip(". ") + ("." if called else "") if about else called or label,
            url=f"{_PAGES}{identity}",
            publisher="Wikidata",
            raw={
                "id": identity,
                "label": label,
                "description": about,
                "aliases": names,
                "match": child(item, "match"),
            },
        )


def aliases(answer: dict[str, Any], lang: str) -> dict[str, list[str]]:
    """Other names by identifier."""
    entities = child(answer, "entities")
    return {
        identity: [
            name
            for entry in dicts(child(entities, identity, "aliases").get(lang))
            if (name := string(entry, "value"))
        ]
        for identity in entities
    }
