"""Crossref: scholarly works by their metadata; ``/works`` of the REST API."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from claims.providers.answers import child, dicts, string
from claims.providers.base import Hit, Question, Quota, Shape
from claims.providers.dated import earlier_first
from claims.providers.markup import readable
from claims.providers.service import Service
from claims.providers.talk import Talk

_MOST = 100
_FIELDS = "DOI,URL,title,subtitle,author,issued,container-title,publisher,abstract,type,update-to"
_HEADINGS = ("abstract", "summary", "objective", "background")
_NAMED_AUTHORS = 3


class Crossref(Service):
    """The passage is the abstract; where there is none, who published it where. A key is optional."""

    slug = "crossref"
    name = "Crossref"
    terms = "Metadata are free to reuse; abstracts belong to their publishers."
    home = "https://www.crossref.org/documentation/retrieve-metadata/rest-api/"
    quota = Quota("As its headers say; we ask once a second, and name the mail address in CONTACT.", 1.0, 1, 1)
    shape = Shape(characters=300, words=15)
    default_url = "https://api.crossref.org"
    refused = "Crossref has shut us out: it asks for a mail address in CONTACT and for fewer questions."

    def find(self, question: Question, talk: Talk) -> Iterable[Hit]:
        """Works up to the cut-off, then later ones."""

        def ask(since: date | None, until: date | None) -> list[Hit]:
            params: dict[str, str | int] = {
                "query.bibliographic": question.query,
                "rows": min(question.limit, _MOST),
                "select": _FIELDS,
            }
            bounds = [f"from-pub-date:{since}"] * (since is not None) + [f"until-pub-date:{until}"] * (
                until is not None
            )
            if bounds:
                params["filter"] = ",".join(bounds)
            polite = {"mailto": talk.mail} if talk.mail else None
            plus = {"Crossref-Plus-API-Token": f"Bearer {self.key}"} if self.key else None
            url = f"{self.base_url}/works"
            return list(hits(talk.get_object(url, params=params, secret_params=polite, secrets=plus)))

        return earlier_first(question, ask)


def hits(answer: dict[str, Any]) -> Iterator[Hit]:
    """One hit a work, identified by its DOI."""
    for work in dicts(child(answer, "message").get("items")):
        doi = string(work, "DOI").lower()
        title = readable(": ".join(filter(None, (_first(work, "title"), _first(work, "subtitle")))))
        yield Hit(
            provider_id=f"doi:{doi}" if doi else "",
            title=title,
            snippet=abstract(string(work, "abstract")) or citation(work) or title,
            url=f"https://doi.org/{doi}",
            publisher=readable(_first(work, "container-title") or string(work, "publisher")),
            published_at=issued(work),
            raw=work,
        )


def abstract(jats: str) -> str:
    """The text of an abstract, which comes as JATS, without a heading that only says so."""
    text = readable(jats.replace("</jats:title>", "</jats:title> ").replace("</jats:p>", "</jats:p> "))
    first, _, rest = text.partition(" ")
    return rest if rest and first.rstrip(":.").lower() in _HEADINGS[:2] else text


def citation(work: dict[str, Any]) -> str:
    """Who, when and where in a line: ``Ada Byron, Max Born et al. (2020), Journal of Bridges``."""
    authors = [name for author in dicts(work.get("author")) if (name := _name(author))]
    who = ", ".join(authors[:_NAMED_AUTHORS]) + (" et al." if len(authors) > _NAMED_AUTHORS else "")
    parts = _date_parts(work)
    when = f"({parts[0]})" if parts else ""
    head = " ".join(filter(None, (who, when)))
    return ", ".join(filter(None, (head, readable(_first(work, "container-title") or string(work, "publisher")))))


def issued(work: dict[str, Any]) -> date | None:
    """The day of publication; None where only the month or the year is known."""
    parts = _date_parts(work)
    try:
        return date(*parts) if len(parts) == 3 else None
    except (ValueError, OverflowError):
        return None


def _date_parts(work: dict[str, Any]) -> list[int]:
    parts = child(work, "issued").get("date-parts")
    first = parts[0] if isinstance(parts, list) and parts else None
    if not isinstance(first, list):
        return []
    known = [part for part in first[:3] if isinstance(part, int) and not isinstance(part, bool)]
    return known if len(known) == len(first[:3]) else []


def _name(author: dict[str, Any]) -> str:
    return readable(
        " ".join(filter(None, (string(author, "given"), string(author, "family")))) or string(author, "name")
    )


def _first(work: dict[str, Any], key: str) -> str:
    values = work.get(key)
    return next((value for value in values if isinstance(value, str)), "") if isinstance(values, list) else ""
