"""Which reader takes which bytes. What the bytes are wins over what their name says."""

from email.message import Message
from importlib import import_module
from pathlib import PurePath

from claims.extraction import sniff
from claims.extraction.result import Empty, Extracted, Unreadable

_EXTENSIONS = {
    ".txt": "plain",
    ".text": "plain",
    ".md": "plain",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".docx": "docx",
    ".pdf": "pdf",
}
_WHAT_TO_DO = "Upload a text file, a web page, a Word document (.docx) or a PDF."
# Reading one of these as the other does no harm; a wrong name on the rest means that something is amiss.
_HARMLESS = frozenset({"plain", "html"})
_PAGES = frozenset({"text/html", "application/xhtml+xml"})


def read(data: bytes, *, filename: str = "", content_type: str = "", url: str = "") -> Extracted:
    """The article in ``data``: text, html, docx or pdf.

    ``filename`` is what the person calls it, ``content_type`` what the sender declared (its charset is
    used, its type only tells a piece of a web page from text), ``url`` where it came from. Raises
    Unreadable, or Empty (one of its kind), with a sentence for the person.
    """
    if not data.strip():
        raise Empty
    extension = PurePath(filename).suffix.lower()
    kind = _kind(data, extension, content_type)
    charset = _header(content_type).get_content_charset() or ""
    # By name and only now: trafilatura, mammoth and pypdf take a while to load, and most texts need none.
    reader = import_module(f"claims.extraction.{kind}")
    extracted: Extracted = reader.read(data, charset=charset, url=url)
    return extracted


def _kind(data: bytes, extension: str, content_type: str) -> str:
    """What to read the bytes as; raises Unreadable where they are nothing we read, or not what they say."""
    found = sniff.kind(data)
    claimed = _EXTENSIONS.get(extension, "")
    if found not in sniff.SUPPORTED:
        raise Unreadable(f"This is {found}{_although(extension, claimed)}. {_WHAT_TO_DO}")
    if claimed and claimed != found and not {claimed, found} <= _HARMLESS:
        what = sniff.SUPPORTED[found]
        raise Unreadable(f"This is {what}{_although(extension, claimed)}. {_advice(found)}")
    is_page = claimed == "html" or _header(content_type).get_content_type() in _PAGES
    return "html" if found == "plain" and is_page and sniff.has_tags(data) else found


def _although(extension: str, claimed: str) -> str:
    return f" although its name says {extension}" if claimed else ""


def _advice(found: str) -> str:
    if found == "plain":
        return "It may not have been saved properly. Open it and save it again, or rename it to .txt."
    ending = {"html": ".html", "docx": ".docx", "pdf": ".pdf"}[found]
    return f"If that is what you mean to upload, rename it to {ending} and upload it again."


def _header(content_type: str) -> Message:
    message = Message()
    message["content-type"] = content_type.replace("\r", " ").replace("\n", " ") or "application/octet-stream"
    return message
