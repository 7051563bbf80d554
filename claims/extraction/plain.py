"""Plain text, in whatever encoding it comes."""

from claims.extraction.decoding import decode
from claims.extraction.result import Extracted
from claims.extraction.text import clean

VERSION = "1"


def read(data: bytes, *, charset: str = "", url: str = "") -> Extracted:
    """The text of ``data``; ``charset`` is what its sender declared. There is no title: a text names none.

    Raises Unreadable for bytes that are no text.
    """
    decoded = decode(data, charset=charset)
    cleaned = clean(decoded.text)
    notes = (decoded.note, *cleaned.notes) if decoded.note else cleaned.notes
    return Extracted(text=cleaned.text, extractor="plain", extractor_version=VERSION, notes=notes)
