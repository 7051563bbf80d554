"""SEC EDGAR: the full text of what companies have filed in the USA since 2001.

Format: the JSON behind the search page (``LATEST/search-index``), which the SEC does not document and may
change; it gives no passages, so that a hit says what was filed by whom.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from typing import Any

from claims.providers.answers import child, day, dicts, string
from claims.providers.base import Hit, Question, Quota, Shape
from claims.providers.dated import earlier_first
from claims.providers.errors import SlowDownError
from claims.providers.http import Response
from claims.providers.markup import readable
from claims.providers.service import Service
from claims.providers.talk import Talk

_FIRST_DAY = date(2001, 1, 1)
_FILES = "https://www.sec.gov/Archives/edgar/data"
_SHUT_OUT = 600.0
_NUMBER = re.compile(r"\d{10}-\d{2}-\d{6}")
_CIK = re.compile(r"\s*\(CIK \d+\)")


class Edgar(Service):
    """Asked with a mail address in the User-Agent, which the SEC demands."""

    slug = "edgar"
    name = "SEC EDGAR"
    terms = (
        "Filings are public; the SEC asks for a User-Agent with a contact and for ten requests a second at most."
    )
    home = "https://www.sec.gov/edgar/search/"
    quota = Quota(
        "Ten requests a second; who asks oftener is shut out for ten minutes. We ask twice a second.", 2.0, 2, 2
    )
    shape = Shape(characters=300, words=5)
    default_url = "https://efts.sec.gov"
    needs_contact = True
    refused = "The SEC refuses our User-Agent: CONTACT must name you and a mail address that is read."

    def accept(self, response: Response) -> Response:
        """The SEC answers 403 to those who ask too often."""
        if response.status == 403 and b"Rate Threshold" in response.body:
            raise SlowDownError(
                f"{self.name} has shut us out for a while: too many requests.", retry_after=_SHUT_OUT
            )
        return super().accept(response)

    def find(self, question: Question, talk: Talk) -> Iterable[Hit]:
        """Filings up to the cut-off, then later ones."""

        def ask(since: date | None, until: date | None) -> list[Hit]:
            params: dict[str, str | int] = {"q": question.query}
            if since or until:
                last = until or datetime.now(UTC).date()
                params |= {"dateRange": "custom", "startdt": f"{since or _FIRST_DAY}", "enddt": f"{last}"}
            return list(hits(talk.get_object(f"{self.base_url}/LATEST/search-index", params=params)))

        return earlier_first(question, ask)


def hits(answer: dict[str, Any]) -> Iterator[Hit]:
    """One hit a document of a filing."""
    for entry in dicts(child(answer, "hits").get("hits")):
        identity, filing = string(entry, "_id"), child(entry, "_source")
        title, what = described(filing)
        yield Hit(
            provider_id=identity,
            title=title,
            snippet=what,
            url=address(identity, filing),
            publisher="SEC EDGAR",
            published_at=day(string(filing, "file_date")),
            raw=entry,
        )


def described(filing: dict[str, Any]) -> tuple[str, str]:
    """A title (``Example Corp (EXM): 10-K``) and a sentence that says what was filed for which period."""
    names = [_CIK.sub("", readable(name)).strip() for name in _strings(filing, "display_names")]
    form = string(filing, "form") or next(iter(_strings(filing, "root_forms")), "") or string(filing, "file_type")
    title = ": ".join(filter(None, (", ".join(names[:3]), form)))
    part = readable(string(filing, "file_description"))
    kind = string(filing, "file_type")
    document = " ".join(filter(None, (kind if kind != form else "", part if part not in {form, kind} else "")))
    period, filed = string(filing, "period_ending"), string(filing, "file_date")
    facts = [document, f"for the period to {period}" if period else "", f"filed {filed}" if filed else ""]
    return title, ", ".join(filter(None, (title, *facts)))


def address(identity: str, filing: dict[str, Any]) -> str:
    """Where the document is; empty where a part of the address is missing or odd."""
    number, _, file = identity.partition(":")
    cik = next(iter(_strings(filing, "ciks")), "").lstrip("0")
    if not (_NUMBER.fullmatch(number) and cik.isascii() and cik.isdigit() and re.fullmatch(r"[\w.\-]+", file)):
        return ""
    return f"{_FILES}/{cik}/{number.replace('-', '')}/{file}"


def _strings(filing: dict[str, Any], key: str) -> list[str]:
    values = filing.get(key)
    return [value for value in values if isinstance(value, str)] if isinstance(values, list) else []
