"""Text out of fields in which services mix plain text, entities and HTML."""

import html
import re
from urllib.parse import urlsplit

from claims.providers.answers import without_markup

_MARKUP = re.compile(r"</?[a-zA-Z][^<>]*>|<!--|&(?:#\d+|#[xX][0-9a-fA-F]+|[a-zA-Z]\w*);")


def readable(text: str) -> str:
    """The text as a reader would see it, on one line; text without tags and entities stays as it is.

    Entities that were escaped twice are resolved as well.
    """
    if not _MARKUP.search(text):
        return " ".join(text.split())
    return " ".join(html.unescape(without_markup(text)).split())


def domain(url: str) -> str:
    """The host of a web address without ``www.``; empty where there is none."""
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.")
