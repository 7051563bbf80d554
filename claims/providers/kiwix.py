"""A Kiwix server: Wikipedia and other libraries offline; ``/search`` with ``format=xml``.

The format is RSS with OpenSearch elements, as kiwix-serve 3.3 and later give it. Its error pages are not
well-formed XML, and say with status 400 also that no book is in the wanted language.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from urllib.parse import urljoin, urlsplit

from lxml import etree

from claims.providers.answers import without_markup
from claims.providers.base import Hit, ProviderError, Question, Quota, Shape
from claims.providers.errors import OutageError
from claims.providers.http import Response
from claims.providers.languages import three_letters
from claims.providers.markup import readable
from claims.providers.passages import best_passage, mentions, stems
from claims.providers.service import Service
from claims.providers.talk import Talk

_MOST = 140
_MOST_ARTICLES = 5
_BLOCK = re.compile(r"(?=</?(?:p|div|li|ul|ol|td|th|tr|table|h[1-6]|br|dd|dt|section|figcaption)\b)", re.IGNORECASE)
_DETAIL = re.compile(rb"<(?:detail|p)>\s*([^<]{3,300}?)\s*</(?:detail|p)>")
_NO_BOOK = b"No book matches"
_TONGUES = b"books in different languages"


class Kiwix(Service):
    """Books in the question's language are searched, all where it has none; it has no dates.

    Its passages often miss what was searched for; then the article is read, and the best one taken from it.
    """

    slug = "kiwix"
    name = "Kiwix"
    terms = "Your own server; the licence of each book applies (Wikipedia: CC BY-SA). A lead to primary sources."
    home = "https://kiwix-tools.readthedocs.io/en/latest/kiwix-serve.html"
    quota = Quota("Your own server; we ask ten times a second at most.", 10.0, 10, 4)
    shape = Shape(characters=300, words=6)
    several = True
    refused = "The Kiwix server does not let us in."

    def accept(self, response: Response) -> Response:
        """That no book is in the wanted language is no error."""
        if response.status == 400 and _NO_BOOK in response.body:
            return response
        if response.status == 400 and _TONGUES in response.body:
            words = f"{self.name} holds books in several languages and searches one at a time: name the question's."
            raise ProviderError(words, retryable=False)
        if response.status == 400 and (details := _DETAIL.findall(response.body)):
            words = readable(details[-1].decode("utf-8", "replace"))
            raise ProviderError(f"{self.name} did not accept the question: {words}", retryable=False)
        return super().accept(response)

    def find(self, question: Question, talk: Talk) -> Iterable[Hit]:
        """Articles, the best first."""
        length = min(question.limit, _MOST)
        params: dict[str, str | int] = {"pattern": question.query, "format": "xml", "pageLength": length}
        if code := three_letters(question.lang):
            params["books.filter.lang"] = code
        found = talk.get(
            f"{self.base_url}/search", params=params, read=self._read, accept_type="application/rss+xml"
        )
        return self._with_passages(found[: question.limit], stems(question.query), talk)

    def _with_passages(self, found: list[Hit], wanted: frozenset[str], talk: Talk) -> Iterator[Hit]:
        """The hits; where Kiwix's passage holds no word of the question, with one from the article instead."""
        articles = 0
        for hit in found:
            if articles == _MOST_ARTICLES or mentions(hit.snippet, wanted) or not self._is_ours(hit.url):
                yield hit
                continue
            articles += 1
            yield replace(hit, snippet=best_passage(_text_at(hit.url, talk), wanted) or hit.snippet)

    def _is_ours(self, url: str) -> bool:
        """Whether an address is on the server itself: a feed may link to anywhere."""
        return urlsplit(url)[:2] == urlsplit(self.base_url)[:2]

    def _read(self, response: Response) -> list[Hit]:
        if response.status == 400:
            return []
        return list(hits(response.body, base_url=f"{self.base_url}/search", service=self.name))


def hits(body: bytes, *, base_url: str, service: str) -> Iterator[Hit]:
    """Hits of a feed; raises OutageError for what is none. Links in it are relative to the server."""
    for item in _channel(body, service=service).iterfind("item"):
        url = _joined(base_url, _text(item, "link"))
        title = readable(_text(item, "title"))
        yield Hit(
            provider_id=url,
            title=title,
            snippet=without_dots(" ".join(_text(item, "description").split())),
            url=url,
            publisher=" ".join(_text(item, "book/title").split()),
            raw={"title": title, "link": _text(item, "link"), "words": _text(item, "wordCount")},
        )


def _joined(base_url: str, link: str) -> str:
    """The link as a whole address; empty where it is none."""
    try:
        return urljoin(base_url, link)
    except ValueError:
        return ""


def _text_at(url: str, talk: Talk) -> str:
    """The article's text; empty where it cannot be read. Raises ProviderError where it was not asked for."""
    try:
        return talk.get(url, read=_article)
    except ProviderError as error:
        if not error.counts:
            raise
        return ""


def _article(response: Response) -> str:
    """The text of an article's page, with a space where a block ends."""
    return without_markup(_BLOCK.sub(" ", response.body.decode("utf-8", "replace")))


def without_dots(snippet: str) -> str:
    """The passage without the dots that Kiwix puts where it is cut, and always at its end."""
    text = snippet
    for _ in range(2):
        text = text.removeprefix("...").removesuffix("...").strip()
    return text


def _channel(body: bytes, *, service: str) -> etree._Element:
    # No entities and no network: the server may be anybody's.
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        channel = etree.fromstring(body, parser).find("channel")
    except (etree.XMLSyntaxError, ValueError) as error:
        what = "a web page" if b"<html" in body[:2000].lower() else "something that is not XML"
        raise OutageError(f"{service} answered with {what} instead of data.") from error
    if channel is None:
        raise OutageError(f"{service} answered with something that is no list of articles.")
    return channel


def _text(item: etree._Element, path: str) -> str:
    """The text below an element; highlighted words come in elements of their own."""
    found = item.find(path)
    return "" if found is None else "".join(part for part in found.itertext() if isinstance(part, str)).strip()
