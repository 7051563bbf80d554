"""The article in a web page, by trafilatura. Nothing is fetched: the page is what was handed in."""

import re
from datetime import date
from importlib.metadata import version
from typing import Any

from trafilatura import bare_extraction

from claims.extraction.blocks import paragraphs
from claims.extraction.decoding import decode
from claims.extraction.result import Empty, Extracted, Unreadable
from claims.extraction.text import clean

META_CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
_LANGUAGE = re.compile(r"<html\b[^>]*?\slang\s*=\s*[\"']?([a-zA-Z]{2,3}(?:-[a-zA-Z0-9]{2,8})*)", re.IGNORECASE)
# Dates as pages declare them; guessing one from the words of the text is worse than having none.
_DATES = {"original_date": True, "extensive_search": False}
_LARGEST = 10_000_000
_NOTHING = (
    "No article was found on this page. It may be built by scripts, behind a sign-in, or no article at all. "
    "Paste the text instead."
)


def read(data: bytes, *, charset: str = "", url: str = "") -> Extracted:
    """The page's article with its metadata; ``charset`` is the one the server declared.

    Raises Unreadable when no article is found or the page is too large.
    """
    if len(data) > _LARGEST:
        raise Unreadable("This web page is larger than 10 MB. Paste the text instead.")
    declared = META_CHARSET.search(data[:4096])
    page = decode(data, charset=charset or (declared[1].decode("ascii") if declared else "")).text
    found = _extracted(page.replace("\0", ""), url)
    text = paragraphs(found.body) if found is not None else ""
    try:
        cleaned = clean(text)
    except Empty:
        raise Unreadable(_NOTHING) from None
    language = _LANGUAGE.search(page[:4096])
    return Extracted(
        text=cleaned.text,
        title=_line(found.title),
        byline=_line(found.author),
        publisher=_line(found.sitename),
        published_at=_day(found.date),
        language=language[1] if language else "",
        extractor="trafilatura",
        extractor_version=version("trafilatura"),
        notes=cleaned.notes,
    )


def _extracted(page: str, url: str) -> Any:
    """trafilatura's document, or None when it finds no article."""
    try:
        return bare_extraction(
            page,
            url=url or None,
            with_metadata=True,
            include_comments=False,
            date_extraction_params=dict(_DATES),
        )
    except RecursionError as error:
        raise Unreadable("This web page is nested too deeply to be read. Paste the text instead.") from error


def _line(value: str | None) -> str:
    return " ".join((value or "").split())


def _day(value: str | None) -> date | None:
    try:
        return date.fromisoformat((value or "")[:10])
    except ValueError:
        return None
