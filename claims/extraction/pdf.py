"""PDF files with text in them, by pypdf."""

import logging
import re
import time
from io import BytesIO
from typing import Any

import pypdf
from pypdf.errors import DependencyError, PyPdfError

from claims.extraction.result import Empty, Extracted, Unreadable
from claims.extraction.text import clean, moved

MOST_PAGES = 500
MOST_SECONDS = 60.0
_DAMAGED = "This PDF is damaged. Open it, save or print it as a new PDF, and upload that."
_LOCKED = "This PDF is locked with a password. Save it without one."
_SCANNED = "This PDF holds pictures of pages and no text. Run text recognition (OCR) over it first."
_SENTENCE_END = re.compile(r"[.!?:…][\"'”’»)\]]*$")
_SHORT = 0.75

logging.getLogger("pypdf").setLevel(logging.ERROR)  # it reports every flaw of a file it can read all the same


def read(data: bytes, *, charset: str = "", url: str = "") -> Extracted:
    """The text of all pages, lines joined to paragraphs; title and author as the file names them; page starts.

    Raises Unreadable for locked, damaged, scanned and very long files.
    """
    try:
        reader = pypdf.PdfReader(BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise Unreadable(_LOCKED)
        pages = _pages(reader)
        properties = reader.metadata
        title, byline = (_line(properties, name) for name in ("/Title", "/Author"))
    except DependencyError as error:
        raise Unreadable(_LOCKED) from error
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError, OSError) as error:
        raise Unreadable(_DAMAGED) from error
    joined, starts = _joined(pages)
    try:
        cleaned = clean(joined)
    except Empty:
        raise Unreadable(_SCANNED) from None
    return Extracted(
        text=cleaned.text,
        title=title,
        byline=byline,
        extractor="pypdf",
        extractor_version=pypdf.__version__,
        notes=(*_page_notes(pages), *cleaned.notes),
        page_starts=tuple(moved(joined, starts)),
    )


def _pages(reader: Any) -> list[str]:
    if len(reader.pages) > MOST_PAGES:
        raise Unreadable(f"This PDF has more than {MOST_PAGES} pages. Upload the part to be checked.")
    started = time.monotonic()
    texts = []
    for page in reader.pages:
        if time.monotonic() - started > MOST_SECONDS:
            raise Unreadable("This PDF takes too long to read. Upload the part to be checked, or paste the text.")
        texts.append(page.extract_text().encode("utf-8", "replace").decode("utf-8"))
    return texts


def _page_notes(pages: list[str]) -> list[str]:
    empty = [str(number) for number, page in enumerate(pages, 1) if not page.strip()]
    if not empty:
        return []
    if len(empty) == 1:
        return [f"Page {empty[0]} holds no text."]
    return [f"{len(empty)} pages hold no text: {', '.join(empty[:10])}{' …' if len(empty) > 10 else ''}."]


def _joined(pages: list[str]) -> tuple[str, list[int]]:
    """The pages' lines as paragraphs, and where each page begins in them.

    A paragraph ends at a blank line, and at a short line that ends a sentence. A word divided by a hyphen
    at a line's end is put together when it goes on in lower case. A page without text begins where the next does.
    """
    lines = [(number, line.strip()) for number, page in enumerate(pages) for line in page.splitlines()]
    width = max((len(line) for _, line in lines), default=0)
    blocks: list[str] = []
    starts: list[int] = []
    before = 0  # where the last block begins
    open_block = False
    for number, line in lines:
        if not line:
            open_block = False
            continue
        if open_block:
            blocks[-1] = _continued(blocks[-1], line)
        else:
            before += len(blocks[-1]) + 2 if blocks else 0
            blocks.append(line)
        starts += [before + len(blocks[-1]) - len(line)] * (number + 1 - len(starts))
        open_block = not (len(line) < _SHORT * width and _SENTENCE_END.search(line))
    text = "\n\n".join(blocks)
    return text, starts + [len(text)] * (len(pages) - len(starts))


def _continued(block: str, line: str) -> str:
    if block.endswith("\u00ad"):
        return block[:-1] + line
    if block.endswith("-") and block[-2:-1].isalpha() and line[:1].islower():
        return block[:-1] + line
    return f"{block} {line}"


def _line(properties: Any, name: str) -> str:
    value = properties.get(name) if properties else None
    return " ".join(value.replace("\0", "").split()) if isinstance(value, str) else ""
