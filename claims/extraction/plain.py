"""Plain text, in whatever encoding it comes."""

import codecs

from charset_normalizer import from_bytes

from claims.extraction.result import Extracted, Unreadable
from claims.extraction.text import clean

VERSION = "1"
FALLBACK = "cp1252"

_BOMS = (  # UTF-32 first: its little-endian mark begins with that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# What articles are written in; a wider choice makes the detector fancy rare code pages in short texts.
_PLAUSIBLE = ["cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "koi8_r"]
_PLAUSIBLE += ["cp932", "euc_jp", "gb18030", "big5", "cp949"]
_MANY_LETTERS = 0.3


def read(data: bytes, *, charset: str = "", url: str = "") -> Extracted:
    """The text of ``data``; ``charset`` is what its sender declared, if anything. Raises Unreadable."""
    text, encoding = decode(data, charset=charset)
    cleaned = clean(text)
    notes = cleaned.notes
    if encoding != "utf-8":
        notes = (f"The text was read as {encoding}. Look for letters that went wrong.", *notes)
    return Extracted(text=cleaned.text, extractor="plain", extractor_version=VERSION, notes=notes)


def decode(data: bytes, *, charset: str = "") -> tuple[str, str]:
    """The text and the encoding it was read in.

    In this order: byte order mark, UTF-16 without one, UTF-8, the declared charset, the detector's
    choice where it has grounds for one, cp1252. Raises Unreadable for NUL bytes and undecodable ones.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _strictly(data, encoding), encoding.removesuffix("-sig")
    if b"\0" in data:
        encoding = _utf16_without_mark(data)
        return _strictly(data, encoding), encoding
    for encoding in ("utf-8", charset):
        text = _attempt(data, encoding)
        if text is not None:
            return text, encoding.lower()
    return _guessed(data)


def _attempt(data: bytes, encoding: str) -> str | None:
    """The text, or None where the bytes or the name of the encoding say no."""
    try:
        return data.decode(encoding) if encoding and codecs.lookup(encoding)._is_text_encoding else None
    except (UnicodeError, LookupError, ValueError):
        return None


def _strictly(data: bytes, encoding: str) -> str:
    text = _attempt(data, encoding)
    if text is None:
        name = encoding.removesuffix("-sig").upper()
        raise Unreadable(f"The file says it is {name} but is damaged. Save it again as UTF-8.")
    return text


def _utf16_without_mark(data: bytes) -> str:
    """Which UTF-16 the bytes are, by where their NULs lie; raises Unreadable where they are no text."""
    pairs = len(data) // 2
    even, odd = data[0::2].count(0), data[1::2].count(0)
    if len(data) % 2 == 0:
        if odd > 0.4 * pairs and even < 0.05 * pairs:
            return "utf-16-le"
        if even > 0.4 * pairs and odd < 0.05 * pairs:
            return "utf-16-be"
    raise Unreadable(
        "This is not a text file: it holds NUL bytes. Upload text, a web page, a Word document or a PDF."
    )


def _guessed(data: bytes) -> tuple[str, str]:
    best = from_bytes(data, cp_isolation=_PLAUSIBLE).best()
    high = sum(byte > 127 for byte in data) / len(data)
    if best is not None and (best.coherence > 0 or high >= _MANY_LETTERS):
        return str(best), best.encoding
    text = _attempt(data, FALLBACK)
    if text is None:
        raise Unreadable("The letters of this file could not be recognised. Save it as UTF-8 and try again.")
    return text, FALLBACK
