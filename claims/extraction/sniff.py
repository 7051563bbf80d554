"""What bytes are, by their first ones and not by their name."""

import re
import zipfile
from io import BytesIO

SUPPORTED = {"plain": "plain text", "html": "a web page", "docx": "a Word document", "pdf": "a PDF"}

_MAGIC: tuple[tuple[int, bytes, str], ...] = (
    (0, b"\x89PNG\r\n\x1a\n", "a PNG image"),
    (0, b"\xff\xd8\xff", "a JPEG image"),
    (0, b"GIF87a", "a GIF image"),
    (0, b"GIF89a", "a GIF image"),
    (0, b"II*\x00", "a TIFF image"),
    (0, b"MM\x00*", "a TIFF image"),
    (8, b"WEBP", "a WebP image"),
    (4, b"ftyp", "a video or an image"),
    (0, b"ID3", "an audio file"),
    (0, b"OggS", "an audio file"),
    (0, b"RIFF", "a sound or video file"),
    (0, b"{\\rtf", "an RTF document"),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office document (such as .doc)"),
    (0, b"\x1f\x8b\x08", "a gzip archive"),
    (0, b"BZh", "a bzip2 archive"),
    (0, b"\xfd7zXZ\x00", "an xz archive"),
    (0, b"\x28\xb5\x2f\xfd", "a zstd archive"),
    (0, b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (0, b"Rar!\x1a\x07", "a RAR archive"),
    (257, b"ustar", "a tar archive"),
    (0, b"\x7fELF", "a program"),
    (0, b"%!PS", "a PostScript file"),
    (0, b"SQLite format 3\x00", "a database"),
)
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_ZIP_KINDS = (
    ("word/document.xml", "docx"),
    ("xl/workbook.xml", "an Excel workbook"),
    ("ppt/presentation.xml", "a PowerPoint presentation"),
    ("content.xml", "an OpenDocument file (such as .odt)"),
    ("META-INF/container.xml", "an e-book"),
)
_PAGE_START = re.compile(
    rb"\A(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_TAG = re.compile(rb"<(?:p|div|article|section|h[1-6]|br|ul|ol|table|meta|title|main|span|a)\b[^<>]*>", re.I)


def kind(data: bytes) -> str:
    """``plain``, ``html``, ``docx``, ``pdf``, or in words what else it is (``a PNG image``).

    ``plain`` is what nothing speaks against; its encoding is not looked at here.
    """
    if b"%PDF-" in data[:1024] and not _PAGE_START.match(data[:1024]):
        return "pdf"
    if data.startswith(_ZIP):
        return _zip_kind(data)
    for offset, magic, name in _MAGIC:
        if data.startswith(magic, offset):
            return name
    return "html" if _PAGE_START.match(_ascii_head(data)) else "plain"


def has_tags(data: bytes) -> bool:
    """Whether the bytes hold any of the tags a piece of a web page would hold."""
    return _TAG.search(_ascii_head(data, 100_000)) is not None


def _ascii_head(data: bytes, size: int = 4096) -> bytes:
    """The first bytes, readable as ASCII even where they are UTF-16."""
    head = data[:size]
    return head.replace(b"\0", b"")[2:] if head[:2] in {b"\xff\xfe", b"\xfe\xff"} else head


def _zip_kind(data: bytes) -> str:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return "docx" if b"word/document.xml" in data else "a damaged zip archive or document"
    return next((name for member, name in _ZIP_KINDS if member in names), "a zip archive")
