"""Providers that ask this installation itself. The search is handed in: this room knows no database."""

from collections.abc import Callable
from datetime import date

from claims.providers.base import OURSELVES, Answer, Health, Hit, Question, Shape
from claims.providers.query import LONGEST_TYPED

Find = Callable[[str, date | None, str, int], list[Hit]]


class _Local:
    """A provider around ``find(query, as_of, lang, limit)``, which returns hits, best first."""

    slug: str
    name: str
    terms: str
    version = "1"
    home = ""
    quota = OURSELVES
    shape = Shape(characters=LONGEST_TYPED)
    asks = frozenset({"claim"})

    def __init__(self, find: Find) -> None:
        self._find = find

    def ask(self, question: Question) -> Answer:
        """See ``Provider.ask``; an empty query finds nothing, and nobody outside is asked."""
        if not question.query.strip() or question.limit < 1:
            return Answer([])
        found = self._find(question.query, question.as_of, question.lang, question.limit)
        return Answer(found[: question.limit])

    def search(self, query: str, as_of: date | None, lang: str, limit: int) -> list[Hit]:
        """The hits of ``ask``."""
        return self.ask(Question(query, as_of, lang, limit)).hits

    def health(self) -> Health:
        """Always well: without the database, nobody is there to ask."""
        return Health(ok=True)


class Library(_Local):
    """The desk's own documents."""

    version = "2"
    slug = "library"
    name = "Library"
    terms = "The desk's own documents; the rights are those of each document."


class Precedents(_Local):
    """Claims this workbench has judged before."""

    version = "2"
    slug = "precedents"
    name = "Earlier verdicts"
    terms = "The desk's own verdicts."


class FactChecks(_Local):
    """Fact-checks that others published and the desk imported, with publisher and rating as given."""

    slug = "factchecks"
    name = "Imported fact-checks"
    terms = "As published by each fact-checker; their ratings are theirs."
