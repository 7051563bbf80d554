"""Hits as they may be kept: plain text of bounded length, each thing once, web addresses only."""

import unicodedata
from collections.abc import Iterable
from dataclasses import replace

from claims.providers.base import Hit

LONGEST_TITLE = 300
LONGEST_SNIPPET = 5_000
LONGEST_ADDRESS = 2_000


def tidy(hits: Iterable[Hit], limit: int) -> list[Hit]:
    """The first ``limit`` hits that can be cited, in their order, each ``provider_id`` once.

    Markup in a title is kept as the text it is; whoever shows it escapes it. A hit without an id, or with
    neither title nor snippet, is passed over; an address that is none of the web's is emptied.
    """
    kept: dict[str, Hit] = {}
    for hit in hits:
        if len(kept) >= limit:
            break
        title, snippet = plain(hit.title, LONGEST_TITLE), plain(hit.snippet, LONGEST_SNIPPET)
        if hit.provider_id and (title or snippet):
            kept.setdefault(hit.provider_id, _tidied(hit, title, snippet))
    return list(kept.values())


def plain(text: str, longest: int) -> str:
    """One line without control characters, cut at a word with an ellipsis where it is too long."""
    line = " ".join((text if text.isprintable() else _visible(text)).split())
    if len(line) <= longest:
        return line
    head = line[: longest - 1]
    return f"{head.rpartition(' ')[0] or head}…"


def _visible(text: str) -> str:
    return "".join(" " if unicodedata.category(letter) in {"Cc", "Cs"} else letter for letter in text)


def _tidied(hit: Hit, title: str, snippet: str) -> Hit:
    web = hit.url.startswith(("https://", "http://")) and len(hit.url) <= LONGEST_ADDRESS
    return replace(
        hit,
        title=title or plain(snippet, LONGEST_TITLE),
        snippet=snippet or title,
        url=hit.url if web else "",
        publisher=plain(hit.publisher, 200),
        rating=plain(hit.rating, 200),
    )
