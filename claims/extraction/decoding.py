"""Bytes to letters: which encoding, on what grounds."""

import codecs
import re
from dataclasses import dataclass

from charset_normalizer import from_bytes

from claims.extraction.result import Unreadable

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
_LATIN = frozenset({"cp1250", "cp1252", "cp1254"})
# Read as cp1252, Polish and its neighbours have such signs in the middle of words.
_SIGN_IN_WORD = re.compile(r"[^\W\d_][¹³¿¾¼ª¢£¥¯](?:[^\W\d_]|\b)")
_OTHER_SCRIPT = 0.3
# What pages call these means cp1252 in every browser.
_MEANS_CP1252 = frozenset({"ascii", "us-ascii", "iso-8859-1", "iso8859-1", "latin1", "latin-1"})


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text, the encoding it was read in, and a sentence where a person should look twice."""

    text: str
    encoding: str
    note: str = ""


def decode(data: bytes, *, charset: str = "") -> Decoded:
    """The text of ``data``; ``charset`` is what its sender declared, if anything.

    In this order: byte order mark, UTF-16 without one, UTF-8, UTF-8 with a few damaged letters, the
    declared charset, the detector's choice where it has grounds, cp1252. Raises Unreadable for NUL bytes
    and for bytes that no encoding accounts for.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return Decoded(_strictly(data, encoding), encoding.removesuffix("-sig"))
    if b"\0" in data:
        encoding = _utf16_without_mark(data)
        return Decoded(_strictly(data, encoding), encoding)
    text = _attempt(data, "utf-8")
    if text is not None:
        return Decoded(text, "utf-8")
    return _damaged_utf8(data) or _declared(data, charset) or _guessed(data)


def _attempt(data: bytes, encoding: str) -> str | None:
    """The text, or None where the bytes or the name of the encoding say no."""
    try:
        return data.decode(encoding) if encoding else None
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


def _damaged_utf8(data: bytes) -> Decoded | None:
    """The text where ten letters outside ASCII are sound UTF-8 for each place that is not."""
    text = data.decode("utf-8", "replace")
    damaged = text.count("\ufffd")
    sound = sum(character > "\x7f" for character in text) - damaged
    if sound < 10 * damaged:
        return None
    return Decoded(text, "utf-8", f"{damaged} damaged letter{'s' * (damaged > 1)} came out as “\ufffd”.")


def _declared(data: bytes, charset: str) -> Decoded | None:
    name = FALLBACK if charset.lower() in _MEANS_CP1252 else charset.lower()
    text = _attempt(data, name)
    return None if text is None else Decoded(text, name)


def _guessed(data: bytes) -> Decoded:
    """What the detector makes of the bytes; between the Latin code pages it has no ear, so cp1252 stays
    unless something in its reading is out of place."""
    western = _attempt(data, FALLBACK)
    best = from_bytes(data, cp_isolation=_PLAUSIBLE).best()
    if best is None and western is None:
        raise Unreadable("The letters of this file could not be recognised. Save it as UTF-8 and try again.")
    high = sum(byte > 127 for byte in data) / len(data)
    if best is not None and (
        western is None
        or (high >= _OTHER_SCRIPT and best.encoding not in _LATIN)
        or (best.encoding == "cp1254" and best.language == "Turkish")
    ):
        return _with_note(str(best), best.encoding)
    central = _attempt(data, "cp1250") if _SIGN_IN_WORD.search(western or "") else None
    return _with_note(western or "", FALLBACK) if central is None else _with_note(central, "cp1250")


def _with_note(text: str, encoding: str) -> Decoded:
    return Decoded(text, encoding, f"The text was read as {encoding}. Look for letters that went wrong.")
