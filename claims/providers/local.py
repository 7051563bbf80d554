"""Providers that ask this installation itself. The search is handed in: this room knows no database."""

from collections.abc import Callable
from datetime import date

from claims.providers.base import Health, Hit

Find = Callable[[str, date | None, str, int], list[Hit]]


class _Local:
    """A provider around ``find(query, as_of, lang, limit)``, which returns hits, best first."""

    slug: str
    name: str
    terms: str
    version = "1"

    def __init__(self, find: Find) -> None:
        self._find = find

    def search(self, query: str, as_of: date | None, lang: str, limit: int) -> list[Hit]:
        """See ``Provider.search``; an empty query finds nothing."""
        if not query.strip() or limit < 1:
            return []
        return self._find(query, as_of, lang, limit)[:limit]

    def health(self) -> Health:
        """Always well: without the database, nobody is there to ask."""
        return Health(ok=True)


class Library(_Local):
    """The desk's own documents."""

    slug = "library"
    name = "Library"
    terms = "The desk's own documents; the rights are those of each document."


class Precedents(_Local):
    """Claims this workbench has judged before."""

    slug = "precedents"
    name = "Earlier verdicts"
    terms = "The desk's own verdicts."
